//! Names of cookies, and what a browser demands for the beginning of one (rfc6265bis §4.1.3).

use super::error::Problem;
use super::values::is_http_token;

/// A name takes its part of the 4096 bytes that browsers keep of a cookie.
const LONGEST: usize = 64;

/// A beginning of a name for which browsers drop a cookie that lacks something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prefix {
    text: &'static str,
    /// Whether it demands the path `/` and no domain. All of them demand `Secure`.
    pub(super) binds_to_host: bool,
    hides_from_scripts: bool,
}

/// The longer one first, where one begins with another.
const PREFIXES: [Prefix; 4] = [
    Prefix { text: "__Host-Http-", binds_to_host: true, hides_from_scripts: true },
    Prefix { text: "__Host-", binds_to_host: true, hides_from_scripts: false },
    Prefix { text: "__Secure-", binds_to_host: false, hides_from_scripts: false },
    Prefix { text: "__Http-", binds_to_host: false, hides_from_scripts: true },
];

impl Prefix {
    /// Browsers look for it without regard to case.
    pub(super) fn of(name: &str) -> Option<Self> {
        let begins = |prefix: &Self| {
            let head = name.get(..prefix.text.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(prefix.text))
        };
        PREFIXES.into_iter().find(begins)
    }
}

pub(super) fn parse(text: &str) -> Result<String, Problem> {
    if !is_http_token(text) || text.len() > LONGEST {
        let form = "the name of a cookie (RFC 6265 §4.1.1) of at most 64 characters";
        return Err(Problem::MustBe(form));
    }
    match Prefix::of(text) {
        Some(prefix) if !text.starts_with(prefix.text) => Err(Problem::MustBe(
            "written with `__Host-` or `__Secure-` in exactly this case: browsers differ over \
             any other",
        )),
        Some(_) | None => Ok(text.to_owned()),
    }
}

/// The same for a cookie that a page reads.
pub(super) fn parse_readable(text: &str) -> Result<String, Problem> {
    let name = parse(text)?;
    if Prefix::of(&name).is_some_and(|prefix| prefix.hides_from_scripts) {
        return Err(Problem::MustBe("a name without `Http-`, which hides a cookie from the page"));
    }
    Ok(name)
}
