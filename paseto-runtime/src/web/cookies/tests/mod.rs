//! What a browser sends is read to the byte, and what it gets is written to the letter.

mod answers;
mod read;
mod write;

use crate::config::Settings;

/// The settings without a change, then with one.
fn with(change: impl FnOnce(&mut Settings)) -> Settings {
    let mut settings = Settings::default();
    change(&mut settings);
    settings
}
