//! The name of a subject, as stores know it.

use std::borrow::Cow;
use std::fmt;

/// The claim `sub` as [`Subject::store_key`](crate::claims::Subject::store_key) writes it:
/// `t:alice`, `n:7`. In two parts, so that a request which asks nothing but memory copies nothing.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::claims::Subject;
/// use actix_paseto::revocation::SubjectKey;
///
/// let key = SubjectKey::from("t:alice");
/// assert_eq!(key.to_string(), Subject::from("alice").store_key());
/// ```
#[derive(Clone, Default)]
pub struct SubjectKey<'a> {
    prefix: &'static str,
    rest: Cow<'a, str>,
}

impl<'a> SubjectKey<'a> {
    /// Of a text, or of a number in decimal.
    pub(crate) const fn of(text: &'a str, is_number: bool) -> Self {
        Self { prefix: if is_number { "n:" } else { "t:" }, rest: Cow::Borrowed(text) }
    }

    /// One behind the other they are the key.
    pub(super) fn parts(&self) -> [&str; 2] {
        [self.prefix, &self.rest]
    }

    /// For who keeps it.
    #[must_use]
    pub fn into_owned(self) -> SubjectKey<'static> {
        SubjectKey { prefix: self.prefix, rest: Cow::Owned(self.rest.into_owned()) }
    }
}

impl<'a> From<&'a str> for SubjectKey<'a> {
    fn from(key: &'a str) -> Self {
        Self { prefix: "", rest: Cow::Borrowed(key) }
    }
}

impl From<String> for SubjectKey<'_> {
    fn from(key: String) -> Self {
        Self { prefix: "", rest: Cow::Owned(key) }
    }
}

impl PartialEq<str> for SubjectKey<'_> {
    fn eq(&self, other: &str) -> bool {
        other.strip_prefix(self.prefix) == Some(&*self.rest)
    }
}

/// However they are divided.
impl PartialEq for SubjectKey<'_> {
    fn eq(&self, other: &Self) -> bool {
        let ([own, rest], [others, other_rest]) = (self.parts(), other.parts());
        own.bytes().chain(rest.bytes()).eq(others.bytes().chain(other_rest.bytes()))
    }
}

impl Eq for SubjectKey<'_> {}

impl fmt::Display for SubjectKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.prefix)?;
        f.write_str(&self.rest)
    }
}

impl fmt::Debug for SubjectKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::SubjectKey;

    #[test]
    fn a_key_is_the_same_however_it_is_divided() {
        for (key, text, is_number) in [("t:1", "1", false), ("n:1", "1", true), ("t:", "", false)] {
            let divided = SubjectKey::of(text, is_number);
            assert_eq!(divided, SubjectKey::from(key));
            assert_eq!(divided, SubjectKey::from(key.to_owned()).into_owned());
            assert!(divided == *key && divided != *"t:2" && divided != *"1");
            assert_eq!(divided.to_string(), key);
            assert_eq!(format!("{divided:?}"), format!("{key:?}"));
        }
        assert_ne!(SubjectKey::of("1", true), SubjectKey::of("1", false));
    }
}
