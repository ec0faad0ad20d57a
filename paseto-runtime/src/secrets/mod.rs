//! Where the text of a key comes from.

mod error;
mod file;
mod source;
mod suspicion;

#[cfg(test)]
mod tests;

pub use error::SecretError;
pub use source::KeySource;
