//! A token's way from text to proof: one type a step, each made only from the one before.
//!
//! [`BearerToken`] → [`UntrustedToken`] → [`AuthenticToken`] → [`ReadToken`] → [`VerifiedClaims`] →
//! [`Authorized`].
//!
//! A text that was authorized before becomes a [`ReadToken`] at once, by way of `TokenCache`;
//! every step after that is taken again.

mod asked;
mod authentic;
mod authorized;
mod bearer;
mod cache;
mod characters;
mod checks;
mod contents;
mod handle;
mod keyset;
mod made;
mod pack;
mod packed;
mod place;
mod rules;
mod typed;
mod untrusted;
mod verified;
mod who;

pub use authentic::{AuthenticToken, ReadToken};
pub use authorized::{Authorized, Candidate};
pub use bearer::BearerToken;
pub(crate) use cache::{Entrance, TokenCache};
pub(crate) use characters::may_be_credentials;
pub use handle::Token;
pub use keyset::KeySet;
pub(crate) use place::{Spot, cookie, header, scheme};
pub(crate) use rules::Audience;
pub use rules::{Limits, Rules};
pub use typed::{ClaimsOf, Exactly};
pub use untrusted::UntrustedToken;
pub use verified::VerifiedClaims;
pub(crate) use who::{Unfit, Who};
