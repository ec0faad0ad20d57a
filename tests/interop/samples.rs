//! Claims of every sort, in every form that a token has.

use std::time::{Duration, SystemTime};

use actix_paseto::claims::Subject;
use actix_paseto::kind::Purpose;
use actix_paseto::time::Timestamp;
use serde_json::{Map, Value, json};

const ASSERTION: &str = "tenant-älpha/№7";

pub struct Sample {
    pub purpose: Purpose,
    pub subject: Subject,
    /// The custom ones.
    pub claims: Map<String, Value>,
    pub footer: String,
    pub assertion: String,
}

impl Sample {
    pub fn subject_json(&self) -> Value {
        serde_json::to_value(&self.subject).unwrap()
    }

    /// The custom claims, and all that makes a live access token.
    pub fn complete_claims(&self) -> Map<String, Value> {
        let at = |at: SystemTime| Timestamp::from_system(at).unwrap().to_string();
        let now = SystemTime::now();
        let mut claims = self.claims.clone();
        let registered = json!({
            "sub": self.subject,
            "type": "access",
            "jti": "11111111-2222-4333-8444-555555555555",
            "iat": at(now),
            "nbf": at(now),
            "exp": at(now + Duration::from_secs(600)),
            "fresh": true,
            "iss": "urn:example",
            "aud": ["api", "büro"],
        });
        claims.extend(registered.as_object().unwrap().clone());
        claims
    }
}

/// Both purposes; plain, with a footer, with an assertion, with both; each with all claims.
pub fn all() -> Vec<Sample> {
    let mut samples = Vec::new();
    for purpose in [Purpose::Local, Purpose::Public] {
        for assertion in ["", ASSERTION] {
            for (n, (subject, claims)) in contents().into_iter().enumerate() {
                let footers = ["".to_owned(), footers()[n % footers().len()].to_owned()];
                samples.extend(footers.map(|footer| Sample {
                    purpose,
                    subject: subject.clone(),
                    claims: claims.as_object().unwrap().clone(),
                    footer,
                    assertion: assertion.to_owned(),
                }));
            }
        }
    }
    samples
}

fn footers() -> [&'static str; 5] {
    [
        r#"{"region": "eu", "n": 1}"#,
        r#"{"region":"eu","text":"gr\u00fcn"}"#,
        r#"{"ort":"Zürich","wahr":true,"nichts":null}"#,
        "plain text, nöt JSON",
        "42",
    ]
}

fn contents() -> Vec<(Subject, Value)> {
    vec![
        ("alice".into(), json!({})),
        (1.into(), json!({ "role": "clerk" })),
        ((-7).into(), json!({ "level": -3, "large": 9_007_199_254_740_993_i64 })),
        (u64::MAX.into(), json!({ "largest": u64::MAX })),
        (0.into(), json!({ "ratio": 0.5, "flag": true, "nothing": null })),
        (" ".into(), json!({ "empty": "", "list": [], "object": {} })),
        ("älice".into(), json!({ "straße": "Köln", "日本": "東京" })),
        ("🦀".into(), json!({ "emoji": "👩‍👩‍👧", "combining": "e\u{301}", "rtl": "שלום" })),
        ("a\"b\\c/d".into(), json!({ "escapes": "\u{0}\u{8}\n\r\t\"\\/\u{7f}\u{2028}" })),
        ("bob".into(), json!({ "scopes": ["orders:read", "orders:*"], "scope": "a b c" })),
        ("carol".into(), json!({ "nested": { "a": { "b": { "c": [1, [2, [3]]] } } } })),
        ("dave".into(), json!({ "rows": [{ "id": 1 }, { "id": 2, "tags": ["x", "y"] }] })),
        ("1".into(), json!({ "number": "1", "time": "2026-01-01T00:00:00+00:00" })),
        ("erin".into(), json!({ "long": "x".repeat(1_000) })),
    ]
}
