#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod attribute;
mod docs;
mod emit_common;
mod emit_decode;
mod emit_encode;
mod errors;
mod object;
mod open_set;

use proc_macro::TokenStream;

/// Use this attribute through `gcs_prot::json_object`, because the emitted code refers to the crate `gcs_prot`.
#[proc_macro_attribute]
pub fn json_object(arguments: TokenStream, item: TokenStream) -> TokenStream {
    object::expand(&arguments.into(), item.into()).into()
}

/// Use this attribute through `gcs_prot::open_set`, because the emitted code refers to the crate `gcs_prot`.
#[proc_macro_attribute]
pub fn open_set(arguments: TokenStream, item: TokenStream) -> TokenStream {
    open_set::expand(&arguments.into(), item.into()).into()
}
