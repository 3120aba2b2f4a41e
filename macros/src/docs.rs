//! What the attributes add to the documentation.

use syn::ext::IdentExt;
use syn::{Attribute, Expr, Ident, Lit, LitStr, Meta, parse_quote};

use crate::attribute::Flags;

/// Adds a paragraph, if the item is documented at all: the lint `missing_docs` is not to be silenced.
fn paragraph(attributes: &mut Vec<Attribute>, text: &str) {
    let is_text = |attribute: &Attribute| matches!(&attribute.meta, Meta::NameValue(pair) if pair.path.is_ident("doc"));
    if let Some(last) = attributes.iter().rposition(is_text) {
        attributes.splice(last + 1..=last, [parse_quote!(#[doc = ""]), parse_quote!(#[doc = #text])]);
    }
}

/// Adds an alias for rustdoc's search, unless it is the item's name or there already.
fn alias(attributes: &mut Vec<Attribute>, name: &Ident, alias: &LitStr) {
    let text = alias.value();
    let is_valid = !text.is_empty() && !text.contains(['"', '\'']) && !text.contains(char::is_whitespace);
    let is_there = attributes.iter().any(|attribute| has_alias(attribute, &text));
    if is_valid && !is_there && name.unraw() != text {
        attributes.push(parse_quote!(#[doc(alias = #text)]));
    }
}

fn has_alias(attribute: &Attribute, text: &str) -> bool {
    let mut found = false;
    if attribute.path().is_ident("doc")
        && let Meta::List(list) = &attribute.meta
    {
        // What is not of this form is for rustdoc to judge.
        let _ = list.parse_nested_meta(|meta| {
            let value: Expr = meta.value()?.parse()?;
            found |= meta.path.is_ident("alias")
                && matches!(&value, Expr::Lit(value) if matches!(&value.lit, Lit::Str(value) if value.value() == text));
            Ok(())
        });
    }
    found
}

/// Says which key a field has, and how it is treated.
pub fn field(attributes: &mut Vec<Attribute>, name: &Ident, key: &LitStr, flags: Flags) {
    let mut text = format!(" JSON key: `{}`", key.value());
    for (flag, words) in [
        (flags.omitempty, "; omitted when empty"),
        (flags.secret, "; hidden by `Debug`"),
        (flags.tolerant, "; a value of the wrong type is ignored"),
    ] {
        text.push_str(if flag { words } else { "" });
    }
    text.push('.');
    paragraph(attributes, &text);
    alias(attributes, name, key);
}

/// Says which text a variant stands for.
pub fn variant(attributes: &mut Vec<Attribute>, name: &Ident, text: &LitStr) {
    paragraph(attributes, &format!(" Text: `{}`.", text.value()));
    alias(attributes, name, text);
}
