//! The documents of the corpus as serde types, and the work that is measured on them.
//!
//! This module is compiled twice. `super` determines the types of strings and lists.
#![expect(clippy::duplicate_mod, reason = "the same tables, over lists that grow and over fixed ones")]

mod messages;
mod metrics;
mod oci;
mod resources;
pub mod table;
mod windows;

use std::hint::black_box;

use serde::{Deserialize, Serialize};

use super::super::{Codec, same};
use super::Text;
use crate::support::{Work, corpus, ours};
use messages as m;
use table::Walk;

/// A message, and the nested document in it, if there is one.
trait Document: 'static {
    type Outer<'a>: Deserialize<'a> + Serialize + Walk + Clone;
    type Inner<'a>: Deserialize<'a> + Serialize + Walk;

    /// The string that holds the nested document.
    fn nested<'o, 'a>(_: &'o Self::Outer<'a>) -> Option<&'o Text<'a>> {
        None
    }

    /// The same string, for encoding.
    fn nested_mut<'o, 'a>(_: &'o mut Self::Outer<'a>) -> Option<&'o mut Text<'a>> {
        None
    }
}

macro_rules! documents {
    ($($name:literal $document:ident: $outer:ty $(, $inner:ty where $($field:ident).+)?;)*) => {
        $(
            struct $document;

            impl Document for $document {
                type Outer<'a> = $outer;
                documents! { @inner $($inner)? }
                $(
                    fn nested<'o, 'a>(outer: &'o Self::Outer<'a>) -> Option<&'o Text<'a>> {
                        Some(&outer.$($field).+)
                    }

                    fn nested_mut<'o, 'a>(outer: &'o mut Self::Outer<'a>) -> Option<&'o mut Text<'a>> {
                        Some(&mut outer.$($field).+)
                    }
                )?
            }
        )*

        /// Lists the work that is measured on one message for an implementation, without the work that it does not
        /// support.
        pub fn works<C: Codec>(name: &str) -> Vec<Work> {
            match name {
                $($name => of::<$document, C>(name),)*
                _ => panic!("no message is called {name}"),
            }
        }
    };
    (@inner) => { type Inner<'a> = (); };
    (@inner $inner:ty) => { type Inner<'a> = $inner; };
}

documents! {
    "negotiate" Negotiate: m::NegotiateProtocol<'a>;
    "negotiate-response" NegotiateResponse: m::NegotiateProtocolResponse<'a>;
    "wait" Wait: m::WaitForProcess<'a>;
    "exec" Exec: m::ExecuteProcess<'a>, m::ProcessParameters<'a> where settings.process_parameters;
    "properties" Properties: m::GetPropertiesResponse<'a>, m::PropertiesV2<'a> where properties;
    "create" Create: m::Create<'a>, m::VmHostedContainerSettingsV2<'a> where container_config;
    "windows-create" WindowsCreate: windows::Create<'a>, windows::HostedSystem<'a> where container_config;
    "error" Failure: m::FailureResponse<'a>;
    "modify" Modify: m::ModifySettings<'a>;
}

fn of<D: Document, C: Codec>(name: &str) -> Vec<Work> {
    let payload = corpus::payload(name);
    let bytes = payload.len();
    let (meaning, walked) = ours::meaning(name);
    let mut works = Vec::new();
    let mut add = |op, message: String, run| works.push(Work { op, message, implementation: C::NAME, bytes, run });

    let sum = decode_once::<D, C, _>(&mut C::default(), &mut payload.clone(), &mut Vec::new(), |outer, inner| {
        walk(outer, inner).wrapping_sub(D::nested(outer).map_or(0, Text::walk))
    });
    match sum {
        None => eprintln!("{name}: {} cannot decode it", C::NAME),
        Some(sum) => {
            if sum != walked {
                eprintln!("{name}: {} hands out strings that are still escaped", C::NAME);
            }
            add("decode", name.into(), decode::<D, C>(payload.clone()));
            add("decode", format!("{name}-walked"), decode_and_walk::<D, C>(payload.clone()));
        }
    }
    let mut encoder = Encoder::<D, C>::new(payload);
    let can_encode = encoder.as_mut().is_some_and(|encoder| same(encoder.run(), &meaning));
    match encoder.filter(|_| can_encode) {
        Some(encoder) => add("encode", name.into(), encoder.works()),
        None => eprintln!("{name}: {} cannot encode it", C::NAME),
    }
    works
}

/// Decodes a message and its nested document, and passes them to `look`.
fn decode_once<'a, D: Document, C: Codec, R>(
    codec: &mut C,
    payload: &'a mut [u8],
    scratch: &mut Vec<u8>,
    look: impl FnOnce(&D::Outer<'a>, Option<&D::Inner<'_>>) -> R,
) -> Option<R> {
    let outer: D::Outer<'a> = codec.decode(payload)?;
    let Some(text) = D::nested(&outer) else {
        return Some(look(&outer, None));
    };
    let inner: D::Inner<'_> = codec.decode_text(text.as_str(), scratch)?;
    Some(look(&outer, Some(&inner)))
}

/// Returns the sum over all fields of both documents, as a reader of every field computes it.
fn walk<O: Walk, I: Walk>(outer: &O, inner: Option<&I>) -> usize {
    outer.walk().wrapping_add(inner.map_or(0, Walk::walk))
}

fn decode<D: Document, C: Codec>(payload: Vec<u8>) -> Box<dyn FnMut(u32)> {
    let (mut codec, mut buffer, mut scratch) = (C::default(), payload.clone(), Vec::new());
    Box::new(move |times| {
        for _ in 0..times {
            if C::IN_PLACE {
                buffer.copy_from_slice(black_box(&payload));
            }
            decode_once::<D, C, _>(&mut codec, black_box(&mut buffer), &mut scratch, |outer, inner| {
                black_box((outer, inner));
            })
            .expect("a message");
        }
    })
}

fn decode_and_walk<D: Document, C: Codec>(payload: Vec<u8>) -> Box<dyn FnMut(u32)> {
    let (mut codec, mut buffer, mut scratch) = (C::default(), payload.clone(), Vec::new());
    Box::new(move |times| {
        for _ in 0..times {
            if C::IN_PLACE {
                buffer.copy_from_slice(black_box(&payload));
            }
            let sum = decode_once::<D, C, _>(&mut codec, black_box(&mut buffer), &mut scratch, |outer, inner| {
                walk(outer, inner)
            });
            black_box(sum.expect("a message"));
        }
    })
}

/// A decoded message, with what is needed to encode it repeatedly.
struct Encoder<D: Document, C> {
    outer: D::Outer<'static>,
    inner: Option<D::Inner<'static>>,
    codec: C,
    output: Vec<u8>,
}

impl<D: Document, C: Codec> Encoder<D, C> {
    fn new(payload: Vec<u8>) -> Option<Self> {
        let mut codec = C::default();
        let output = Vec::with_capacity(payload.len() * 2);
        let outer: &'static D::Outer<'static> = Box::leak(Box::new(codec.decode(payload.leak())?));
        let inner = match D::nested(outer) {
            Some(text) => Some(codec.decode_text(text.as_str(), Box::leak(Box::default()))?),
            None => None,
        };
        Some(Self { outer: outer.clone(), inner, codec, output })
    }

    /// Encodes the message. It encodes the nested document first, into a string that is reused.
    fn run(&mut self) -> &[u8] {
        if let (Some(inner), Some(text)) = (&self.inner, D::nested_mut(&mut self.outer)) {
            let mut document = text.take().into_bytes();
            let length = self.codec.encode(inner, &mut document);
            document.truncate(length);
            text.set(String::from_utf8(document).expect("UTF-8"));
        }
        let length = self.codec.encode(&self.outer, &mut self.output);
        &self.output[..length]
    }

    fn works(mut self) -> Box<dyn FnMut(u32)> {
        Box::new(move |times| {
            for _ in 0..times {
                black_box(self.run());
            }
        })
    }
}
