//! What is sealed by one engine is opened by the other; signatures are the same bytes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use paseto_runtime::codec::SigningKey;
use pasetors::keys::AsymmetricSecretKey;
use pasetors::version4::{LocalToken, PublicToken, V4};

use crate::chance::Chance;
use crate::judges::LocalJudges;

/// Also lengths around the blocks of every digest and cipher in it.
fn pieces(chance: &mut Chance, round: usize) -> [Vec<u8>; 3] {
    let payload = "x".repeat(1 + round % 300) + &chance.text(40);
    [payload, chance.text(9).replace('{', ""), chance.text(9)].map(String::into_bytes)
}

#[test]
fn both_engines_sign_the_same_bytes() {
    let mut chance = Chance(11);
    for round in 0..400 {
        let seed = chance.bytes::<32>();
        let public = ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key().to_bytes();
        let pair: [u8; 64] = [seed, public].concat().try_into().unwrap();
        let text = format!("k4.secret.{}", URL_SAFE_NO_PAD.encode(pair));
        let ours = SigningKey::from_text(&text).unwrap();
        let theirs = AsymmetricSecretKey::<V4>::from(&pair).unwrap();
        let [payload, footer, assertion] = pieces(&mut chance, round);
        let token = ours.seal(&payload, &footer, &assertion).unwrap();
        let same = PublicToken::sign(&theirs, &payload, Some(&footer), Some(&assertion)).unwrap();
        assert_eq!(token, same);
    }
}

#[test]
fn each_engine_decrypts_what_the_other_encrypts() {
    let mut chance = Chance(12);
    for round in 0..2000 {
        let key = LocalJudges::new(&chance.bytes());
        let [payload, footer, assertion] = pieces(&mut chance, round);
        let theirs =
            LocalToken::encrypt(&key.pasetors, &payload, Some(&footer), Some(&assertion)).unwrap();
        let expected = Some((String::from_utf8(payload.clone()).unwrap(), footer.clone()));
        for token in [key.ours.seal(&payload, &footer, &assertion).unwrap(), theirs] {
            assert_eq!(key.judge(&token, &assertion), [expected.clone(), expected.clone()]);
            assert_eq!(key.judge(&token, b"another assertion"), [None, None]);
        }
    }
}
