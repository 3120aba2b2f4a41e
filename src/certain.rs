//! Operations that cannot fail, because of what the code around them has made sure of.
//!
//! A debug build panics where such an operation does fail, so that tests and fuzzing find the mistake. A release build has
//! no code for it. There the result wraps around or is empty: a later bounds check refuses it, or a value is wrong, but
//! nothing panics.

/// Sums and differences that are in the range of their type.
pub(crate) trait Plus: Sized {
    fn plus(self, other: Self) -> Self;
    fn minus(self, other: Self) -> Self;
}

macro_rules! plus {
    ($($number:ty)*) => {$(
        impl Plus for $number {
            #[inline]
            #[track_caller]
            fn plus(self, other: Self) -> Self {
                debug_assert!(self.checked_add(other).is_some(), "a sum must not overflow");
                self.wrapping_add(other)
            }

            #[inline]
            #[track_caller]
            fn minus(self, other: Self) -> Self {
                debug_assert!(self.checked_sub(other).is_some(), "a difference must not be negative");
                self.wrapping_sub(other)
            }
        }
    )*};
}

plus! { u8 u16 u32 u64 i16 usize }

/// A value that is there.
pub(crate) trait Certain {
    type Value;

    fn certain(self) -> Self::Value;
}

impl<T: Default> Certain for Option<T> {
    type Value = T;

    #[inline]
    #[track_caller]
    fn certain(self) -> T {
        debug_assert!(self.is_some(), "the value must be there");
        self.unwrap_or_default()
    }
}

impl<T: Default, E> Certain for Result<T, E> {
    type Value = T;

    #[inline]
    #[track_caller]
    fn certain(self) -> T {
        self.ok().certain()
    }
}
