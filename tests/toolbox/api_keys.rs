use actix_paseto::toolbox::{ApiKeyError, ApiKeyFormat, ApiKeyHash, PrefixError};
use serde_json::json;

use crate::peer::{Peer, b64};

fn shop() -> ApiKeyFormat {
    ApiKeyFormat::new("shop_live").unwrap()
}

#[test]
fn a_key_is_made_stored_and_found_again() {
    let new = shop().generate().unwrap();
    let stored = serde_json::to_string(&new.hash).unwrap();
    let stored: ApiKeyHash = serde_json::from_str(&stored).unwrap();
    let presented = shop().parse(new.key.expose()).unwrap();
    assert_eq!(presented.id(), new.id);
    assert!(presented.matches(&stored));
    let other = shop().generate().unwrap();
    assert!(!presented.matches(&other.hash));
    assert_ne!(new.id, other.id);
}

#[test]
fn python_can_check_what_is_stored() {
    let mut python = Peer::start();
    let new = shop().generate().unwrap();
    let key = new.key.expose();
    let digest = python.text("digest", json!(["sha256", b64(key)]));
    assert_eq!(new.hash.to_string(), format!("sha256:{digest}"));
    let (body, checksum) = key.split_at(key.len() - 8);
    let digest = python.text("digest", json!(["sha256", b64(body)]));
    assert_eq!(checksum, &digest[..8]);
    assert_eq!(key.len(), "shop_live".len() + 1 + 16 + 1 + 64 + 8);
}

#[test]
fn every_mistyped_key_is_refused() {
    let key = shop().generate().unwrap().key;
    let key = key.expose();
    for at in 0..key.len() {
        let mut typo = key.as_bytes().to_vec();
        typo[at] = if typo[at] == b'0' { b'1' } else { b'0' };
        assert!(shop().parse(&String::from_utf8(typo).unwrap()).is_err(), "at {at}");
        assert!(shop().parse(&key[..at]).is_err(), "cut at {at}");
    }
    let twin = if key.ends_with('0') { "1" } else { "0" };
    let cases = [
        (String::new(), ApiKeyError::Prefix),
        (key.replacen("shop", "shot", 1), ApiKeyError::Prefix),
        ("shop_live".into(), ApiKeyError::Prefix),
        ("shop_live_".into(), ApiKeyError::Shape),
        (format!("{key}0"), ApiKeyError::Shape),
        (format!("shop_live_{}_{}", "a".repeat(15), "a".repeat(73)), ApiKeyError::Shape),
        (format!("shop_live_{}", "a".repeat(89)), ApiKeyError::Shape),
        (format!(" {key}"), ApiKeyError::Prefix),
        (key.to_uppercase(), ApiKeyError::Prefix),
        (format!("shop_live_{}", key["shop_live_".len()..].to_uppercase()), ApiKeyError::Shape),
        (format!("{}é", &key[..key.len() - 2]), ApiKeyError::Shape),
        (format!("{}{twin}", &key[..key.len() - 1]), ApiKeyError::Checksum),
    ];
    for (text, why) in cases {
        assert_eq!(shop().parse(&text).unwrap_err(), why);
    }
}

/// `shop` must not read the keys of `shop_live`.
#[test]
fn one_prefix_inside_another_is_another() {
    let key = shop().generate().unwrap().key;
    assert!(ApiKeyFormat::new("shop").unwrap().parse(key.expose()).is_err());
}

#[test]
fn prefixes_are_plain() {
    for good in ["a", "shop", "sk_live", "a1", &"a".repeat(32)] {
        assert!(ApiKeyFormat::new(good).is_ok(), "{good}");
    }
    for bad in ["", "_", "a_", "_a", "1a", "Shop", "a-b", "é", "a b", &"a".repeat(33)] {
        assert_eq!(ApiKeyFormat::new(bad).unwrap_err(), PrefixError, "{bad}");
    }
}

#[test]
fn stored_hashes_are_read_strictly() {
    let hash = shop().generate().unwrap().hash.to_string();
    assert_eq!(hash.parse::<ApiKeyHash>().unwrap().to_string(), hash);
    let upper = hash.to_uppercase();
    for bad in ["", "sha256:", &hash[..70], &format!("{hash}0"), &upper, &hash[7..]] {
        assert_eq!(bad.parse::<ApiKeyHash>().unwrap_err(), ApiKeyError::Hash);
    }
}
