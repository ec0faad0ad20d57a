//! Tokens for the services that this one calls.
//!
//! A [`TokenProvider`] has them or makes them, a [`RotatingToken`] keeps one fresh in the background,
//! and a [`Bearer`] puts them on the requests of an HTTP client.

mod bearer;
mod cache;
mod error;
mod fixed;
mod flight;
mod paseto;
mod provider;
mod request;
mod rotating;
mod token;

#[cfg(feature = "awc")]
mod for_awc;
#[cfg(feature = "reqwest")]
mod for_reqwest;
#[cfg(feature = "jwt")]
mod jwt;
#[cfg(feature = "oauth2")]
mod oauth2;

#[cfg(test)]
mod tests;

pub use bearer::Bearer;
pub use error::TokenError;
pub use fixed::StaticTokenProvider;
#[cfg(feature = "awc")]
pub use for_awc::{AwcBearer, AwcBearerService};
#[cfg(feature = "reqwest")]
pub use for_reqwest::ReqwestBearer;
#[cfg(feature = "jwt")]
pub use jwt::{JwtClaims, JwtError, JwtProvider};
#[cfg(feature = "oauth2")]
pub use oauth2::{ClientAuth, OAuth2Provider};
pub use paseto::PasetoProvider;
pub use provider::{TokenFuture, TokenProvider};
pub use request::TokenRequest;
pub use rotating::{RotatingToken, RotatingTokenBuilder};
pub use token::OutgoingToken;
