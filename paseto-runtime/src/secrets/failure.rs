//! What the failures of an HTTP client mean. Their texts are read for the kind and never kept: they
//! hold addresses.

use std::error::Error;
use std::io;

#[cfg(any(feature = "jwks", feature = "vault"))]
use super::Outage;

/// The kind of a failure; `None` if what came is not the protocol.
#[cfg(any(feature = "jwks", feature = "vault"))]
pub(super) fn of(error: &reqwest::Error) -> Option<Outage> {
    if error.is_timeout() {
        Some(Outage::TimedOut)
    } else if !error.is_connect() {
        (!is_protocol(error)).then_some(Outage::TimedOut)
    } else if is_certificate(error) {
        Some(Outage::Certificate)
    } else {
        Some(Outage::NoConnection)
    }
}

/// rustls is not ours to name, and its error is only reached as text.
pub(super) fn is_certificate(error: &(dyn Error + 'static)) -> bool {
    says(error, &["certificate"])
}

/// hyper is not ours to name either.
#[cfg(any(feature = "jwks", feature = "vault"))]
fn is_protocol(error: &reqwest::Error) -> bool {
    let of_head = ["invalid HTTP", "invalid content-length", "transfer-encoding", "head is too"];
    let of_body = ["nvalid chunk", "over limit"];
    says(error, &of_head) || says(error, &of_body)
}

fn says(error: &(dyn Error + 'static), words: &[&str]) -> bool {
    let has_word = |link: &(dyn Error + 'static)| {
        let text = link.to_string();
        words.iter().any(|word| text.contains(word))
    };
    std::iter::successors(error.source(), |&link| next(link)).any(has_word)
}

/// Errors of input and output hide what they hold from `source`.
fn next<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let held = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    held.map(|held| held as &(dyn Error + 'static)).or_else(|| error.source())
}
