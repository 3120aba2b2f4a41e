//! A Windows guest, and its host.
//!
//! Both endpoints take the kind of guest as a parameter, here [`Windows`](crate::windows::Windows). It determines the
//! types of the messages and of the settings of resources. For example, the settings of `CombinedLayers` are
//! [`WcowCombinedLayers`](crate::windows::WcowCombinedLayers), with a `FilterType` that Linux guests do not have.
//!
//! The activity id of a request must be a GUID. Windows guests may refuse keys that they do not know, so leave out
//! optional fields that you do not need.
//!
//! ```
//! use gcs_prot::HResult;
//! use gcs_prot::endpoint::{Call, Endpoint, Event, Guest, GuestConfig, Host, HostEvent};
//! use gcs_prot::message::{Empty, MessageBase, NULL_CONTAINER_ID, NegotiateProtocol, ProtocolVersion, Request, RequestType};
//! use gcs_prot::windows::{ContainerModifySettings, FileSystemFilterType, ModificationRequest, Resource, WcowCombinedLayers};
//! use gcs_prot::windows::{Windows, rpc};
//!
//! # fn pass(from: &mut impl Endpoint, to: &mut impl Endpoint) {
//! #     let count = to.receive(from.outgoing()).unwrap();
//! #     from.sent(count);
//! # }
//! # let (mut a, mut b, mut c, mut d) = ([0; 4096], [0; 4096], [0; 4096], [0; 4096]);
//! let mut guest = Guest::<8, Windows>::new(&mut a, &mut b, GuestConfig::windows());
//! let mut host = Host::<8, Windows>::new_for(&mut c, &mut d);
//!
//! let base = MessageBase { container_id: NULL_CONTAINER_ID, activity_id: NULL_CONTAINER_ID, ..MessageBase::default() };
//! let body = NegotiateProtocol { minimum_version: ProtocolVersion::V4, maximum_version: ProtocolVersion::V4 };
//! host.call::<rpc::NegotiateProtocol>(&Request { base: base.clone(), body })?;
//! # pass(&mut host, &mut guest);
//! # assert!(matches!(guest.poll()?, Some(Event::Negotiated(ProtocolVersion::V4))));
//! # pass(&mut guest, &mut host);
//! let Some(HostEvent::Response(_, response)) = host.poll()? else { panic!("no response") };
//! let negotiated = response.into::<rpc::NegotiateProtocol>().expect("the answer to that call");
//! assert!(negotiated.body.capabilities.guest_defined_capabilities.log_forwarding_supported);
//!
//! let layers = WcowCombinedLayers {
//!     container_root_path: r"C:\c\1",
//!     filter_type: FileSystemFilterType::UnionFs,
//!     ..WcowCombinedLayers::default()
//! };
//! let resource = Resource::CombinedLayers(layers);
//! let request = ModificationRequest { request_type: RequestType::Add, resource, ..ModificationRequest::default() };
//! host.call::<rpc::ModifySettings>(&Request { base, body: ContainerModifySettings { request } })?;
//! # pass(&mut host, &mut guest);
//! match guest.poll()? {
//!     Some(Event::Call(Call::ModifySettings(modify, reply))) => match modify.body.request.resource {
//!         Resource::CombinedLayers(layers) => {
//!             assert_eq!(layers.filter_type, FileSystemFilterType::UnionFs);
//!             reply.ok(&Empty {})?;
//!         }
//!         _ => reply.fail(HResult::NOT_IMPLEMENTED, "not in this agent")?,
//!     },
//!     other => panic!("{other:?}"),
//! }
//! # pass(&mut guest, &mut host);
//! # assert!(matches!(host.poll()?, Some(HostEvent::Response(_, response)) if response.base().result.is_ok()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A request that changes a running container has a resource path instead of a resource type.
//! [`ModificationRequest::update`](crate::windows::ModificationRequest::update) decodes its settings. The example
//! `sidecar` stands between a host and a confidential guest.
