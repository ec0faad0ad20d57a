//! One event, as a line for people and as JSON.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::claims::Subject;
use crate::error::Code;
use crate::key::KeyId;
use crate::kind::TokenKind;
use crate::revocation::OlderTokens;
use crate::time::Timestamp;

/// Something that has happened, in one profile and at one time. Holds ids and names, never a token,
/// a key, an assertion or the value of a cookie.
///
/// As JSON it is one flat object: `at`, `profile`, `event` (the name of the [`Audited`] in snake
/// case) and its fields. `Display` is one line with the same words; whatever a client may have
/// chosen, such as a subject, stands escaped in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AuditEvent {
    /// When.
    pub at: Timestamp,
    /// In which profile.
    pub profile: String,
    /// What.
    #[serde(flatten)]
    pub what: Audited,
}

/// What has happened. It is in force by the time it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Audited {
    /// A token was made.
    Issued {
        /// What for.
        #[serde(serialize_with = "kind_text")]
        kind: TokenKind,
        /// For whom.
        subject: Subject,
        /// Its id.
        jti: String,
        /// The login that it belongs to.
        family: Option<String>,
    },
    /// A login began: its tokens were made, and kept by the store where it lists logins.
    Login {
        /// Whose.
        subject: Subject,
        /// Its id.
        family: String,
    },
    /// A refresh token was used up, behind `rotate`; also when a second use within `family.grace`
    /// gets the same successor.
    Refreshed {
        /// The route's policy.
        policy: &'static str,
        /// Whose.
        subject: Subject,
        /// The login that goes on.
        family: Option<String>,
        /// The id of the token that was used up.
        jti: String,
    },
    /// A request was turned away.
    Refused {
        /// The route's policy.
        policy: &'static str,
        /// Why, as the client was told.
        #[serde(serialize_with = "code_text")]
        code: Code,
        /// The token's subject, if one of our keys made the token.
        subject: Option<Subject>,
        /// The token's id, if one of our keys made the token.
        jti: Option<String>,
    },
    /// A token that may be used once came again: somebody has stolen it. [`Refused`](Self::Refused)
    /// follows.
    ReuseDetected {
        /// The route's policy.
        policy: &'static str,
        /// Whose.
        subject: Subject,
        /// The login, revoked by now; `None` for a token that is used once and has no successor.
        family: Option<String>,
        /// The id of the token.
        jti: String,
    },
    /// One token was revoked.
    TokenRevoked {
        /// Its id.
        jti: String,
        /// Whose, if that is known.
        subject: Option<Subject>,
    },
    /// All tokens of a login were revoked.
    FamilyRevoked {
        /// Its id.
        family: String,
        /// Whose.
        subject: Subject,
    },
    /// All tokens of a subject were revoked.
    SubjectRevoked {
        /// Whose.
        subject: Subject,
        /// Of logins at or before this instant.
        before: Timestamp,
    },
    /// Somebody logged out with a token. What that revoked was told before.
    LoggedOut {
        /// Who.
        subject: Subject,
        /// Of which login; `None` if the token belonged to none.
        family: Option<String>,
        /// The id of the token.
        jti: String,
    },
    /// An open WebSocket was closed, since its token counts no longer.
    SocketRevoked {
        /// The route's policy.
        policy: &'static str,
        /// Whose.
        subject: Subject,
    },
    /// This program has put a new key in the place of another one, or found that another program
    /// had done so already.
    KeyRotated {
        /// The new key.
        id: KeyId,
        /// The key that it follows.
        retires: Option<KeyId>,
    },
    /// This program has revoked a key.
    KeyRevoked {
        /// Which.
        id: KeyId,
        /// The key that makes tokens from now on, if the revoked one did.
        successor: Option<KeyId>,
    },
    /// The revocation store lacks data that it held before, and answers nothing from now on.
    StoreLost,
    /// After that it answers again.
    StoreRecovered,
    /// An operator has told the store to go on.
    StoreResumed {
        /// What becomes of older tokens.
        #[serde(serialize_with = "older_text")]
        older: OlderTokens,
    },
}

fn kind_text<S: Serializer>(kind: &TokenKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.as_str())
}

fn code_text<S: Serializer>(code: &Code, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.as_str())
}

fn older_text<S: Serializer>(older: &OlderTokens, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match older {
        OlderTokens::Void => "void",
        OlderTokens::DangerouslyKeep => "dangerously_keep",
    })
}

/// `2027-01-15T08:00:00Z default refused code="token_expired" …`; what is not known is left out.
impl fmt::Display for AuditEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.at, self.profile)?;
        let Ok(Value::Object(members)) = serde_json::to_value(&self.what) else {
            return Err(fmt::Error);
        };
        write!(f, " {}", members.get("event").and_then(Value::as_str).unwrap_or_default())?;
        let known = members.iter().filter(|(name, value)| *name != "event" && !value.is_null());
        for (name, value) in known {
            match value.as_str() {
                // JSON lets through what turns a line around or ends it.
                Some(text) => write!(f, " {name}={text:?}")?,
                None => write!(f, " {name}={value}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn refused(subject: Subject) -> AuditEvent {
        let (policy, jti) = ("transfer", Some("id".to_owned()));
        let code = Code::TokenExpired;
        let what = Audited::Refused { policy, code, subject: Some(subject), jti };
        AuditEvent { at: Timestamp::MIN, profile: "default".to_owned(), what }
    }

    #[test]
    fn a_line_shows_what_is_known_and_cannot_be_forged() {
        let line = refused("a\n\u{202e}\"evil".into()).to_string();
        assert!(line.contains(r#"subject="a\n\u{202e}\"evil""#), "{line}");
        assert!(line.contains(r#""default" refused code="token_expired" jti="id""#), "{line}");
        assert!(refused(7.into()).to_string().ends_with("subject=7"));
        let what = Audited::TokenRevoked { jti: "id".to_owned(), subject: None };
        let line = AuditEvent { what, ..refused(7.into()) }.to_string();
        assert!(line.ends_with(r#"token_revoked jti="id""#), "{line}");
    }

    #[test]
    fn as_json_it_is_flat() {
        let json = serde_json::to_value(refused("alice".into())).unwrap();
        let expected = serde_json::json!({
            "at": Timestamp::MIN, "profile": "default", "event": "refused", "policy": "transfer",
            "code": "token_expired", "subject": "alice", "jti": "id",
        });
        assert_eq!(json, expected);
        let lost = AuditEvent { what: Audited::StoreLost, ..refused(7.into()) };
        let json = serde_json::to_value(lost).unwrap();
        assert_eq!(json.get("event").unwrap(), "store_lost");
    }
}
