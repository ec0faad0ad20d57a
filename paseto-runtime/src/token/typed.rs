//! Custom claims read into the type that a policy names.

use std::marker::PhantomData;
use std::sync::Arc;

use crate::claims::{AnyClaims, ClaimSet};
use crate::error::ClaimError;

/// Which custom claims a policy reads: [`Exactly`] one type, or [`AnyClaims`].
pub trait ClaimsOf: 'static {
    /// What `require` sees.
    type Set: ClaimSet;

    /// Reads the claims out of an authentic payload and checks their rules.
    ///
    /// # Errors
    ///
    /// [`ClaimError`] if they do not fit the type or break one of its rules.
    fn read(payload: &str) -> Result<Arc<Self::Set>, ClaimError>;
}

/// The custom claims of exactly this type.
#[derive(Debug)]
pub struct Exactly<C>(PhantomData<fn() -> C>);

impl<C: ClaimSet> ClaimsOf for Exactly<C> {
    type Set = C;

    fn read(payload: &str) -> Result<Arc<C>, ClaimError> {
        let claims: C = serde_json::from_str(payload).map_err(|_| ClaimError::Shape)?;
        claims.check()?;
        Ok(Arc::new(claims))
    }
}

impl ClaimsOf for AnyClaims {
    type Set = Self;

    fn read(_: &str) -> Result<Arc<Self>, ClaimError> {
        Ok(Arc::new(Self))
    }
}
