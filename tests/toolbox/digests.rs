use actix_paseto::toolbox::{
    DigestAlgorithm, TOKEN_BYTES, TokenError, UnknownDigest, constant_time_eq, generate_token,
    generate_token_hex,
};
use serde_json::json;

use crate::peer::{Peer, b64, contents};

#[test]
fn digests_are_those_of_hashlib() {
    let mut python = Peer::start();
    for name in ["sha256", "sha512", "blake2b"] {
        let algorithm: DigestAlgorithm = name.parse().unwrap();
        assert_eq!(algorithm.to_string(), name);
        for content in contents() {
            let theirs = python.text("digest", json!([name, b64(&content)]));
            assert_eq!(algorithm.digest(&content).hex(), theirs, "{name}");
        }
        let theirs = python.text("dspu_digest", json!([name, "dätä"]));
        assert_eq!(algorithm.digest("dätä").hex(), theirs);
    }
    for broken in ["md5", "sha1", "SHA256", ""] {
        assert_eq!(broken.parse::<DigestAlgorithm>().unwrap_err(), UnknownDigest);
    }
}

#[test]
fn a_digest_has_two_texts() {
    let digest = DigestAlgorithm::Sha256.digest("data");
    assert_eq!(digest.hex(), "3a6eb0790f39ac87c94f3856b2dd2c5d110e6811602261a9a923d3bb23adc8b7");
    assert_eq!(digest.base64url(), "Om6weQ85rIfJTzhWst0sXREOaBFgImGpqSPTuyOtyLc");
    assert_eq!(digest, DigestAlgorithm::default().digest(b"data"));
    assert_ne!(digest, DigestAlgorithm::Sha512.digest(b"data"));
}

#[test]
fn comparison_looks_at_every_byte() {
    assert!(constant_time_eq("", ""));
    assert!(!constant_time_eq("a", ""));
    let text = [7; 64];
    for at in 0..64 {
        let mut other = text;
        other[at] ^= 1;
        assert!(!constant_time_eq(text, other), "byte {at}");
        assert!(!constant_time_eq(text, &text[..at]));
    }
}

#[test]
fn tokens_are_as_long_as_asked() {
    let mut python = Peer::start();
    for bytes in [16, 31, TOKEN_BYTES, 1024] {
        let token = generate_token(bytes).unwrap();
        assert_eq!(python.ask("token_bytes", json!([token.expose()])), bytes);
        assert!(token.expose().bytes().all(|c| c.is_ascii_alphanumeric() || b"-_".contains(&c)));
        assert_ne!(token.expose(), generate_token(bytes).unwrap().expose());
        assert_eq!(generate_token_hex(bytes).unwrap().expose().len(), 2 * bytes);
    }
    for bytes in [0, 15, 1025, usize::MAX] {
        assert_eq!(generate_token(bytes).unwrap_err(), TokenError::Length);
        assert_eq!(generate_token_hex(bytes).unwrap_err(), TokenError::Length);
    }
}
