//! Additions of the attributes to the documentation.

use syn::ext::IdentExt;
use syn::{Attribute, Expr, Ident, Lit, LitStr, Meta, parse_quote};

use crate::attribute::Flags;

/// Adds a paragraph if the item has documentation. An item without documentation must still trigger the lint `missing_docs`.
fn add_paragraph(attributes: &mut Vec<Attribute>, text: &str) {
    let is_doc = |attribute: &Attribute| matches!(&attribute.meta, Meta::NameValue(pair) if pair.path.is_ident("doc"));
    if let Some(last) = attributes.iter().rposition(is_doc) {
        attributes.splice(last + 1..=last, [parse_quote!(#[doc = ""]), parse_quote!(#[doc = #text])]);
    }
}

/// Adds an alias for the search of rustdoc, unless it equals the name of the item or already exists.
fn add_alias(attributes: &mut Vec<Attribute>, name: &Ident, alias: &LitStr) {
    let text = alias.value();
    let is_valid = !text.is_empty() && !text.contains(['"', '\'']) && !text.contains(char::is_whitespace);
    let is_present = attributes.iter().any(|attribute| has_alias(attribute, &text));
    if is_valid && !is_present && name.unraw() != text {
        attributes.push(parse_quote!(#[doc(alias = #text)]));
    }
}

fn has_alias(attribute: &Attribute, text: &str) -> bool {
    let mut found = false;
    if attribute.path().is_ident("doc")
        && let Meta::List(list) = &attribute.meta
    {
        // Other forms are left to rustdoc, which reports them if they are wrong.
        let _ = list.parse_nested_meta(|meta| {
            let value: Expr = meta.value()?.parse()?;
            found |= meta.path.is_ident("alias")
                && matches!(&value, Expr::Lit(value) if matches!(&value.lit, Lit::Str(value) if value.value() == text));
            Ok(())
        });
    }
    found
}

/// Documents the key of a field and its flags.
pub fn add_to_field(attributes: &mut Vec<Attribute>, name: &Ident, key: &LitStr, flags: Flags) {
    let mut text = format!(" JSON key: `{}`", key.value());
    for (flag, words) in [
        (flags.omitempty, "; omitted when empty"),
        (flags.secret, "; hidden by `Debug`"),
        (flags.tolerant, "; a value of the wrong type is ignored"),
    ] {
        text.push_str(if flag { words } else { "" });
    }
    text.push('.');
    add_paragraph(attributes, &text);
    add_alias(attributes, name, key);
}

/// Documents the string that a variant represents.
pub fn add_to_variant(attributes: &mut Vec<Attribute>, name: &Ident, text: &LitStr) {
    add_paragraph(attributes, &format!(" JSON string: `{}`.", text.value()));
    add_alias(attributes, name, text);
}
