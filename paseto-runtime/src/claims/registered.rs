//! The claims that this library gives a meaning to, and the one pass that reads them.

use super::family::Family;
use super::stated::Stated;
use super::strict::{Limits, StrictError};
use super::subject::Subject;
use super::ticket::Ticket;
use crate::error::PayloadError;
use crate::kind::TokenKind;
use crate::time::Timestamp;

/// Names that the application's own claims may not have.
pub const RESERVED: &[&str] =
    &["aud", "exp", "fresh", "iat", "iss", "jti", "nbf", "sub", "type", "csrf", "fam"];

pub(crate) const LIMITS: Limits = Limits { depth: 8, per_object: 64, members: 256, text: 2048 };

/// The registered claims of an authentic payload, taken out of it. Nothing has been compared with anything yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Registered {
    /// `sub`: whom the token speaks for.
    pub subject: Option<Subject>,
    /// `type`: what the token may be used for.
    pub kind: Option<TokenKind>,
    /// `jti`: the token's own id; 1 to 128 visible ASCII characters.
    pub jti: Option<String>,
    /// `iss`: who made it.
    pub issuer: Option<String>,
    /// `aud`: whom it is meant for; empty if absent.
    pub audience: Vec<String>,
    /// `iat`: when it was made.
    pub issued_at: Option<Timestamp>,
    /// `nbf`: from when on it holds.
    pub not_before: Option<Timestamp>,
    /// `exp`: until when it holds.
    pub expires_at: Option<Timestamp>,
    /// `fresh`: made by a login, not by a refresh.
    pub fresh: Option<bool>,
    /// `fam`: the login that it comes from.
    pub family: Option<Family>,
    /// `csrf`: what a page sends along to show that it is one of ours; 1 to 128 visible ASCII
    /// characters.
    pub csrf: Option<String>,
    /// `ws-ticket`, in tokens of that kind: the token that a ticket stands for.
    pub ticket: Option<Ticket>,
}

impl Registered {
    /// Reads a payload, strictly: one JSON object, no name twice at any depth, bounded.
    ///
    /// # Errors
    ///
    /// [`PayloadError`], also for a registered claim of another type than its own.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use actix_paseto::claims::Registered;
    ///
    /// let claims = Registered::parse(r#"{"sub":"alice","aud":"api"}"#)?;
    /// assert_eq!(claims.audience, ["api"]);
    /// assert!(Registered::parse(r#"{"sub":"alice","sub":"bob"}"#).is_err());
    /// # Ok::<(), actix_paseto::error::PayloadError>(())
    /// ```
    pub fn parse(payload: &str) -> Result<Self, PayloadError> {
        Stated::parse(payload).map(Stated::into_registered)
    }
}

impl From<StrictError> for PayloadError {
    fn from(error: StrictError) -> Self {
        match error {
            StrictError::NotObject => Self::NotObject,
            StrictError::Duplicate => Self::Duplicate,
            StrictError::TooComplex => Self::TooComplex,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn refusal(payload: &str) -> PayloadError {
        Registered::parse(payload).unwrap_err()
    }

    #[test]
    fn a_payload_of_fastapi_paseto_is_read() {
        let claims = Registered::parse(
            r#"{"sub":1,"iat":"2026-01-01T00:00:00+00:00","nbf":"2026-01-01T00:00:00+00:00",
                "jti":"0d0b4b4e-8a3c-4c55-9d3e-6a2f6d3a3f55","type":"access","fresh":false,
                "exp":"2026-01-01T00:15:00+00:00","iss":"me","aud":["a","b"],"role":{"x":[1]}}"#,
        )
        .unwrap();
        assert_eq!(claims.subject, Some(Subject::Number(1)));
        assert_eq!(claims.kind, Some(TokenKind::Access));
        assert_eq!(claims.audience, ["a", "b"]);
        assert_eq!(claims.fresh, Some(false));
        assert_eq!(claims.expires_at, Timestamp::parse("2026-01-01T00:15:00Z"));
    }

    #[test]
    fn an_empty_object_claims_nothing() {
        assert_eq!(Registered::parse("{}").unwrap(), Registered::default());
        assert_eq!(Registered::parse(r#"{"fresh":null}"#).unwrap().fresh, None);
    }

    #[test]
    fn a_registered_claim_has_its_own_type() {
        for (claim, values) in [
            ("sub", ["true", "null", "1.5", "[]", "18446744073709551616", "{}"]),
            ("type", ["\"\"", "null", "1", "[]", "true", "{}"]),
            ("jti", ["\"\"", "null", "1", "\"a b\"", "\"a\\r\\nDEL\"", "\"é\""]),
            ("iss", ["null", "1", "[\"a\"]", "true", "{}", "1e3"]),
            ("aud", ["null", "1", "[1]", "[\"a\",null]", "[[\"a\"]]", "{}"]),
            ("exp", ["null", "4102444800", "[]", "true", "{}", "1.5"]),
            ("fam", ["null", "1", "[]", "\"a\"", "\"a.01\"", "{}"]),
            ("csrf", ["null", "1", "[]", "\"\"", "\"a b\"", "{}"]),
            ("fresh", ["1", "0", "\"true\"", "[]", "{}", "1.5"]),
        ] {
            for value in values {
                let payload = format!(r#"{{"{claim}":{value}}}"#);
                assert_eq!(refusal(&payload), PayloadError::WrongType(claim), "{payload}");
            }
        }
    }

    #[test]
    fn only_a_ticket_is_read_as_one() {
        let said = |kind: &str, value: &str| {
            Registered::parse(&format!(r#"{{"ws-ticket":{value},"type":"{kind}"}}"#))
        };
        assert!(said("ws-ticket", "\"a.never\"").unwrap().ticket.is_some());
        for value in ["null", "1", "{}", "\"a\"", "\"a.01\""] {
            let wrong = PayloadError::WrongType("ws-ticket");
            assert_eq!(said("ws-ticket", value).unwrap_err(), wrong, "{value}");
            assert_eq!(said("access", value).unwrap().ticket, None, "{value}");
        }
        assert_eq!(said("access", "\"a.never\"").unwrap().ticket, None);
    }

    #[test]
    fn a_jti_has_128_characters_at_most() {
        let payload = |length: usize| format!(r#"{{"jti":"{}"}}"#, "j".repeat(length));
        assert!(Registered::parse(&payload(128)).is_ok());
        assert_eq!(refusal(&payload(129)), PayloadError::WrongType("jti"));
    }

    #[test]
    fn times_are_strict() {
        for claim in ["exp", "nbf", "iat"] {
            for time in ["2039-01-01 00:00:00Z", "2039-01-01t00:00:00Z", "2039-02-30T00:00:00Z", ""]
            {
                let payload = format!(r#"{{"{claim}":"{time}"}}"#);
                assert_eq!(refusal(&payload), PayloadError::BadTime(claim), "{payload}");
            }
        }
    }

    #[test]
    fn an_expiry_cannot_be_overridden_by_a_second_one() {
        let (past, future) = ("2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z");
        for payload in [
            format!(r#"{{"exp":"{past}","exp":"{future}"}}"#),
            format!(r#"{{"exp":"{future}","exp":"{past}"}}"#),
            format!(r#"{{"exp":"{past}","\u0065xp":"{future}"}}"#),
            format!(r#"{{"exp":"{past}","nested":{{"a":[{{"b":1,"b":2}}]}}}}"#),
        ] {
            assert_eq!(refusal(&payload), PayloadError::Duplicate, "{payload}");
        }
    }

    #[test]
    fn the_bounds_of_a_payload_hold() {
        let nested =
            |depth: usize| format!(r#"{{"a":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
        assert!(Registered::parse(&nested(7)).is_ok());
        for depth in [8, 127, 128, 100_000] {
            assert_eq!(refusal(&nested(depth)), PayloadError::TooComplex);
        }
        let wide = |n: usize| (0..n).map(|i| format!(r#""{i}":1"#)).collect::<Vec<_>>().join(",");
        assert!(Registered::parse(&format!("{{{}}}", wide(64))).is_ok());
        assert_eq!(refusal(&format!("{{{}}}", wide(65))), PayloadError::TooComplex);
        let inner = |n: usize| format!("[{}]", vec![format!("{{{}}}", wide(51)); n].join(","));
        assert!(Registered::parse(&format!(r#"{{"a":{}}}"#, inner(5))).is_ok());
        assert_eq!(refusal(&format!(r#"{{"a":{}}}"#, inner(6))), PayloadError::TooComplex);
        let text = |n: usize| format!(r#"{{"a":"{}"}}"#, "x".repeat(n));
        assert!(Registered::parse(&text(2048)).is_ok());
        assert_eq!(refusal(&text(2049)), PayloadError::TooComplex);
        assert_eq!(refusal("{} {}"), PayloadError::NotObject);
    }
}
