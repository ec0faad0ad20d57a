//! Where the operating system keeps secrets.

mod cause;
mod name;
mod place;

#[cfg(feature = "keyutils")]
mod keyutils;
#[cfg(feature = "secret-service")]
mod secret_service;

#[cfg(feature = "keyutils")]
pub use keyutils::KeyutilsSource;
#[cfg(feature = "secret-service")]
pub use secret_service::SecretServiceSource;
