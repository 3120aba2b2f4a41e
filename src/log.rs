//! `defmt::Format` for what has `Debug`; what that hides is hidden in logs too.
//!
//! Errors, methods and the like are small enums and numbers, which derive it: their texts stay in the debugger's copy of the
//! program. All others send the text of `Debug`. Messages are large and rarely logged whole, and one place says what is a secret.

use core::fmt;

pub use ::defmt;
use ::defmt::Format as _;

/// Sends a value's text.
pub fn debug(value: &dyn fmt::Debug, f: defmt::Formatter<'_>) {
    defmt::Debug2Format(value).format(f);
}

impl defmt::Format for crate::Error {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{}", self.kind());
        if let Some(key) = self.key() {
            defmt::write!(f, ", key {=str}", key);
        }
        if let Some(offset) = self.offset() {
            defmt::write!(f, ", at byte {=u32}", offset);
        }
    }
}

/// Makes a type that has `Debug` one of defmt's.
#[doc(hidden)]
#[macro_export]
macro_rules! __log {
    ($name:ident [$($lt:lifetime)?] [$($param:ident),*]) => {
        $crate::__log! {
            @format [$($lt,)? $($param: ::core::fmt::Debug),*] [$name<$($lt,)? $($param),*>]
        }
    };
    (@format [$($generics:tt)*] [$($type:tt)*]) => {
        impl<$($generics)*> $crate::log::defmt::Format for $($type)* {
            fn format(&self, f: $crate::log::defmt::Formatter<'_>) {
                $crate::log::debug(self, f);
            }
        }
    };
}
