//! Emits the decoding traits of objects and open sets.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, GenericParam, Generics, Lifetime, LitStr, parse_quote};

use crate::docs;
use crate::object::{Field, Object};

/// Emits `DecodeObject` and `Decode` for an object, with straight-line code for its fields if they come `in_order`.
pub fn object(object: &Object, in_order: bool) -> TokenStream {
    let name = &object.item.ident;
    let (lifetime, generics) = decode_generics(&object.item.generics, object.lifetime.as_ref());
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = object.item.generics.split_for_impl();

    let keys = object.fields.iter().map(|field| &field.key);
    let shapes = object.fields.iter().map(|field| field_shape(field, &lifetime));
    let docs = object_docs(object, &lifetime);
    let fields = object.fields.iter().enumerate().map(|(index, field)| {
        let decode = decode_field(field, &lifetime);
        quote! { #index => #decode, }
    });
    let fields_in_order = in_order.then(|| fields_in_order(object, &lifetime));
    quote! {
        #[automatically_derived]
        impl #impl_generics ::gcs_prot::json::DecodeObject<#lifetime> for #name #ty_generics #where_clause {
            fn keys(&self) -> &'static ::gcs_prot::json::Keys {
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

            #fields_in_order
        }

        #[automatically_derived]
        impl #impl_generics ::gcs_prot::json::Decode<#lifetime> for #name #ty_generics #where_clause {
            #docs

            const SHAPE: &'static ::gcs_prot::json::Shape = &::gcs_prot::json::Shape::Object(
                ::gcs_prot::json::Fields::new(const { &::gcs_prot::json::Key::table([#(#keys),*]) }, &[#(#shapes),*]),
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

/// Emits the documentation of an object and its fields.
fn object_docs(object: &Object, lifetime: &Lifetime) -> TokenStream {
    let members = object.fields.iter().map(|Field { ty, text, .. }| {
        quote! { (#text, || <#ty as ::gcs_prot::json::Decode<#lifetime>>::DOCS) }
    });
    docs_const(&object.item, members)
}

/// Emits the constant with the documentation of a type and its members.
fn docs_const(item: &DeriveInput, members: impl Iterator<Item = TokenStream>) -> TokenStream {
    let name = docs::type_name(&item.attrs, &item.ident);
    let text = docs::text(&item.attrs);
    quote! {
        const DOCS: &'static ::gcs_prot::json::Docs = &::gcs_prot::json::Docs::new(#name, #text, &[#(#members),*]);
    }
}

/// Emits the shape of a field.
fn field_shape(Field { ty, flags, .. }: &Field, lifetime: &Lifetime) -> TokenStream {
    let shape = quote! { <#ty as ::gcs_prot::json::Decode<#lifetime>>::SHAPE };
    if flags.tolerant {
        quote! { &::gcs_prot::json::Shape::Tolerant(#shape) }
    } else {
        shape
    }
}

/// Emits the expression that decodes a field.
fn decode_field(Field { name, ty, flags, .. }: &Field, lifetime: &Lifetime) -> TokenStream {
    if flags.tolerant {
        quote! { reader.tolerant(&mut self.#name) }
    } else {
        // The type is written out, so that a compiler error points at it.
        quote! { <#ty as ::gcs_prot::json::Decode<#lifetime>>::decode(&mut self.#name, reader) }
    }
}

/// Emits the methods that read fields in order.
fn fields_in_order(object: &Object, lifetime: &Lifetime) -> TokenStream {
    let fields = object.fields.iter().enumerate().map(|(index, field)| {
        let name = LitStr::new(&format!(",\"{}\":", field.key.value()), field.key.span());
        let decode = decode_field(field, lifetime);
        quote! {
            if reader.enter_field(progress, #name, #index) {
                #decode?;
            }
        }
    });
    let (reader, progress) =
        if object.fields.is_empty() { (quote!(_), quote!(_)) } else { (quote!(reader), quote!(progress)) };
    quote! {
        fn is_in_order(&self) -> bool {
            true
        }

        fn fields_in_order(
            &mut self,
            #reader: &mut ::gcs_prot::json::Reader<#lifetime>,
            #progress: &mut ::gcs_prot::json::FieldProgress,
        ) -> ::core::result::Result<(), ::gcs_prot::json::Failed> {
            #(#fields)*
            ::core::result::Result::Ok(())
        }
    }
}

/// Returns the lifetime of the buffer, and the generics with that lifetime and with `Decode` as a bound of every type
/// parameter.
fn decode_generics(declared: &Generics, lifetime: Option<&Lifetime>) -> (Lifetime, Generics) {
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

/// Emits `Decode` for an open set with these strings, and the documentation of each.
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
