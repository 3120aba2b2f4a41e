//! The reading side of an object, and of an open set.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, GenericParam, Generics, Lifetime, LitStr, parse_quote};

use crate::object::{Field, Object};

/// `DecodeObject`, `Decode` and `CheckObject`.
pub fn object(object: &Object) -> TokenStream {
    let name = &object.item.ident;
    let (lifetime, generics) = generics(&object.item.generics, object.lifetime.as_ref());
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = object.item.generics.split_for_impl();

    let keys = object.fields.iter().map(|field| &field.key);
    let required: Vec<_> = object
        .fields
        .iter()
        .map(|Field { ty, .. }| quote! { <#ty as ::gcs_prot::json::Decode<#lifetime>>::REQUIRED })
        .collect();
    let bits = required.iter().enumerate().map(|(index, required)| quote! { ((#required as u64) << #index) });
    let fields = object.fields.iter().enumerate().map(|(index, field)| decode_field(index, field, &lifetime));
    let checks = object.fields.iter().enumerate().map(|(index, Field { name, ty, .. })| {
        quote! { #index => <#ty as ::gcs_prot::json::Decode<#lifetime>>::check(&self.#name), }
    });
    quote! {
        const _: () = {
            const KEYS: &[&str] = &[#(#keys),*];

            #[automatically_derived]
            impl #impl_generics ::gcs_prot::json::DecodeObject<#lifetime> for #name #ty_generics #where_clause {
                fn keys(&self) -> ::gcs_prot::json::Keys {
                    const { ::gcs_prot::json::Keys::new(KEYS, 0 #(| #bits)*) }
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
                const REQUIRED: bool = false #(|| #required)*;

                fn decode(
                    &mut self,
                    reader: &mut ::gcs_prot::json::Reader<#lifetime>,
                ) -> ::core::result::Result<(), ::gcs_prot::json::Failed> {
                    reader.object(self)
                }

                fn check(&self) -> ::core::result::Result<(), ::gcs_prot::Error> {
                    ::gcs_prot::json::check_object(KEYS, self)
                }
            }

            #[automatically_derived]
            impl #impl_generics ::gcs_prot::json::CheckObject<#lifetime> for #name #ty_generics #where_clause {
                fn check_field(&self, index: usize) -> ::core::result::Result<(), ::gcs_prot::Error> {
                    match index {
                        #(#checks)*
                        _ => ::core::result::Result::Ok(()),
                    }
                }
            }
        };
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

/// `Decode` of an open set with these texts.
pub fn open_set(item: &DeriveInput, lifetime: &Lifetime, _texts: &[LitStr]) -> TokenStream {
    let name = &item.ident;
    quote! {
        #[automatically_derived]
        impl<#lifetime> ::gcs_prot::json::Decode<#lifetime> for #name<#lifetime> {
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
