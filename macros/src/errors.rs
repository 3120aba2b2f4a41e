//! Collected errors, so that one build reports every mistake in a declaration.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Error;

/// The errors found so far.
#[derive(Default)]
pub struct Errors(Option<Error>);

impl Errors {
    /// Adds an error that points at these tokens.
    pub fn at(&mut self, tokens: &impl ToTokens, message: impl std::fmt::Display) {
        self.push(Error::new_spanned(tokens, message));
    }

    pub fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            none => *none = Some(error),
        }
    }

    /// The errors as calls of `compile_error!`, if there are any.
    pub fn into_tokens(self) -> Option<TokenStream> {
        self.0.as_ref().map(Error::to_compile_error)
    }

    /// Takes the value, or keeps the error.
    pub fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }
}
