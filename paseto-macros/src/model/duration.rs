//! `fresh = "15m"`: the only file that knows how many seconds an hour has.

use syn::LitStr;

/// Whole seconds; more than none.
pub(crate) fn seconds(text: &LitStr) -> syn::Result<u64> {
    let words =
        "write a whole number above zero and `s`, `m`, `h` or `d`, such as `fresh = \"15m\"`";
    match parse(&text.value()) {
        Some(0) => Err(syn::Error::new(text.span(), format!("no token is that fresh: {words}"))),
        Some(seconds) => Ok(seconds),
        None => Err(syn::Error::new(text.span(), format!("this is no duration: {words}"))),
    }
}

fn parse(text: &str) -> Option<u64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let unit = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        _ => return None,
    };
    // `u64::from_str` would take a leading `+`.
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if digits { number.parse::<u64>().ok()?.checked_mul(unit) } else { None }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn knows_the_four_units() {
        let all = ["90s", "15m", "12h", "1d"].map(parse);
        assert_eq!(all, [Some(90), Some(900), Some(43_200), Some(86_400)]);
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            "m",
            "15",
            "+1m",
            "-1m",
            "1.5h",
            "15 m",
            "15min",
            "1w",
            "15µ",
            "99999999999999999999d",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
