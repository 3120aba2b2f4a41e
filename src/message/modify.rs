//! Modifying a running compute system.

use crate::json::RawJson;
use crate::json_object;
use crate::message::properties::PropertyType;
use crate::resource::{ModificationRequest, RequestType};

/// Host -> guest: adds, removes or updates a resource of the VM or of a container.
///
/// Reference: `prot.ContainerModifySettings`.
#[json_object(in_order)]
pub struct ContainerModifySettings<'a> {
    /// The resource, and what to do with it.
    #[json("Request")]
    pub request: ModificationRequest<'a>,
}

/// Host -> guest: a resource in schema version 1, and what to do with it.
///
/// Reference: `prot.ResourceModificationRequestResponse`.
#[json_object]
pub struct ResourceModificationRequestResponse<'a> {
    /// The type of the resource.
    #[json("ResourceType")]
    pub resource_type: PropertyType<'a>,
    /// What to do with the resource.
    #[json("RequestType", omitempty)]
    pub request_type: RequestType<'a>,
    /// The settings of the resource.
    #[json("Settings", omitempty)]
    pub settings: RawJson<'a>,
}
