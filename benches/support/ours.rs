//! The work of this crate on the corpus.

use std::hint::black_box;

use gcs_prot::json::{self, Decode, Encode};
use gcs_prot::message::{
    ContainerCreate, ContainerExecuteProcess, ContainerGetPropertiesResponse, ContainerModifySettings,
    ContainerWaitForProcess, Empty, NegotiateProtocol, NegotiateProtocolResponse, PropertiesV2, Request, Response,
};

use gcs_prot::windows;

use super::fields::Fields;
use super::{Work, corpus};

/// A message of the corpus, for any lifetime of its buffer.
trait Message: 'static {
    type Of<'a>: Decode<'a> + Encode + Fields;
}

macro_rules! messages {
    ($($name:literal $kind:ident: $type:ty,)*) => {
        $(
            struct $kind;

            impl Message for $kind {
                type Of<'a> = $type;
            }
        )*

        /// Lists all work that is measured on one message.
        pub fn works(name: &str) -> Vec<Work> {
            match name {
                $($name => of::<$kind>(name),)*
                _ => panic!("no message is called {name}"),
            }
        }

        /// Returns the expected result of every implementation for a message: an equal document, and the sum of a walk.
        pub fn meaning(name: &str) -> (Vec<u8>, usize) {
            match name {
                $($name => check::<$kind>(corpus::payload(name)),)*
                _ => panic!("no message is called {name}"),
            }
        }
    };
}

messages! {
    "negotiate" Negotiate: Request<'a, NegotiateProtocol>,
    "negotiate-response" NegotiateResponse: Response<'a, NegotiateProtocolResponse<'a>>,
    "wait" Wait: Request<'a, ContainerWaitForProcess>,
    "exec" Exec: Request<'a, ContainerExecuteProcess<'a>>,
    "properties" Properties: Response<'a, ContainerGetPropertiesResponse<PropertiesV2<'a>>>,
    "create" Create: Request<'a, ContainerCreate<'a>>,
    "windows-create" WindowsCreate: Request<'a, windows::ContainerCreate<windows::ContainerConfig<'a>>>,
    "error" Failure: Response<'a, Empty>,
    "modify" Modify: Request<'a, ContainerModifySettings<'a>>,
}

/// The name of this crate in the results.
pub const NAME: &str = "gcs-prot";

fn of<M: Message>(name: &str) -> Vec<Work> {
    let payload = corpus::payload(name);
    let bytes = payload.len();
    let work = |op, message: String, run| Work { op, message, implementation: NAME, bytes, run };
    vec![
        work("decode", name.into(), decode::<M>(payload.clone())),
        work("decode", format!("{name}-walked"), walk::<M>(payload.clone())),
        work("encode", name.into(), encode::<M>(payload.clone(), true)),
        work("relay", name.into(), encode::<M>(payload, false)),
    ]
}

/// Decodes in place, in a buffer that is restored each time.
fn decode<M: Message>(payload: Vec<u8>) -> Box<dyn FnMut(u32)> {
    let mut buffer = payload.clone();
    Box::new(move |times| {
        for _ in 0..times {
            buffer.copy_from_slice(black_box(&payload));
            let value: M::Of<'_> = json::decode(&mut buffer).expect("a message");
            black_box(&value);
        }
    })
}

/// Decodes like [`decode`], and then walks every list and map.
fn walk<M: Message>(payload: Vec<u8>) -> Box<dyn FnMut(u32)> {
    let mut buffer = payload.clone();
    Box::new(move |times| {
        for _ in 0..times {
            buffer.copy_from_slice(black_box(&payload));
            let value: M::Of<'_> = json::decode(&mut buffer).expect("a message");
            black_box(value.walk());
        }
    })
}

/// Encodes a message. With `slices`, its lists and maps are slices, as in an endpoint that builds the message. Without,
/// they are still in the buffer, as in an endpoint that forwards the message.
fn encode<M: Message>(payload: Vec<u8>, slices: bool) -> Box<dyn FnMut(u32)> {
    let mut buffer = vec![0; payload.len() * 2];
    let mut value: M::Of<'static> = json::decode(payload.leak()).expect("a message");
    if slices {
        value.slice();
    }
    Box::new(move |times| {
        for _ in 0..times {
            let document = json::encode(black_box(&value), &mut buffer).expect("room");
            black_box(document);
        }
    })
}

/// Decodes and re-encodes the message, and returns the document and the sum of a walk. Encoding from slices and from
/// the buffer must give the same bytes.
fn check<M: Message>(payload: Vec<u8>) -> (Vec<u8>, usize) {
    let mut buffer = vec![0; payload.len() * 2];
    let mut value: M::Of<'static> = json::decode(payload.leak()).expect("a message");
    let walked = value.walk();
    let relayed = json::encode(&value, &mut buffer).expect("room").to_vec();
    value.slice();
    assert_eq!(value.walk(), walked);
    assert_eq!(json::encode(&value, &mut buffer).expect("room"), relayed);
    (relayed, walked)
}
