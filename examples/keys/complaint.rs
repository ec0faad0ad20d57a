//! What went wrong, with its causes.

use std::error::Error;

use actix_paseto::config::ConfigErrors;

/// Of a configuration, every mistake on a line of its own, once.
pub(crate) fn of(error: &(dyn Error + 'static)) -> String {
    let Some(mistakes) = error.downcast_ref::<ConfigErrors>() else { return chain(error) };
    let mut lines: Vec<String> = Vec::new();
    for mistake in mistakes {
        let line = chain(mistake);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// Some say their cause themselves.
fn chain(error: &dyn Error) -> String {
    let mut said = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !said.contains(&text) {
            said = format!("{said}: {text}");
        }
        next = cause.source();
    }
    said
}
