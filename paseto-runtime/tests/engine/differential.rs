//! Mutated tokens, signatures and keys. `PASETO_TEST_INPUTS` says how many, `PASETO_TEST_SEED`
//! which.

use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::scalar::Scalar;

use crate::chance::Chance;
use crate::forge::{Forge, IDENTITY_AGAIN, add_order, public_pae, public_token, token};
use crate::judges::{LocalJudges, PublicJudges, is_token};

const KEYS: usize = 8;
const ALPHABET: &[u8; 67] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.+";

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// A token in its parts, before it is written.
#[derive(Clone)]
struct Parts {
    payload: Vec<u8>,
    /// The signature, or nonce and tag.
    proof: Vec<u8>,
    footer: Vec<u8>,
    assertion: Vec<u8>,
}

fn payload(chance: &mut Chance) -> Vec<u8> {
    let text = format!(r#"{{"sub":"{}","n":{}}}"#, chance.text(30), chance.next());
    let mut bytes = text.into_bytes();
    if chance.below(20) == 0 {
        bytes.push(0xff);
    }
    bytes
}

fn footer(chance: &mut Chance) -> Vec<u8> {
    match chance.below(5) {
        0 => chance.text(20).into_bytes(),
        1 => format!(r#"{{"kid":"{}"}}"#, chance.next()).into_bytes(),
        2 => chance.bytes::<9>().to_vec(),
        _ => Vec::new(),
    }
}

fn assertion(chance: &mut Chance) -> Vec<u8> {
    if chance.below(2) == 0 { Vec::new() } else { chance.text(12).into_bytes() }
}

fn flip(chance: &mut Chance, bytes: &mut [u8]) {
    if !bytes.is_empty() {
        let at = chance.below(bytes.len());
        bytes[at] ^= 1 << chance.below(8);
    }
}

/// One part, changed at random.
fn spoil(chance: &mut Chance, parts: &mut Parts, other: &Parts) {
    match chance.below(9) {
        0 => flip(chance, &mut parts.payload),
        1 | 2 => flip(chance, &mut parts.proof),
        3 => flip(chance, &mut parts.footer),
        4 => parts.footer = other.footer.clone(),
        5 => parts.assertion = other.assertion.clone(),
        6 => parts.proof = other.proof.clone(),
        7 => parts.payload = other.payload.clone(),
        _ => parts.payload.truncate(chance.below(parts.payload.len() + 1)),
    }
}

/// What only a signature has: a scalar that is too large, points of small order.
fn spoil_signature(chance: &mut Chance, proof: &mut [u8]) {
    let signature: &mut [u8; 64] = proof.try_into().unwrap();
    let small = EIGHT_TORSION[chance.below(8)].compress().to_bytes();
    match chance.below(7) {
        0 => add_order(signature),
        1 => signature[..32].copy_from_slice(&small),
        2 => signature[..32].copy_from_slice(&IDENTITY_AGAIN),
        3 => signature[32..].fill(0),
        4 => signature[32..].copy_from_slice(&chance.bytes::<32>()),
        5 => signature[63] |= 0xe0,
        _ => signature.copy_from_slice(&chance.bytes::<64>()),
    }
}

/// A character changed, added, left out; the end cut off; something appended.
fn spoil_text(chance: &mut Chance, text: &mut String) {
    let mut bytes = std::mem::take(text).into_bytes();
    let (at, other) = (chance.below(bytes.len()), *chance.pick(ALPHABET));
    match chance.below(6) {
        0 => bytes[at] = other,
        1 => bytes.insert(at, other),
        2 => drop(bytes.remove(at)),
        3 => bytes.truncate(at),
        4 => bytes.push(other),
        // The last character of a part is the one with bits to spare.
        _ => *bytes.last_mut().unwrap() = other,
    }
    *text = String::from_utf8_lossy(&bytes).into_owned();
}

/// A key, its owner's secret, and the component of small order that it may have.
struct Owner {
    secret: Scalar,
    spoilt: usize,
    judges: PublicJudges,
}

impl Owner {
    /// Every second one is sound.
    fn new(chance: &mut Chance, n: usize) -> Self {
        let secret = Scalar::from_bytes_mod_order_wide(&chance.bytes());
        let spoilt = if n.is_multiple_of(2) { 0 } else { n };
        let forge = Forge::new(secret, secret, EIGHT_TORSION[spoilt], EIGHT_TORSION[0]);
        Self { secret, spoilt, judges: PublicJudges::new(&forge.key) }
    }

    /// Authentic under the cofactored equation; one in four has a spoilt R.
    fn make(&self, chance: &mut Chance) -> Parts {
        let (payload, footer, assertion) = (payload(chance), footer(chance), assertion(chance));
        let nonce = Scalar::from_bytes_mod_order_wide(&chance.bytes());
        let on_r = if chance.below(4) == 0 { chance.below(8) } else { 0 };
        let (on_key, on_r) = (EIGHT_TORSION[self.spoilt], EIGHT_TORSION[on_r]);
        let forge = Forge::new(self.secret, nonce, on_key, on_r);
        let proof = forge.sign(&public_pae(&payload, &footer, &assertion)).to_vec();
        Parts { payload, proof, footer, assertion }
    }
}

#[derive(Debug, Default)]
struct Tally {
    accepted: u64,
    refused: u64,
    /// Accepted by pasetors alone: the cofactored equation, a second spelling, a footer.
    cofactor: u64,
    shape: u64,
}

fn public_round(chance: &mut Chance, owners: &[Owner], pool: &[Vec<Parts>], tally: &mut Tally) {
    let owner = chance.below(KEYS);
    let (mut parts, other) = (chance.pick(&pool[owner]).clone(), chance.pick(&pool[owner]));
    let way = chance.below(16);
    match way {
        0..=4 => spoil(chance, &mut parts, other),
        5..=7 => spoil_signature(chance, &mut parts.proof),
        _ => {}
    }
    let mut text = public_token(&parts.payload, &parts.proof, &parts.footer);
    if (8..13).contains(&way) {
        spoil_text(chance, &mut text);
    }
    let asked = if way == 13 { chance.below(KEYS) } else { owner };
    let said = owners[asked].judges.judge(&text, &parts.assertion, chance.below(2) == 0);
    assert_eq!(said.ours.is_some(), said.strict, "{text}");
    match (&said.ours, &said.pasetors) {
        (Some(_), _) => {
            assert_eq!(said.ours, said.pasetors, "{text}");
            tally.accepted += 1;
        }
        (None, None) => tally.refused += 1,
        (None, Some(_)) if is_token(&text) => tally.cofactor += 1,
        (None, Some(_)) => tally.shape += 1,
    }
}

fn local_parts(chance: &mut Chance, key: &LocalJudges) -> Parts {
    let (footer, assertion) = (footer(chance), assertion(chance));
    let payload = payload(chance);
    let theirs = |payload: &[u8]| {
        let (footer, assertion) = (Some(&footer[..]), Some(&assertion[..]));
        pasetors::version4::LocalToken::encrypt(&key.pasetors, payload, footer, assertion).unwrap()
    };
    let sealed = theirs(&payload);
    let token =
        pasetors::token::UntrustedToken::<pasetors::token::Local, pasetors::version4::V4>::try_from(
            sealed.as_str(),
        );
    let body = token.unwrap().untrusted_message().to_vec();
    let (nonce, rest) = body.split_at(32);
    let (ciphertext, tag) = rest.split_at(rest.len() - 32);
    let (payload, proof) = (ciphertext.to_vec(), [nonce, tag].concat());
    Parts { payload, proof, footer, assertion }
}

fn local_round(chance: &mut Chance, keys: &[LocalJudges], pool: &[Vec<Parts>], tally: &mut Tally) {
    let owner = chance.below(KEYS);
    let (mut parts, other) = (chance.pick(&pool[owner]).clone(), chance.pick(&pool[owner]));
    let way = chance.below(12);
    if way < 5 {
        spoil(chance, &mut parts, other);
    }
    let (nonce, tag) = parts.proof.split_at(32);
    let body = [nonce, &parts.payload, tag].concat();
    let mut text = token("v4.local.", &body, &parts.footer);
    if (5..9).contains(&way) {
        spoil_text(chance, &mut text);
    }
    let asked = if way == 9 { chance.below(KEYS) } else { owner };
    let [ours, theirs] = keys[asked].judge(&text, &parts.assertion);
    match (&ours, &theirs) {
        (None, Some(_)) if !is_token(&text) => tally.shape += 1,
        _ => {
            assert_eq!(ours, theirs, "{text}");
            *if ours.is_some() { &mut tally.accepted } else { &mut tally.refused } += 1;
        }
    }
}

#[test]
fn the_engine_accepts_what_strict_dalek_does_and_never_more_than_pasetors() {
    let (inputs, seed) = (number("PASETO_TEST_INPUTS", 20_000), number("PASETO_TEST_SEED", 1));
    let mut chance = Chance(seed);
    let owners: Vec<_> = (0..KEYS).map(|n| Owner::new(&mut chance, n)).collect();
    let locals: Vec<_> = (0..KEYS).map(|_| LocalJudges::new(&chance.bytes())).collect();
    // Anew now and then: a pool of fixed size would tire a long run.
    let (mut public, mut local) = (Tally::default(), Tally::default());
    let (mut signed, mut sealed) = (Vec::new(), Vec::new());
    for input in 0..inputs {
        if input % 100_000 == 0 {
            signed =
                owners.iter().map(|o| (0..64).map(|_| o.make(&mut chance)).collect()).collect();
            let fresh = |key: &LocalJudges, chance: &mut Chance| -> Vec<_> {
                (0..64).map(|_| local_parts(chance, key)).collect()
            };
            sealed = locals.iter().map(|key| fresh(key, &mut chance)).collect();
        }
        if chance.below(10) < 6 {
            public_round(&mut chance, &owners, &signed, &mut public);
        } else {
            local_round(&mut chance, &locals, &sealed, &mut local);
        }
    }
    println!("{inputs} inputs of seed {seed}: public {public:?}, local {local:?}");
    for tally in [&public, &local] {
        assert!(tally.accepted > inputs / 50 && tally.refused > inputs / 50, "{tally:?}");
    }
    assert!(public.cofactor > 0 && public.shape > 0);
}
