//! HRESULTs: what each of them means.
//!
//! | code | constant | meaning |
//! |---|---|---|
//! | `0x80004001` | [`NOT_IMPLEMENTED`](crate::HResult::NOT_IMPLEMENTED) | the method is unknown, the request came before the negotiation, or a negotiation came twice |
//! | `0x80004005` | [`FAIL`](crate::HResult::FAIL) | any other failure |
//! | `0x80070057` | [`INVALID_ARGUMENT`](crate::HResult::INVALID_ARGUMENT) | the value of a field is invalid |
//! | `0x80070490` | [`NOT_FOUND`](crate::HResult::NOT_FOUND) | there is no process with this id |
//! | `0x80370105` | [`INVALID_STATE`](crate::HResult::INVALID_STATE) | the state of the container does not allow the operation |
//! | `0xC0370109` | [`TIMEOUT`](crate::HResult::TIMEOUT) | a process did not end within the timeout |
//! | `0xC037010B` | [`UNKNOWN_MESSAGE`](crate::HResult::UNKNOWN_MESSAGE) | a Windows guest does not know the message |
//! | `0xC037010C` | [`UNSUPPORTED_PROTOCOL_VERSION`](crate::HResult::UNSUPPORTED_PROTOCOL_VERSION) | host and guest have no version in common |
//! | `0xC037010D` | [`INVALID_JSON`](crate::HResult::INVALID_JSON) | the payload does not decode, or its schema version is too old |
//! | `0xC037010E` | [`SYSTEM_NOT_FOUND`](crate::HResult::SYSTEM_NOT_FOUND) | there is no container with this id |
//! | `0xC037010F` | [`SYSTEM_ALREADY_EXISTS`](crate::HResult::SYSTEM_ALREADY_EXISTS) | there already is a container with this id |
//! | `0xC0370110` | [`SYSTEM_ALREADY_STOPPED`](crate::HResult::SYSTEM_ALREADY_STOPPED) | the container has already ended |
//!
//! ```
//! use gcs_prot::HResult;
//!
//! let result = HResult::from_bits(0xC037_010E);
//! assert_eq!(result.to_string(), "0xc037010e (compute system not found)");
//! assert_eq!(result.0, -1_070_137_074); // the number on the wire
//! ```
