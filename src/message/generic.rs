//! Messages with a part whose type you choose.
//!
//! The types of the same names in [`message`](super) are these with the usual type, so that you do not have to name it:
//!
//! ```
//! use gcs_prot::json;
//! use gcs_prot::message::{GcsCapabilities, NegotiateProtocolResponse, ProtocolVersion, generic};
//!
//! // What the guest defines is a `GcsGuestCapabilities`.
//! let capabilities = GcsCapabilities { send_host_create_message: true, ..GcsCapabilities::default() };
//! let response = NegotiateProtocolResponse { version: ProtocolVersion::V4, capabilities };
//! let mut buffer = [0; 256];
//! let length = json::encode(&response, &mut buffer)?.len();
//!
//! // A host that does not know its guest keeps any value.
//! let response: generic::NegotiateProtocolResponse<json::RawJson> = json::decode(&mut buffer[..length])?;
//! assert!(response.capabilities.guest_defined_capabilities.is_present());
//! # Ok::<(), gcs_prot::Error>(())
//! ```

pub use super::create::ContainerCreate;
pub use super::negotiate::{GcsCapabilities, NegotiateProtocolResponse};
pub use super::notification::ContainerNotification;
