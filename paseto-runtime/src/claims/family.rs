//! The tokens of one login: the claim `fam`.

use std::fmt;

use crate::time::Timestamp;

/// All tokens that come from one login, by way of whatever refreshes: the claim `fam`.
///
/// On the wire it is `<id>.<microseconds since 1970>`. The instant of the login stands in every
/// token, so that the family's absolute life needs no store to be held, and "log out everywhere"
/// also meets a token that a refresh makes in the same moment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Family {
    id: String,
    began: Micros,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Micros(u64);

impl Family {
    /// `id` is 1 to 128 visible ASCII characters, as a `jti` is; `None` for anything else.
    #[must_use]
    pub fn new(id: impl Into<String>, began: Timestamp) -> Option<Self> {
        let id = id.into();
        is_id(&id).then_some(Self { id, began: Micros(began.to_unix_micros()) })
    }

    /// Reads the claim; `None` if it is not one of ours.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use actix_paseto::claims::Family;
    ///
    /// let family = Family::parse("k8Vd.1790000000000000").unwrap();
    /// assert_eq!((family.id(), family.to_string().as_str()), ("k8Vd", "k8Vd.1790000000000000"));
    /// assert!(Family::parse("k8Vd").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, began) = Self::split(text)?;
        Self::new(id, began)
    }

    /// Id and beginning, if the claim is one of ours.
    pub(crate) fn split(text: &str) -> Option<(&str, Timestamp)> {
        let (id, began) = text.rsplit_once('.')?;
        let began = Timestamp::from_unix_micros(micros(began)?)?;
        is_id(id).then_some((id, began))
    }

    /// Its id, unique among families.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// When the login was.
    #[must_use]
    pub fn began(&self) -> Timestamp {
        Timestamp::from_unix_micros(self.began.0).unwrap_or(Timestamp::MAX)
    }
}

/// Of families and tokens: what can stand in a header and as a key in a store.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

/// One spelling only: no sign, no leading zero.
pub(super) fn micros(text: &str) -> Option<u64> {
    let is_canonical = text == "0" || !text.starts_with(['0', '+']);
    text.parse().ok().filter(|_| is_canonical)
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.id, self.began.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Family;

    #[test]
    fn a_family_has_one_spelling() {
        let long = format!("{}.1", "i".repeat(129));
        let far = format!("a.{}", u64::MAX);
        for bad in ["", ".", "a", "a.", ".1", "a.+1", "a.01", "a.-1", "a b.1", "é.1", &long, &far]
        {
            assert_eq!(Family::parse(bad), None, "{bad}");
        }
        for good in ["a.0", "a.b.1790000000000000", "a.253402300799999999"] {
            assert_eq!(Family::parse(good).map(|family| family.to_string()), Some(good.to_owned()));
        }
    }
}
