//! Emits the traits other than `Decode` and `Encode`, for objects and open sets.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{DeriveInput, Generics, Lifetime, TypeParamBound, parse_quote};

use crate::object::{Field, Object};

/// Returns the generics with `bound` added to every type parameter.
pub fn bounded_generics(declared: &Generics, bound: &TypeParamBound) -> Generics {
    let mut generics = declared.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(bound.clone());
    }
    generics
}

/// Emits an implementation of `Debug` that hides secrets.
pub fn debug(object: &Object) -> TokenStream {
    let name = &object.item.ident;
    let generics = bounded_generics(&object.item.generics, &parse_quote!(::core::fmt::Debug));
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let shown_name = name.unraw().to_string();
    let fields = object.fields.iter().map(|Field { name, flags, .. }| {
        let shown = name.unraw().to_string();
        if flags.secret {
            quote! { .field(#shown, &::gcs_prot::json::Secret(&self.#name)) }
        } else {
            quote! { .field(#shown, &self.#name) }
        }
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics ::core::fmt::Debug for #name #ty_generics #where_clause {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#shown_name) #(#fields)* .finish()
            }
        }
    }
}

/// Emits the traits of serde and defmt, which take effect if the features of gcs-prot are enabled.
///
/// A `cfg` in the emitted code would read the features of the user's crate. The implementations are therefore wrapped in a
/// macro, which gcs-prot defines depending on its features.
pub fn features(item: &DeriveInput, lifetime: Option<&Lifetime>) -> TokenStream {
    let name = &item.ident;
    let (_, ty_generics, _) = item.generics.split_for_impl();

    let shown = bounded_generics(&item.generics, &parse_quote!(::core::fmt::Debug));
    let (impl_shown, _, where_shown) = shown.split_for_impl();

    let mut written = bounded_generics(&item.generics, &parse_quote!(::gcs_prot::json::Encode));
    let where_written = written.where_clause.take();
    let (impl_written, _, _) = written.split_for_impl();

    // `Deserialize` needs a type that owns its data. A type with a lifetime borrows, and a type parameter can borrow.
    let deserialize = (lifetime.is_none() && item.generics.params.is_empty()).then(|| {
        quote! {
            #[automatically_derived]
            impl<'de> ::gcs_prot::serde::Deserialize<'de> for #name {
                fn deserialize<__D: ::gcs_prot::serde::Deserializer<'de>>(
                    deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    ::gcs_prot::json::serde::deserialize(deserializer)
                }
            }
        }
    });
    quote! {
        ::gcs_prot::__features! { {
            #[automatically_derived]
            impl #impl_shown ::gcs_prot::defmt::Format for #name #ty_generics #where_shown {
                fn format(&self, f: ::gcs_prot::defmt::Formatter<'_>) {
                    let shown: &dyn ::core::fmt::Debug = self;
                    ::gcs_prot::defmt::Format::format(&::gcs_prot::defmt::Debug2Format(shown), f);
                }
            }
        } {
            #[automatically_derived]
            impl #impl_written ::gcs_prot::serde::Serialize for #name #ty_generics #where_written {
                fn serialize<__S: ::gcs_prot::serde::Serializer>(
                    &self,
                    serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    ::gcs_prot::json::serde::serialize(self, serializer)
                }
            }

            #deserialize
        } }
    }
}
