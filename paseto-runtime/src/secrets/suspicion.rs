//! Names that may be keys in the wrong place, and so must never be shown.

/// No operator's variable comes near it.
const LONGEST_NAME: usize = 64;

/// The hexadecimal digits of 16 bytes; a key has more.
const HEX: usize = 32;

/// The Base64 of 32 bytes has three characters more.
const BASE64: usize = 40;

/// With its dot, so much of a PASERK says more than a name would.
const PASERK: usize = 20;

/// The object identifier of Ed25519 (RFC 8410 §3), as it stands in every PEM that we read.
const ED25519: &str = "BQYDK2Vw";

/// Whether the name of a variable may be a key.
pub(super) fn of_variable(name: &str) -> bool {
    let versions = ["k1", "k2", "k3", "k4"];
    let is_paserk = versions.iter().any(|version| name.starts_with(version));
    name.len() > LONGEST_NAME || is_paserk || is_material(name)
}

/// Whether a path may be PASERK, PEM or bare key material.
pub(super) fn of_path(path: &str) -> bool {
    let path = path.trim_ascii_start();
    // The Base64 of PEM has slashes too.
    let is_encoded = path.len() >= BASE64 && path.ends_with('=');
    let is_bare = is_encoded || (!path.contains(['/', '\\', '.']) && is_material(path));
    let is_bare = is_bare || path.split(['/', '\\', '.', '#']).any(is_key_part);
    is_key_text(path) || is_bare
}

/// Whether a text is PASERK or PEM beyond doubt.
pub(super) fn is_key_text(text: &str) -> bool {
    let text = text.trim_ascii_start();
    let start = text.get(..3).unwrap_or_default();
    let is_paserk =
        ["k1.", "k2.", "k3.", "k4."].iter().any(|version| start.eq_ignore_ascii_case(version));
    let is_pem = text.starts_with("-----BEGIN") || text.contains(['\n', '\r']);
    is_paserk || is_pem || text.contains(ED25519) || has_paserk(text)
}

/// Behind a slash, a quote or `#` too. Shorter ones are names, such as `keys/k4.local.old`.
fn has_paserk(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let heads = ["k1.", "k2.", "k3.", "k4."];
    let mut bodies = heads.iter().flat_map(|head| text.split(head).skip(1));
    bodies.any(|body| {
        let kinds = ["local", "secret", "seal"];
        let key = kinds.iter().find_map(|kind| body.strip_prefix(kind)).unwrap_or_default();
        key.split(['/', '\\', '#']).next().unwrap_or_default().len() > PASERK
    })
}

/// As long as a key, and nothing but its digits: hashes of 16 bytes are good names of folders.
fn is_key_part(part: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+-_=".contains(&byte);
    let is_hex = part.len() >= 2 * HEX && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mixes = part.bytes().any(|byte| byte.is_ascii_lowercase())
        && part.bytes().any(|byte| byte.is_ascii_uppercase())
        && part.bytes().any(|byte| byte.is_ascii_digit());
    is_hex || (part.len() >= BASE64 && mixes && part.bytes().all(is_digit))
}

/// Long runs without a break between words, or long text that mixes all sorts of characters.
fn is_material(text: &str) -> bool {
    let is_hex = |run: &str| run.len() >= HEX && run.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mixes = [u8::is_ascii_lowercase, u8::is_ascii_uppercase, u8::is_ascii_digit]
        .iter()
        .all(|sort| text.bytes().any(|byte| sort(&byte)));
    text.split('_').any(|run| is_hex(run) || run.len() >= BASE64) || (text.len() >= BASE64 && mixes)
}
