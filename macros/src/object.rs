//! Parses and validates a struct with `#[json_object]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Fields, Generics, Ident, Lifetime, LitStr, Type};

use crate::attribute::{self, Flags};
use crate::errors::Errors;
use crate::{docs, emit_common, emit_decode, emit_encode};

/// The maximum number of fields of an object. It equals `gcs_prot::json::MAX_FIELDS`.
const MAX_FIELDS: usize = 63;

/// A struct that declares an object.
pub struct Object {
    /// The struct without the `#[json(..)]` attributes, as it is emitted.
    pub item: DeriveInput,
    /// The only lifetime of the struct, which is the lifetime of the buffer.
    pub lifetime: Option<Lifetime>,
    pub fields: Vec<Field>,
}

/// A field of an object.
pub struct Field {
    pub name: Ident,
    pub ty: Type,
    pub key: LitStr,
    pub flags: Flags,
    /// The text of the field's doc comment.
    pub text: String,
}

/// Emits the struct with its implementations, or the struct with the errors.
pub fn expand(arguments: &TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let in_order = arguments.to_string() == "in_order";
    if !in_order && !arguments.is_empty() {
        errors.push_at(
            arguments,
            "the only argument of `json_object` is `in_order`: put flags of a field into its `#[json(..)]` attribute",
        );
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
        emit_decode::object(&object, in_order),
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
        #[allow(clippy::struct_excessive_bools, reason = "the protocol determines which fields are Boolean")]
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
                    errors.push_at(unnamed, "a JSON object must have named fields: use `{ .. }` instead of `( .. )`");
                }
                Fields::Unit => {
                    errors.push_at(&item.ident, "a JSON object must have named fields: write `{}` if it has none");
                }
            },
            Data::Enum(data) => {
                errors.push_at(&data.enum_token, "a JSON object must be a struct: use `#[open_set]` for an enum");
            }
            Data::Union(data) => errors.push_at(&data.union_token, "a JSON object must be a struct"),
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
                errors.push_at(attribute, "a field cannot be conditional: declare two structs instead");
            }
        }
        let Some(json) = attribute::take_json(&mut field.attrs) else {
            let key = pascal_case(&name);
            errors.push_at(&name, format!("missing JSON key: add `#[json(\"{key}\")]` to this field"));
            return None;
        };
        let json = errors.value_or_push(json)?;
        let text = docs::text(&field.attrs);
        docs::add_to_field(&mut field.attrs, &name, &json.text, json.flags);
        Some(Self { name, ty: field.ty.clone(), key: json.text, flags: json.flags, text })
    }
}

/// Reports invalid and duplicate keys, and too many fields.
fn check_keys(fields: &[Field], errors: &mut Errors) {
    for (index, field) in fields.iter().enumerate() {
        let key = field.key.value();
        if key.is_empty() {
            errors.push_at(&field.key, "the key is empty: write the name of the field in JSON");
        } else if let Some(wrong) = key.chars().find(|char| !char.is_ascii_alphanumeric() && *char != '_') {
            errors.push_at(
                &field.key,
                format!("invalid character {wrong:?} in the key: a key consists of ASCII letters, digits and `_`"),
            );
        } else if let Some(first) = fields.iter().take(index).find(|other| other.key.value().eq_ignore_ascii_case(&key))
        {
            errors.push_at(
                &field.key,
                format!(
                    "duplicate key: the field `{}` has the key \"{}\", and keys that differ only in case are equal",
                    first.name,
                    first.key.value(),
                ),
            );
        }
    }
    if let Some(first) = fields.get(MAX_FIELDS) {
        errors.push_at(&first.name, format!("too many fields: an object can have at most {MAX_FIELDS}"));
    }
}

/// Returns the only lifetime, which is the lifetime of the buffer, and reports any further lifetime.
pub fn only_lifetime(generics: &Generics, errors: &mut Errors) -> Option<Lifetime> {
    let mut lifetimes = generics.lifetimes();
    let first = lifetimes.next()?.lifetime.clone();
    if let Some(second) = lifetimes.next() {
        errors.push_at(
            &second.lifetime,
            format!("only one lifetime is allowed: all borrowed data is in one buffer, so use `{first}`"),
        );
    }
    Some(first)
}

/// Reports derives of traits that the attribute itself implements.
pub fn refuse_derives(attributes: &[Attribute], own: &[&str], attribute_name: &str, errors: &mut Errors) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        // The compiler reports anything that is not a list of paths.
        let _ = attribute.parse_nested_meta(|meta| {
            if let Some(name) = meta.path.segments.last().map(|segment| segment.ident.to_string())
                && own.contains(&name.as_str())
            {
                errors
                    .push_at(&meta.path, format!("`{attribute_name}` already implements `{name}`: remove this derive"));
            }
            Ok(())
        });
    }
}

/// Suggests a key for a field, for use in an error message.
fn pascal_case(name: &Ident) -> String {
    let name = name.unraw().to_string();
    let letters = name.split('_').flat_map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
    });
    letters.collect()
}
