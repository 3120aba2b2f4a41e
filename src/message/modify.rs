//! Changing a running compute system.

use crate::json::RawJson;
use crate::message::properties::PropertyType;
use crate::resource::ModificationRequest;

crate::json_object! {
    /// Host -> guest: add, remove or change a resource of the VM or of a container.
    ///
    /// Reference: `prot.ContainerModifySettings`.
    pub struct ContainerModifySettings<'a> {
        /// Which resource, and how.
        pub request: ModificationRequest<'a> = "Request",
    }
}

crate::json_object! {
    /// Host -> guest: a resource of the first schema, and how to change it.
    ///
    /// Reference: `prot.ResourceModificationRequestResponse`.
    pub struct ResourceModificationRequestResponse<'a> {
        /// The resource.
        pub resource_type: PropertyType<'a> = "ResourceType",
        /// What to do with it.
        pub request_type: RequestType<'a> = "RequestType" omitempty,
        /// Its settings.
        pub settings: RawJson<'a> = "Settings" omitempty,
    }
}

crate::open_set! {
    /// What to do with a resource.
    ///
    /// Reference: `prot.RequestType`; `guestrequest.RequestType`.
    #[non_exhaustive]
    pub enum RequestType {
        /// Add it. Also what an absent or empty request type means.
        #[doc(alias = "RtAdd")]
        Add = "Add",
        /// Remove it.
        #[doc(alias = "RtRemove")]
        Remove = "Remove",
        /// Prepare to add it.
        PreAdd = "PreAdd",
        /// Change it.
        #[doc(alias = "RtUpdate")]
        Update = "Update",
    }
}
