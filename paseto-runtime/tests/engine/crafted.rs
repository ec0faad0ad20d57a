//! Signatures on which engines differ: what ours, pasetors and strict dalek say to each.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use paseto_runtime::codec::VerifyingKey;

use crate::chance::Chance;
use crate::forge::{Forge, IDENTITY_AGAIN, add_order, public_pae, public_token, small};
use crate::judges::PublicJudges;

const NONE: usize = 1;

/// A payload under which the challenge kills the small component of the key, or does not.
fn payload(forge: &Forge, on_key: EdwardsPoint, killed: bool) -> String {
    let fits = |payload: &String| {
        let k = forge.challenge(&public_pae(payload.as_bytes(), b"", b""));
        (k * on_key == EdwardsPoint::default()) == killed
    };
    (0..).map(|n| format!(r#"{{"n":{n}}}"#)).find(fits).unwrap()
}

struct Case {
    name: String,
    forge: Forge,
    payload: String,
    second_scalar: bool,
    /// pasetors, and then strict dalek and ours.
    expected: (bool, bool),
}

fn scalar(filler: u8) -> Scalar {
    Scalar::from_bytes_mod_order([filler; 32])
}

fn case(name: String, [on_key, on_r]: [usize; 2], killed: bool, expected: (bool, bool)) -> Case {
    let forge = Forge::new(scalar(7), scalar(9), small(on_key), small(on_r));
    let payload = payload(&forge, small(on_key), killed);
    Case { name, forge, payload, second_scalar: false, expected }
}

/// With one part replaced, and signed as if it belonged there.
fn replaced(name: &str, change: impl FnOnce(&mut Forge), expected: (bool, bool)) -> Case {
    let mut case = case(name.to_owned(), [NONE, NONE], true, expected);
    change(&mut case.forge);
    case
}

fn cases() -> Vec<Case> {
    let (none, all, lax) = ((false, false), (true, true), (true, false));
    let identity = EIGHT_TORSION[0].compress().to_bytes();
    let mut cases = vec![
        case("nothing".to_owned(), [NONE, NONE], true, all),
        replaced("s + L", |_| {}, none),
        replaced("R is the identity", |f| (f.nonce, f.commitment) = (Scalar::ZERO, identity), none),
        replaced(
            "R is the identity, not canonical",
            |f| (f.nonce, f.commitment) = (Scalar::ZERO, IDENTITY_AGAIN),
            none,
        ),
        replaced("A is the identity", |f| (f.secret, f.key) = (Scalar::ZERO, identity), none),
        replaced(
            "A is the identity, not canonical",
            |f| (f.secret, f.key) = (Scalar::ZERO, IDENTITY_AGAIN),
            none,
        ),
    ];
    cases[1].second_scalar = true;
    for order in [2, 4, 8] {
        let is_small = |f: &mut Forge| {
            (f.nonce, f.commitment) = (Scalar::ZERO, small(order).compress().to_bytes());
        };
        cases.extend([
            case(format!("R has a part of order {order}"), [NONE, order], true, lax),
            replaced(&format!("R of order {order}"), is_small, none),
            case(format!("A has a part of order {order}, kT = 0"), [order, NONE], true, all),
            case(format!("A has a part of order {order}, kT ≠ 0"), [order, NONE], false, lax),
        ]);
    }
    cases
}

#[test]
fn eighteen_crafted_signatures_get_the_answers_of_the_table() {
    let cases = cases();
    for Case { name, forge, payload, second_scalar, expected } in &cases {
        let mut signature = forge.sign(&public_pae(payload.as_bytes(), b"", b""));
        if *second_scalar {
            add_order(&mut signature);
        }
        let token = public_token(payload.as_bytes(), &signature, b"");
        let judges = PublicJudges::new(&forge.key);
        for on_tables in [false, true] {
            let said = judges.judge(&token, b"", on_tables);
            assert_eq!((said.pasetors.is_some(), said.strict), *expected, "{name}");
            assert_eq!(said.ours.is_some(), said.strict, "{name}, on tables: {on_tables}");
        }
    }
    assert_eq!(cases.len(), 18);
}

/// What is loaded as a key: what both others take, and in its one spelling only.
#[test]
fn keys_are_loaded_where_every_engine_would_verify_under_them() {
    let mut chance = Chance(13);
    let mut loaded = 0;
    for round in 0..3000 {
        let mut bytes = chance.bytes::<32>();
        if round % 3 == 0 {
            bytes =
                Forge::new(scalar(7), scalar(9), EIGHT_TORSION[round % 8], EIGHT_TORSION[0]).key;
            bytes[chance.below(32)] ^= 1 << chance.below(8);
        }
        if round % 7 == 0 {
            bytes[..31].fill(0xff);
            bytes[31] |= 0x7f;
            bytes[0] = 0xed + chance.bytes::<1>()[0] % 19;
        }
        let text = format!("k4.public.{}", URL_SAFE_NO_PAD.encode(bytes));
        let ours = VerifyingKey::from_text(&text).is_ok();
        let pasetors = ed25519_compact::PublicKey::new(bytes).validate().is_ok();
        let dalek = ed25519_dalek::VerifyingKey::from_bytes(&bytes).is_ok_and(|key| !key.is_weak());
        let canonical =
            CompressedEdwardsY(bytes).decompress().map(|p| p.compress().0) == Some(bytes);
        assert_eq!(ours, dalek && canonical, "{bytes:x?}");
        assert_eq!(ours, pasetors && canonical, "{bytes:x?}");
        loaded += u32::from(ours);
    }
    assert!((500..2500).contains(&loaded), "{loaded}");
}
