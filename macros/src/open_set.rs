//! Parses and validates an enum with `#[open_set]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, Ident, Lifetime, LitStr, Type};

use crate::attribute;
use crate::errors::Errors;
use crate::object::{only_lifetime, refuse_derives};
use crate::{docs, emit_common, emit_decode, emit_encode};

const MISSING_OTHER: &str =
    "an open set must have a lifetime and a variant for other strings: add `<'a>` and `Other(&'a str)`";

/// The traits that the attribute implements.
const IMPLEMENTED: [&str; 8] = ["Clone", "Copy", "Debug", "Default", "Display", "Eq", "Hash", "PartialEq"];

/// An enum that declares an open set.
struct OpenSet {
    item: DeriveInput,
    lifetime: Lifetime,
    /// The variants for known strings.
    known: Vec<Known>,
    /// The variant for other strings.
    other: Ident,
}

struct Known {
    name: Ident,
    text: LitStr,
    /// The text of the variant's doc comment.
    documentation: String,
}

/// Emits the enum with its implementations, or the enum with the errors.
pub fn expand(arguments: &TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    if !arguments.is_empty() {
        errors.push_at(arguments, "`open_set` takes no arguments");
    }
    let mut item = match syn::parse2::<DeriveInput>(item) {
        Ok(item) => item,
        Err(error) => return error.into_compile_error(),
    };
    let parts = parse(&mut item, &mut errors);
    match (parts, errors.into_tokens()) {
        (Some((lifetime, known, other)), None) => emit(&OpenSet { item, lifetime, known, other }),
        (_, errors) => quote! { #item #errors },
    }
}

fn parse(item: &mut DeriveInput, errors: &mut Errors) -> Option<(Lifetime, Vec<Known>, Ident)> {
    refuse_derives(&item.attrs, &IMPLEMENTED, "open_set", errors);
    let lifetime = only_lifetime(&item.generics, errors);
    if let Some(parameter) = item.generics.type_params().next() {
        errors.push_at(parameter, "an open set cannot have type parameters");
    }
    if let Some(parameter) = item.generics.const_params().next() {
        errors.push_at(parameter, "an open set cannot have constant parameters");
    }
    let Data::Enum(data) = &mut item.data else {
        errors.push_at(&item.ident, "an open set must be an enum: use `#[json_object]` for a struct");
        return None;
    };
    let (mut known, mut other) = (Vec::<Known>::new(), None);
    for variant in &mut data.variants {
        for attribute in &variant.attrs {
            if attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr") {
                errors.push_at(attribute, "a variant cannot be conditional: declare two enums instead");
            }
        }
        let json = match attribute::take_json(&mut variant.attrs).map(|json| errors.value_or_push(json)) {
            Some(None) => continue,
            json => json.flatten(),
        };
        match (json, &variant.fields) {
            (None, Fields::Unnamed(fields))
                if fields.unnamed.len() == 1 && fields.unnamed.iter().all(|field| is_text(&field.ty)) =>
            {
                if other.replace(variant.ident.clone()).is_some() {
                    errors.push_at(&variant.ident, "duplicate variant for other strings: remove one");
                }
            }
            (None, _) => errors
                .push_at(&variant, format!("missing string: add `#[json(\"{}\")]` to this variant", variant.ident)),
            (Some(json), Fields::Unit) => {
                if json.flags.omitempty || json.flags.secret || json.flags.tolerant {
                    errors.push_at(&json.text, "a variant takes no flags: put them on the fields of this type");
                }
                check_text(&json.text, &known, errors);
                let documentation = docs::text(&variant.attrs);
                docs::add_to_variant(&mut variant.attrs, &variant.ident, &json.text);
                known.push(Known { name: variant.ident.clone(), text: json.text, documentation });
            }
            (Some(_), fields) => errors.push_at(fields, "a variant with a string cannot have fields"),
        }
    }
    if lifetime.is_none() || other.is_none() {
        errors.push_at(&item.ident, MISSING_OTHER);
    }
    Some((lifetime?, known, other?))
}

fn check_text(text: &LitStr, known: &[Known], errors: &mut Errors) {
    if text.value().is_empty() {
        errors.push_at(text, "the string is empty: the variant for other strings represents the empty string");
    } else if let Some(first) = known.iter().find(|known| known.text.value() == text.value()) {
        errors.push_at(text, format!("duplicate string: the variant `{}` has the same string", first.name));
    }
}

/// Returns whether the type is `&str`, with any lifetime.
fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::Reference(to) if matches!(&*to.elem, Type::Path(path) if path.path.is_ident("str")))
}

fn emit(set: &OpenSet) -> TokenStream {
    let OpenSet { item, lifetime, known, other } = set;
    let (vis, name) = (&item.vis, &item.ident);
    let texts: Vec<_> = known.iter().map(|known| known.text.clone()).collect();
    let names = known.iter().map(|known| &known.name);
    let documentation: Vec<_> = known.iter().map(|known| &known.documentation).collect();
    let decode = emit_decode::open_set(item, lifetime, &texts, &documentation);
    let encode = emit_encode::open_set(item);
    let features = emit_common::features(item, Some(lifetime));
    let from = emit_from(set);
    quote! {
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::fmt::Debug,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::hash::Hash,
        )]
        #item

        impl<#lifetime> #name<#lifetime> {
            /// Returns the string, as it is written on the wire.
            #[must_use]
            #vis const fn as_str(&self) -> &#lifetime str {
                match self {
                    #(Self::#names => #texts,)*
                    Self::#other(text) => text,
                }
            }
        }

        #from

        #[automatically_derived]
        impl ::core::default::Default for #name<'_> {
            fn default() -> Self {
                Self::#other("")
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for #name<'_> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        #decode
        #encode
        #features
    }
}

/// Emits `From<&str>` as a binary search in a sorted table.
///
/// A `match` would compile to a separate comparison for each string, and a search with a closure to a separate function
/// for each set.
fn emit_from(OpenSet { item, lifetime, known, other }: &OpenSet) -> TokenStream {
    let name = &item.ident;
    let mut sorted: Vec<_> = known.iter().collect();
    sorted.sort_by_key(|known| known.text.value());
    let texts = sorted.iter().map(|known| &known.text);
    let names = sorted.iter().map(|known| &known.name);
    quote! {
        #[automatically_derived]
        impl<#lifetime> ::core::convert::From<&#lifetime str> for #name<#lifetime> {
            fn from(text: &#lifetime str) -> Self {
                const TEXTS: &[&str] = &[#(#texts),*];
                match TEXTS.binary_search(&text) {
                    ::core::result::Result::Ok(index) => {
                        let known: &[Self] = &[#(Self::#names),*];
                        known.get(index).copied().unwrap_or_default()
                    }
                    ::core::result::Result::Err(_) => Self::#other(text),
                }
            }
        }
    }
}
