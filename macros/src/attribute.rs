//! Parses the attribute `#[json("Key", omitempty)]`.

use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, Ident, LitStr, Meta, Token};

/// The contents of `#[json(..)]` on a field or a variant.
pub struct Json {
    pub text: LitStr,
    pub flags: Flags,
}

/// The flags after the key.
#[derive(Clone, Copy, Default)]
pub struct Flags {
    pub omitempty: bool,
    pub secret: bool,
    pub tolerant: bool,
}

impl Flags {
    fn enable(&mut self, word: &Ident) -> syn::Result<()> {
        let spelled = word.to_string();
        let flag = match spelled.as_str() {
            "omitempty" => &mut self.omitempty,
            "secret" => &mut self.secret,
            "tolerant" => &mut self.tolerant,
            _ => {
                let normalized = spelled.replace('_', "").to_lowercase();
                return Err(match normalized.as_str() {
                    "omitempty" | "secret" | "tolerant" => {
                        Error::new_spanned(word, format!("unknown flag `{spelled}`: write `{normalized}`"))
                    }
                    _ => Error::new_spanned(
                        word,
                        format!("unknown flag `{spelled}`: the flags are `omitempty`, `secret` and `tolerant`"),
                    ),
                });
            }
        };
        if std::mem::replace(flag, true) {
            return Err(Error::new_spanned(word, format!("duplicate flag `{spelled}`: remove one")));
        }
        Ok(())
    }
}

impl Parse for Json {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let text = input.parse().map_err(|error| {
            Error::new(error.span(), "the key must come first, in quotes: write `#[json(\"Key\")]`")
        })?;
        let mut flags = Flags::default();
        while !input.is_empty() {
            input.parse::<Token![,]>().map_err(|error| Error::new(error.span(), "expected a comma before a flag"))?;
            if input.is_empty() {
                break;
            }
            let word = input
                .parse::<Ident>()
                .map_err(|error| Error::new(error.span(), "expected a flag: `omitempty`, `secret` or `tolerant`"))?;
            flags.enable(&word)?;
        }
        Ok(Self { text, flags })
    }
}

/// Removes `#[json(..)]` from the attributes and returns its contents, or `None` if there is no such attribute.
pub fn take_json(attributes: &mut Vec<Attribute>) -> Option<syn::Result<Json>> {
    let mut found = attributes.extract_if(.., |attribute| attribute.path().is_ident("json"));
    let first = found.next()?;
    Some(match (found.next(), &first.meta) {
        (Some(second), _) => Err(Error::new_spanned(second, "duplicate attribute `#[json(..)]`: remove one")),
        (None, Meta::List(list)) => list.parse_args(),
        (None, _) => Err(Error::new_spanned(first, "missing key: write `#[json(\"Key\")]`")),
    })
}
