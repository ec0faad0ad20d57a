//! Custom claims read into the type that a policy names.

use std::marker::PhantomData;
use std::sync::Arc;

use super::Token;
use crate::claims::{AnyClaims, ClaimSet};
use crate::error::ClaimError;

/// Which custom claims a policy reads: [`Exactly`] one type, or [`AnyClaims`].
pub trait ClaimsOf: 'static {
    /// What `require` sees.
    type Set: ClaimSet;

    /// Reads the claims of a token, once, and checks their rules, every time.
    ///
    /// # Errors
    ///
    /// [`ClaimError`] if they do not fit the type or break one of its rules.
    fn read(token: &Token) -> Result<Arc<Self::Set>, ClaimError>;
}

/// The custom claims of exactly this type.
#[derive(Debug)]
pub struct Exactly<C>(PhantomData<fn() -> C>);

impl<C: ClaimSet> ClaimsOf for Exactly<C> {
    type Set = C;

    fn read(token: &Token) -> Result<Arc<C>, ClaimError> {
        let claims = match token.claims_once::<C>() {
            Some(claims) => claims,
            None => token.read_claims()?,
        };
        claims.check().map(|()| claims)
    }
}

impl ClaimsOf for AnyClaims {
    type Set = Self;

    fn read(_: &Token) -> Result<Arc<Self>, ClaimError> {
        thread_local! {
            // One for all: there is nothing in it.
            static ANY: Arc<AnyClaims> = Arc::new(AnyClaims);
        }
        Ok(ANY.with(Arc::clone))
    }
}

impl Token {
    /// The claims as they were read before.
    fn claims_once<C: ClaimSet>(&self) -> Option<Arc<C>> {
        let known = self.contents.made().find::<C>(|_| true)?;
        Arc::downcast(Arc::clone(known)).ok()
    }

    fn read_claims<C: ClaimSet>(&self) -> Result<Arc<C>, ClaimError> {
        let claims: C = serde_json::from_str(self.payload()).map_err(|_| ClaimError::Shape)?;
        let claims = Arc::new(claims);
        self.contents.made().add(Arc::<C>::clone(&claims));
        Ok(claims)
    }
}
