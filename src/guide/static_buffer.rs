//! Decode in a static buffer.
//!
//! Messages are decoded in place. The receive buffer limits the size of a message. A guest answers a larger message
//! with a failure, and then reads the next one. Beyond the buffer, a decoded message takes its struct (2.2 KB for a
//! Create) and a few hundred bytes of stack for each level of nesting.
//!
//! ```
//! use gcs_prot::json;
//! use gcs_prot::message::{ContainerConfig, ContainerCreate, Request};
//!
//! static CREATE: &[u8] = br#"{"ContainerId":"c","ContainerConfig":"{\"OciSpecification\":{\"process\":{\"args\":[\"/init\"]}}}"}"#;
//! let mut buffer = [0; 512]; // In a firmware, this is a `static`.
//! let payload = &mut buffer[..CREATE.len()];
//! payload.copy_from_slice(CREATE);
//! let create: Request<ContainerCreate> = json::decode(payload)?;
//! let ContainerConfig::V2(settings) = create.body.container_config.0 else { panic!("another document") };
//! let specification = settings.oci_specification.expect("a specification");
//! assert_eq!(specification.process.expect("a process").args.iter().next(), Some("/init"));
//! # Ok::<(), gcs_prot::Error>(())
//! ```
