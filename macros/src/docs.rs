//! Reads the documentation of an item, and adds to it what the attributes say.

use syn::ext::IdentExt;
use syn::{Attribute, Expr, Ident, Lit, LitStr, Meta, parse_quote};

use crate::attribute::Flags;

/// Returns the text of the doc comments, without the space at the start of each line.
///
/// A comment that is not a literal, such as `include_str!`, is omitted.
pub fn text(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(value) => match &value.lit {
                Lit::Str(line) => Some(line.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    let lines: Vec<_> = lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned()).collect();
    lines.join("\n").trim().to_owned()
}

/// Returns the name of a type in schemas: its first alias, which is the reference's spelling, or otherwise its own
/// name.
pub fn type_name(attributes: &[Attribute], name: &Ident) -> String {
    let mut first = None;
    for attribute in attributes {
        each_alias(attribute, |text| first = first.take().or(Some(text)));
    }
    first.unwrap_or_else(|| name.unraw().to_string())
}

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
    each_alias(attribute, |alias| found |= alias == text);
    found
}

/// Calls `each` with the alias of `#[doc(alias = "..")]`.
fn each_alias(attribute: &Attribute, mut each: impl FnMut(String)) {
    if attribute.path().is_ident("doc")
        && let Meta::List(list) = &attribute.meta
    {
        // Rustdoc reports mistakes in other forms.
        let _ = list.parse_nested_meta(|meta| {
            let value: Expr = meta.value()?.parse()?;
            if meta.path.is_ident("alias")
                && let Expr::Lit(value) = value
                && let Lit::Str(value) = value.lit
            {
                each(value.value());
            }
            Ok(())
        });
    }
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
