//! `#[open_set]`: what is declared, and what is wrong with it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, Ident, Lifetime, LitStr, Type};

use crate::attribute;
use crate::errors::Errors;
use crate::object::{only_lifetime, refuse_derives};
use crate::{docs, emit_common, emit_decode, emit_encode};

const OTHER: &str =
    "an open set has one variant for any other text, and the lifetime of the buffer: add `Other(&'a str)` and `<'a>`";

/// The traits that the attribute implements.
const OWN: [&str; 8] = ["Clone", "Copy", "Debug", "Default", "Display", "Eq", "Hash", "PartialEq"];

/// A declared open set.
struct OpenSet {
    item: DeriveInput,
    lifetime: Lifetime,
    /// The variants that have a text.
    known: Vec<Known>,
    /// The variant for any other text.
    other: Ident,
}

struct Known {
    name: Ident,
    text: LitStr,
    /// Its doc comment.
    documentation: String,
}

/// What the attribute emits: the enum and its implementations, or the enum and the errors.
pub fn expand(arguments: &TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    if !arguments.is_empty() {
        errors.at(arguments, "`open_set` takes no arguments");
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
    refuse_derives(&item.attrs, &OWN, "open_set", errors);
    let lifetime = only_lifetime(&item.generics, errors);
    if let Some(parameter) = item.generics.type_params().next() {
        errors.at(parameter, "an open set has no type parameters");
    }
    if let Some(parameter) = item.generics.const_params().next() {
        errors.at(parameter, "an open set has no constant parameters");
    }
    let Data::Enum(data) = &mut item.data else {
        errors.at(&item.ident, "an open set is an enum; `#[json_object]` declares a struct");
        return None;
    };
    let (mut known, mut other) = (Vec::<Known>::new(), None);
    for variant in &mut data.variants {
        for attribute in &variant.attrs {
            if attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr") {
                errors.at(attribute, "a variant cannot be conditional: declare two enums");
            }
        }
        let json = match attribute::take(&mut variant.attrs).map(|json| errors.keep(json)) {
            Some(None) => continue,
            json => json.flatten(),
        };
        match (json, &variant.fields) {
            (None, Fields::Unnamed(fields))
                if fields.unnamed.len() == 1 && fields.unnamed.iter().all(|field| is_text(&field.ty)) =>
            {
                if other.replace(variant.ident.clone()).is_some() {
                    errors.at(&variant.ident, "a second variant for any other text: remove one");
                }
            }
            (None, _) => errors
                .at(&variant, format!("this variant has no text: write `#[json(\"{}\")]` above it", variant.ident)),
            (Some(json), Fields::Unit) => {
                if json.flags.omitempty || json.flags.secret || json.flags.tolerant {
                    errors.at(&json.text, "the text of a variant has no flags: write them at the fields of this type");
                }
                check_text(&json.text, &known, errors);
                let documentation = docs::text(&variant.attrs);
                docs::variant(&mut variant.attrs, &variant.ident, &json.text);
                known.push(Known { name: variant.ident.clone(), text: json.text, documentation });
            }
            (Some(_), fields) => errors.at(fields, "a variant with a text has no fields"),
        }
    }
    if lifetime.is_none() || other.is_none() {
        errors.at(&item.ident, OTHER);
    }
    Some((lifetime?, known, other?))
}

fn check_text(text: &LitStr, known: &[Known], errors: &mut Errors) {
    if text.value().is_empty() {
        errors.at(text, "the text is empty: the empty text belongs to the variant for any other text");
    } else if let Some(first) = known.iter().find(|known| known.text.value() == text.value()) {
        errors.at(text, format!("the variant `{}` has this text already", first.name));
    }
}

/// Whether it is `&str` of some lifetime.
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
            /// The text, as it stands on the wire.
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

/// `From<&str>`: a search in a sorted table. A `match` would become a comparison of its own for each text, and a search with a
/// closure a function of its own for each set.
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
