//! The key vectors. Two of version 4 are not answered as listed: their seed is all zeros, on
//! which the engine panics, so it is refused as weak.

use paseto_runtime::codec::{Key, KeyError, LocalKey, SigningKey, VerifyingKey};
use paseto_runtime::key::Identified;
use serde_json::Value;

use crate::package::{cases, must_fail, paserk, text};

/// What one case shows: the key text that it gives, and what is read from that text.
type Check = fn(&Value) -> Result<(), KeyError>;

#[test]
fn version_4_keys_and_ids_are_as_listed_but_for_two() {
    let files: [(&str, usize, Check); 6] = [
        ("lid", 4, lid),
        ("local", 5, local),
        ("pid", 5, pid),
        ("public", 4, public),
        ("secret", 5, secret),
        ("sid", 4, sid),
    ];
    let (mut passed, mut refused, mut deviations) = (0, 0, Vec::new());
    for (kind, count, check) in files {
        let cases = cases(&format!("PASERK/k4.{kind}.json"));
        assert_eq!(cases.len(), count, "{kind}");
        for case in &cases {
            match (must_fail(case), check(case)) {
                (false, Ok(())) => passed += 1,
                (true, Err(_)) => refused += 1,
                (false, Err(error)) => deviations.push((text(case, "name").to_owned(), error)),
                (true, Ok(())) => panic!("{} was accepted", case["name"]),
            }
        }
    }
    assert_eq!((passed, refused), (16, 9));
    let weak = |name: &str| (name.to_owned(), KeyError::Weak);
    assert_eq!(deviations, [weak("k4.secret-1"), weak("k4.sid-1")]);
}

fn lid(case: &Value) -> Result<(), KeyError> {
    let key = LocalKey::dangerous_from_weak_text(&paserk("k4.local.", text(case, "key")))?;
    assert_eq!(key.id().as_str(), text(case, "paserk"));
    Ok(())
}

fn pid(case: &Value) -> Result<(), KeyError> {
    let key = VerifyingKey::dangerous_from_weak_text(&paserk("k4.public.", text(case, "key")))?;
    assert_eq!(key.id().as_str(), text(case, "paserk"));
    Ok(())
}

fn sid(case: &Value) -> Result<(), KeyError> {
    let key = SigningKey::dangerous_from_weak_text(&paserk("k4.secret.", text(case, "key")))?;
    assert_eq!(key.secret_id(), text(case, "paserk"));
    Ok(())
}

fn local(case: &Value) -> Result<(), KeyError> {
    let given = given(case, "k4.local.");
    let key = LocalKey::dangerous_from_weak_text(&given)?;
    assert_eq!(key.to_paserk().expose(), paserk("k4.local.", text(case, "key")));
    refused_in_production(&given);
    Ok(())
}

fn public(case: &Value) -> Result<(), KeyError> {
    let given = given(case, "k4.public.");
    let key = VerifyingKey::dangerous_from_weak_text(&given)?;
    assert_eq!(key.to_paserk(), paserk("k4.public.", text(case, "key")));
    refused_in_production(&given);
    Ok(())
}

fn secret(case: &Value) -> Result<(), KeyError> {
    let given = given(case, "k4.secret.");
    let key = SigningKey::dangerous_from_weak_text(&given)?;
    assert_eq!(key.to_paserk().expose(), paserk("k4.secret.", text(case, "key")));
    let public = paserk("k4.public.", text(case, "public-key"));
    assert_eq!(key.verifying_key().to_paserk(), public);
    refused_in_production(&given);
    Ok(())
}

/// The PASERK of the case; where that is null, the one that its bytes would have.
fn given(case: &Value, prefix: &str) -> String {
    case["paserk"].as_str().map_or_else(|| paserk(prefix, text(case, "key")), str::to_owned)
}

fn refused_in_production(text: &str) {
    assert!(matches!(Key::from_text(text), Err(KeyError::Weak | KeyError::Known)), "{text}");
}

#[test]
fn keys_of_versions_2_and_3_are_refused_by_every_loader() {
    let names = ["k2.lid", "k2.local", "k2.pid", "k2.public", "k2.secret", "k2.sid", "k3.pid"];
    let (mut by_paserk, mut by_key) = (0, 0);
    for name in names.into_iter().chain(["k3.public", "k3.secret", "k3.sid"]) {
        for case in cases(&format!("PASERK/{name}.json")) {
            let given = case["paserk"].as_str();
            refused_by_every_loader(given.unwrap_or_else(|| text(&case, "key")));
            if given.is_some() { by_paserk += 1 } else { by_key += 1 }
        }
    }
    assert_eq!((by_paserk, by_key), (30, 13));
}

fn refused_by_every_loader(text: &str) {
    assert!(Key::from_text(text).is_err(), "{text}");
    assert!(Key::dangerous_from_weak_text(text).is_err(), "{text}");
    assert!(LocalKey::from_text(text).is_err(), "{text}");
    assert!(LocalKey::dangerous_from_weak_text(text).is_err(), "{text}");
    assert!(SigningKey::from_text(text).is_err(), "{text}");
    assert!(SigningKey::dangerous_from_weak_text(text).is_err(), "{text}");
    assert!(VerifyingKey::from_text(text).is_err(), "{text}");
    assert!(VerifyingKey::dangerous_from_weak_text(text).is_err(), "{text}");
}
