//! Hides secrets from `Debug`, and reveals them on request.

use core::fmt;

/// The fill character of a format that reveals secrets. It is the only part of a format that `Debug` passes on to every field
/// and that changes nothing else.
const REVEALING_FILL: char = '\u{f8ff}';

/// Hides a value from `Debug`, which prints `<hidden>`. [`Revealed`] prints the value.
///
/// The `Debug` that [`json_object`](crate::json_object) generates wraps every field with the flag `secret` in it. In a
/// `Debug` that you write by hand, use it in the same way: `f.debug_struct("Login").field("password",
/// &Secret(&self.password)).finish()`.
#[derive(Clone, Copy)]
pub struct Secret<'s, T: ?Sized>(pub &'s T);

impl<T: fmt::Debug + ?Sized> fmt::Debug for Secret<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.fill() == REVEALING_FILL { self.0.fmt(f) } else { f.write_str("<hidden>") }
    }
}

/// Prints a value with `Debug`, including its secrets: environments, annotations, policies and registry values. Use it
/// as in `{:?}` with `Revealed(&request)`.
///
/// ```
/// use gcs_prot::json::Revealed;
/// use gcs_prot::json_object;
///
/// #[json_object]
/// struct Login<'a> {
///     #[json("User")]
///     user: &'a str,
///     #[json("Attempt", omitempty)]
///     attempt: Option<u32>,
///     #[json("Password", secret)]
///     password: &'a str,
/// }
///
/// let login = Login { user: "root", attempt: Some(3), password: "hunter2" };
/// assert_eq!(format!("{login:?}"), r#"Login { user: "root", attempt: Some(3), password: <hidden> }"#);
/// assert_eq!(
///     format!("{:?}", Revealed(&login)),
///     r#"Login { user: "root", attempt: Some(3), password: "hunter2" }"#
/// );
/// ```
///
/// With the feature `defmt`, `Revealed` can be logged as well.
#[derive(Clone, Copy)]
pub struct Revealed<'s, T: ?Sized>(pub &'s T);

impl<T: fmt::Debug + ?Sized> fmt::Debug for Revealed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() { write!(f, "{:\u{f8ff}<#?}", self.0) } else { write!(f, "{:\u{f8ff}<?}", self.0) }
    }
}
