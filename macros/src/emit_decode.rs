//! The reading side of an object, and of an open set.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, GenericParam, Generics, Lifetime, LitStr, parse_quote};

use crate::docs;
use crate::object::{Field, Object};

/// `DecodeObject` and `Decode`.
pub fn object(object: &Object) -> TokenStream {
    let name = &object.item.ident;
    let (lifetime, generics) = generics(&object.item.generics, object.lifetime.as_ref());
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = object.item.generics.split_for_impl();

    let keys = object.fields.iter().map(|field| &field.key);
    let shapes = object.fields.iter().map(|field| shape(field, &lifetime));
    let docs = object_docs(object, &lifetime);
    let fields = object.fields.iter().enumerate().map(|(index, field)| decode_field(index, field, &lifetime));
    quote! {
        #[automatically_derived]
        impl #impl_generics ::gcs_prot::json::DecodeObject<#lifetime> for #name #ty_generics #where_clause {
            fn keys(&self) -> ::gcs_prot::json::Keys {
                const { <Self as ::gcs_prot::json::Decode<#lifetime>>::SHAPE.keys() }
            }

            fn field(
                &mut self,
                index: usize,
                reader: &mut ::gcs_prot::json::Reader<#lifetime>,
            ) -> ::core::result::Result<(), ::gcs_prot::json::Failed> {
                match index {
                    #(#fields)*
                    _ => reader.skip(),
                }
            }
        }

        #[automatically_derived]
        impl #impl_generics ::gcs_prot::json::Decode<#lifetime> for #name #ty_generics #where_clause {
            #docs

            const SHAPE: &'static ::gcs_prot::json::Shape = &::gcs_prot::json::Shape::Object(
                ::gcs_prot::json::Fields::new(&[#(#keys),*], &[#(#shapes),*]),
            );

            fn decode(
                &mut self,
                reader: &mut ::gcs_prot::json::Reader<#lifetime>,
            ) -> ::core::result::Result<(), ::gcs_prot::json::Failed> {
                reader.object(self)
            }
        }
    }
}

/// What the documentation says of an object.
fn object_docs(object: &Object, lifetime: &Lifetime) -> TokenStream {
    let members = object.fields.iter().map(|Field { ty, text, .. }| {
        quote! { (#text, || <#ty as ::gcs_prot::json::Decode<#lifetime>>::DOCS) }
    });
    docs_const(&object.item, members)
}

/// The constant with the documentation of a type and its members.
fn docs_const(item: &DeriveInput, members: impl Iterator<Item = TokenStream>) -> TokenStream {
    let name = docs::type_name(&item.attrs, &item.ident);
    let text = docs::text(&item.attrs);
    quote! {
        const DOCS: &'static ::gcs_prot::json::Docs = &::gcs_prot::json::Docs::new(#name, #text, &[#(#members),*]);
    }
}

/// The shape of a field.
fn shape(Field { ty, flags, .. }: &Field, lifetime: &Lifetime) -> TokenStream {
    let shape = quote! { <#ty as ::gcs_prot::json::Decode<#lifetime>>::SHAPE };
    if flags.tolerant {
        quote! { &::gcs_prot::json::Shape::Tolerant(#shape) }
    } else {
        shape
    }
}

/// The arm that reads a field.
fn decode_field(index: usize, Field { name, ty, flags, .. }: &Field, lifetime: &Lifetime) -> TokenStream {
    if flags.tolerant {
        quote! { #index => reader.tolerant(&mut self.#name), }
    } else {
        // The type is named, so that an error stands at it.
        quote! { #index => <#ty as ::gcs_prot::json::Decode<#lifetime>>::decode(&mut self.#name, reader), }
    }
}

/// The lifetime of the buffer, and the generics of an implementation that reads: with that lifetime, and every type parameter
/// bounded.
fn generics(declared: &Generics, lifetime: Option<&Lifetime>) -> (Lifetime, Generics) {
    let mut generics = declared.clone();
    let lifetime = lifetime.cloned().unwrap_or_else(|| {
        let lifetime: Lifetime = parse_quote!('json);
        generics.params.insert(0, GenericParam::Lifetime(parse_quote!(#lifetime)));
        lifetime
    });
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(::gcs_prot::json::Decode<#lifetime>));
    }
    (lifetime, generics)
}

/// `Decode` of an open set with these texts, and the documentation of each.
pub fn open_set(item: &DeriveInput, lifetime: &Lifetime, texts: &[LitStr], documentation: &[&String]) -> TokenStream {
    let name = &item.ident;
    let docs = docs_const(item, documentation.iter().map(|text| quote! { (#text, || ::gcs_prot::json::Docs::NONE) }));
    quote! {
        #[automatically_derived]
        impl<#lifetime> ::gcs_prot::json::Decode<#lifetime> for #name<#lifetime> {
            #docs

            const SHAPE: &'static ::gcs_prot::json::Shape = &::gcs_prot::json::Shape::String(&[#(#texts),*]);

            fn decode(
                &mut self,
                reader: &mut ::gcs_prot::json::Reader<#lifetime>,
            ) -> ::core::result::Result<(), ::gcs_prot::json::Failed> {
                *self = ::core::convert::From::from(reader.string()?);
                ::core::result::Result::Ok(())
            }
        }
    }
}
