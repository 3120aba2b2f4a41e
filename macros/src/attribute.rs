//! `#[json("Key", omitempty)]`.

use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, Ident, LitStr, Meta, Token};

/// What `#[json(..)]` says of a field or a variant.
pub struct Json {
    pub text: LitStr,
    pub flags: Flags,
}

/// The words after the key.
#[derive(Clone, Copy, Default)]
pub struct Flags {
    pub omitempty: bool,
    pub secret: bool,
    pub tolerant: bool,
}

impl Flags {
    fn set(&mut self, word: &Ident) -> syn::Result<()> {
        let spelled = word.to_string();
        let flag = match spelled.as_str() {
            "omitempty" => &mut self.omitempty,
            "secret" => &mut self.secret,
            "tolerant" => &mut self.tolerant,
            _ => {
                let flat = spelled.replace('_', "").to_lowercase();
                return Err(match flat.as_str() {
                    "omitempty" | "secret" | "tolerant" => {
                        Error::new_spanned(word, format!("unknown flag `{spelled}`: write `{flat}`"))
                    }
                    _ => Error::new_spanned(
                        word,
                        format!("unknown flag `{spelled}`: the flags are `omitempty`, `secret` and `tolerant`"),
                    ),
                });
            }
        };
        if std::mem::replace(flag, true) {
            return Err(Error::new_spanned(word, format!("`{spelled}` is given twice: remove one")));
        }
        Ok(())
    }
}

impl Parse for Json {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let text = input
            .parse()
            .map_err(|error| Error::new(error.span(), "the key comes first, in quotes: write `#[json(\"Key\")]`"))?;
        let mut flags = Flags::default();
        while !input.is_empty() {
            input.parse::<Token![,]>().map_err(|error| Error::new(error.span(), "expected a comma before a flag"))?;
            if input.is_empty() {
                break;
            }
            let word = input
                .parse::<Ident>()
                .map_err(|error| Error::new(error.span(), "expected a flag: `omitempty`, `secret` or `tolerant`"))?;
            flags.set(&word)?;
        }
        Ok(Self { text, flags })
    }
}

/// Takes `#[json(..)]` out of the attributes; `None` if there is none.
pub fn take(attributes: &mut Vec<Attribute>) -> Option<syn::Result<Json>> {
    let mut found = attributes.extract_if(.., |attribute| attribute.path().is_ident("json"));
    let first = found.next()?;
    Some(match (found.next(), &first.meta) {
        (Some(second), _) => Err(Error::new_spanned(second, "a second `#[json(..)]`: remove one")),
        (None, Meta::List(list)) => list.parse_args(),
        (None, _) => Err(Error::new_spanned(first, "the key is missing: write `#[json(\"Key\")]`")),
    })
}
