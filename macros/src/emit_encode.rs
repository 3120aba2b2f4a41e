//! Emits the encoding traits of objects and open sets.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, LitStr, parse_quote};

use crate::emit_common::bounded_generics;
use crate::object::{Field, Object};

/// Emits `EncodeObject` and `Encode` for an object.
pub fn object(object: &Object) -> TokenStream {
    let name = &object.item.ident;
    let generics = bounded_generics(&object.item.generics, &parse_quote!(::gcs_prot::json::Encode));
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let fields = object.fields.iter().map(encode_field);
    let writer = if object.fields.is_empty() { quote!(_) } else { quote!(writer) };
    quote! {
        #[automatically_derived]
        impl #impl_generics ::gcs_prot::json::EncodeObject for #name #ty_generics #where_clause {
            fn encode_fields(&self, #writer: &mut ::gcs_prot::json::Writer<'_>) {
                #(#fields)*
            }
        }

        #[automatically_derived]
        impl #impl_generics ::gcs_prot::json::Encode for #name #ty_generics #where_clause {
            fn encode(&self, writer: &mut ::gcs_prot::json::Writer<'_>) {
                writer.object(self);
            }
        }
    }
}

/// Emits the statement that encodes a field.
fn encode_field(Field { name, ty, key, flags, .. }: &Field) -> TokenStream {
    let prefix = LitStr::new(&format!(",\"{}\":", key.value()), key.span());
    // The type is written out, so that a compiler error points at it.
    let write = quote! {
        <#ty as ::gcs_prot::json::Encode>::encode_field(&self.#name, #prefix, writer);
    };
    if flags.omitempty {
        quote! {
            if !<#ty as ::gcs_prot::json::Encode>::is_empty(&self.#name) {
                #write
            }
        }
    } else {
        write
    }
}

/// Emits `Encode` for an open set.
pub fn open_set(item: &DeriveInput) -> TokenStream {
    let name = &item.ident;
    quote! {
        #[automatically_derived]
        impl ::gcs_prot::json::Encode for #name<'_> {
            fn encode(&self, writer: &mut ::gcs_prot::json::Writer<'_>) {
                writer.string(self.as_str());
            }

            fn is_empty(&self) -> bool {
                self.as_str().is_empty()
            }
        }
    }
}
