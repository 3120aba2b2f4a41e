//! Collects errors, so that one build reports all mistakes in a declaration.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Error;

/// The errors that have been found so far.
#[derive(Default)]
pub struct Errors(Option<Error>);

impl Errors {
    /// Adds an error that points at these tokens.
    pub fn push_at(&mut self, tokens: &impl ToTokens, message: impl std::fmt::Display) {
        self.push(Error::new_spanned(tokens, message));
    }

    /// Adds an error.
    pub fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            none => *none = Some(error),
        }
    }

    /// Returns the errors as calls of `compile_error!`, or `None` if there are no errors.
    pub fn into_tokens(self) -> Option<TokenStream> {
        self.0.as_ref().map(Error::to_compile_error)
    }

    /// Returns the value of a result, or adds its error and returns `None`.
    pub fn value_or_push<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }
}
