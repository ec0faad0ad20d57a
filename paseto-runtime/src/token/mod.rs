//! A token's way from text to proof: one type a step, each made only from the one before.
//!
//! [`BearerToken`] → [`UntrustedToken`] → [`AuthenticToken`] → [`VerifiedClaims`] → [`Authorized`].

mod asked;
mod authentic;
mod authorized;
mod bearer;
mod checks;
mod keyset;
mod rules;
mod typed;
mod untrusted;
mod verified;
mod who;

pub use authentic::AuthenticToken;
pub use authorized::{Authorized, Candidate};
pub use bearer::BearerToken;
pub use keyset::KeySet;
pub(crate) use rules::Audience;
pub use rules::{Limits, Rules};
pub use typed::{ClaimsOf, Exactly};
pub use untrusted::UntrustedToken;
pub use verified::{Token, VerifiedClaims};
pub(crate) use who::{Unfit, Who};
