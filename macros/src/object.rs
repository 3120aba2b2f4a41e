//! `#[json_object]`: what is declared, and what is wrong with it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Fields, Generics, Ident, Lifetime, LitStr, Type};

use crate::attribute::{self, Flags};
use crate::errors::Errors;
use crate::{docs, emit_common, emit_decode, emit_encode};

/// How many fields an object may have; `gcs_prot::json::MAX_FIELDS`.
const MAX_FIELDS: usize = 63;

/// A declared object.
pub struct Object {
    /// The struct as it is emitted, without `#[json(..)]`.
    pub item: DeriveInput,
    /// Its only lifetime, that of the buffer.
    pub lifetime: Option<Lifetime>,
    pub fields: Vec<Field>,
}

/// A field of an object.
pub struct Field {
    pub name: Ident,
    pub ty: Type,
    pub key: LitStr,
    pub flags: Flags,
    /// Its doc comment.
    pub text: String,
}

/// What the attribute emits: the struct and its implementations, or the struct and the errors.
pub fn expand(arguments: &TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    if !arguments.is_empty() {
        errors.at(arguments, "`json_object` takes no arguments: flags stand in the `#[json(..)]` of a field");
    }
    let item = match syn::parse2::<DeriveInput>(item) {
        Ok(item) => item,
        Err(error) => return error.into_compile_error(),
    };
    let object = Object::new(item, &mut errors);
    let item = &object.item;
    if let Some(errors) = errors.into_tokens() {
        return quote! { #item #errors };
    }
    let parts = [
        emit_decode::object(&object),
        emit_encode::object(&object),
        emit_common::debug(&object),
        emit_common::features(item, object.lifetime.as_ref()),
    ];
    quote! {
        #[derive(
            ::core::clone::Clone,
            ::core::default::Default,
            ::core::cmp::PartialEq,
        )]
        #[allow(clippy::struct_excessive_bools, reason = "the protocol says what is a truth value")]
        #item
        #(#parts)*
    }
}

impl Object {
    fn new(mut item: DeriveInput, errors: &mut Errors) -> Self {
        refuse_derives(&item.attrs, &["Clone", "Debug", "Default", "PartialEq"], "json_object", errors);
        let lifetime = only_lifetime(&item.generics, errors);
        let mut fields = Vec::new();
        match &mut item.data {
            Data::Struct(data) => match &mut data.fields {
                Fields::Named(named) => {
                    fields = named.named.iter_mut().filter_map(|field| Field::new(field, errors)).collect();
                }
                Fields::Unnamed(unnamed) => {
                    errors.at(unnamed, "a JSON object has named fields: write `{ .. }` instead of `( .. )`");
                }
                Fields::Unit => errors.at(&item.ident, "a JSON object has named fields: write `{}` for none"),
            },
            Data::Enum(data) => errors
                .at(&data.enum_token, "a JSON object is a struct; `#[open_set]` declares an enum for a set of strings"),
            Data::Union(data) => errors.at(&data.union_token, "a JSON object is a struct"),
        }
        check_keys(&fields, errors);
        Self { item, lifetime, fields }
    }
}

impl Field {
    fn new(field: &mut syn::Field, errors: &mut Errors) -> Option<Self> {
        let name = field.ident.clone()?;
        for attribute in &field.attrs {
            if attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr") {
                errors.at(attribute, "a field cannot be conditional: declare two structs");
            }
        }
        let Some(json) = attribute::take(&mut field.attrs) else {
            let key = pascal_case(&name);
            errors.at(&name, format!("this field has no JSON key: write `#[json(\"{key}\")]` above it"));
            return None;
        };
        let json = errors.keep(json)?;
        let text = docs::text(&field.attrs);
        docs::field(&mut field.attrs, &name, &json.text, json.flags);
        Some(Self { name, ty: field.ty.clone(), key: json.text, flags: json.flags, text })
    }
}

/// Reports keys that cannot be used.
fn check_keys(fields: &[Field], errors: &mut Errors) {
    for (index, field) in fields.iter().enumerate() {
        let key = field.key.value();
        if key.is_empty() {
            errors.at(&field.key, "the key is empty: write the name that the field has in JSON");
        } else if let Some(wrong) = key.chars().find(|char| !char.is_ascii_alphanumeric() && *char != '_') {
            errors.at(&field.key, format!("{wrong:?} in a key: a key consists of ASCII letters, digits and `_`"));
        } else if let Some(first) = fields.iter().take(index).find(|other| other.key.value().eq_ignore_ascii_case(&key))
        {
            errors.at(
                &field.key,
                format!(
                    "the field `{}` has this key already (\"{}\"; case does not matter): write another",
                    first.name,
                    first.key.value(),
                ),
            );
        }
    }
    if let Some(first) = fields.get(MAX_FIELDS) {
        errors.at(&first.name, format!("an object has at most {MAX_FIELDS} fields: this one is too many"));
    }
}

/// The lifetime of the buffer.
pub fn only_lifetime(generics: &Generics, errors: &mut Errors) -> Option<Lifetime> {
    let mut lifetimes = generics.lifetimes();
    let first = lifetimes.next()?.lifetime.clone();
    if let Some(second) = lifetimes.next() {
        errors.at(
            &second.lifetime,
            format!("a second lifetime: everything that is borrowed lives in one buffer, so use `{first}` alone"),
        );
    }
    Some(first)
}

/// Reports derives of what an attribute implements by itself.
pub fn refuse_derives(attributes: &[Attribute], own: &[&str], attribute_name: &str, errors: &mut Errors) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        // What is not a list of paths is for the compiler to judge.
        let _ = attribute.parse_nested_meta(|meta| {
            if let Some(name) = meta.path.segments.last().map(|segment| segment.ident.to_string())
                && own.contains(&name.as_str())
            {
                errors.at(&meta.path, format!("`{attribute_name}` implements `{name}`: remove it here"));
            }
            Ok(())
        });
    }
}

/// A guess at the key of a field.
fn pascal_case(name: &Ident) -> String {
    let name = name.unraw().to_string();
    let letters = name.split('_').flat_map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
    });
    letters.collect()
}
