//! Numbers of a JSON document that would come out of it as others.

/// Whether every number comes out as it is written: `1e2`, `0.10` and more digits than 64 bits hold
/// do not. Of a document that is JSON.
pub(super) fn are_kept(json: &[u8]) -> bool {
    let (mut rest, mut kept) = (json, true);
    while let Some((first, tail)) = rest.split_first() {
        rest = match first {
            b'"' => after_text(tail),
            b'-' | b'0'..=b'9' => {
                let is_of_number = |byte: &u8| b"+-.eE".contains(byte) || byte.is_ascii_digit();
                let end = rest.iter().position(|byte| !is_of_number(byte)).unwrap_or(rest.len());
                let (number, tail) = rest.split_at(end);
                kept &= is_kept(number);
                tail
            }
            _ => tail,
        };
    }
    kept
}

fn after_text(mut rest: &[u8]) -> &[u8] {
    loop {
        match rest {
            [b'\\', _, tail @ ..] => rest = tail,
            [b'"', tail @ ..] => return tail,
            [_, tail @ ..] => rest = tail,
            [] => return rest,
        }
    }
}

fn is_kept(number: &[u8]) -> bool {
    let held = serde_json::from_slice::<serde_json::Number>(number);
    held.is_ok_and(|held| held.to_string().as_bytes() == number)
}
