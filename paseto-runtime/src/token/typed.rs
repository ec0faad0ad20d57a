//! Custom claims read into the type that a policy names.

use std::any::Any;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use super::Token;
use crate::claims::{AnyClaims, ClaimSet};
use crate::error::ClaimError;

/// Which custom claims a policy reads: [`Exactly`] one type, or [`AnyClaims`].
pub trait ClaimsOf: 'static {
    /// What `require` sees.
    type Set: ClaimSet;
    /// How a request holds it.
    type Held: Deref<Target = Self::Set>;

    /// Reads the claims of a token, once, and checks their rules, every time.
    ///
    /// # Errors
    ///
    /// [`ClaimError`] if they do not fit the type or break one of its rules.
    fn read(token: &Token) -> Result<Self::Held, ClaimError>;

    /// For the extractors behind the guard, if there is anything in it.
    fn keep(held: Self::Held) -> Option<Arc<dyn Any + Send + Sync>>;
}

/// The custom claims of exactly this type.
#[derive(Debug)]
pub struct Exactly<C>(PhantomData<fn() -> C>);

impl<C: ClaimSet> ClaimsOf for Exactly<C> {
    type Set = C;
    type Held = Arc<C>;

    fn read(token: &Token) -> Result<Arc<C>, ClaimError> {
        let claims = match token.claims_once::<C>() {
            Some(claims) => claims,
            None => token.read_claims()?,
        };
        claims.check().map(|()| claims)
    }

    fn keep(held: Arc<C>) -> Option<Arc<dyn Any + Send + Sync>> {
        Some(held)
    }
}

impl ClaimsOf for AnyClaims {
    type Set = Self;
    type Held = &'static Self;

    fn read(_: &Token) -> Result<&'static Self, ClaimError> {
        Ok(&Self)
    }

    fn keep(_: &'static Self) -> Option<Arc<dyn Any + Send + Sync>> {
        None
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
