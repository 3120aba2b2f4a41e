//! Changing a running compute system.

use crate::json::RawJson;
use crate::message::properties::PropertyType;
use crate::resource::ModificationRequest;
use crate::{json_object, open_set};

/// Host -> guest: add, remove or change a resource of the VM or of a container.
///
/// Reference: `prot.ContainerModifySettings`.
#[json_object(in_order)]
pub struct ContainerModifySettings<'a> {
    /// Which resource, and how.
    #[json("Request")]
    pub request: ModificationRequest<'a>,
}

/// Host -> guest: a resource of the first schema, and how to change it.
///
/// Reference: `prot.ResourceModificationRequestResponse`.
#[json_object]
pub struct ResourceModificationRequestResponse<'a> {
    /// The resource.
    #[json("ResourceType")]
    pub resource_type: PropertyType<'a>,
    /// What to do with it.
    #[json("RequestType", omitempty)]
    pub request_type: RequestType<'a>,
    /// Its settings.
    #[json("Settings", omitempty)]
    pub settings: RawJson<'a>,
}

/// What to do with a resource.
///
/// Reference: `prot.RequestType`; `guestrequest.RequestType`.
#[open_set]
#[non_exhaustive]
pub enum RequestType<'a> {
    /// Add it. Also what an absent or empty request type means.
    #[doc(alias = "RtAdd")]
    #[json("Add")]
    Add,
    /// Remove it.
    #[doc(alias = "RtRemove")]
    #[json("Remove")]
    Remove,
    /// Prepare to add it.
    #[json("PreAdd")]
    PreAdd,
    /// Change it.
    #[doc(alias = "RtUpdate")]
    #[json("Update")]
    Update,
    /// Any other text, as it came; empty if there was none.
    Other(&'a str),
}
