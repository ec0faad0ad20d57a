//! What a passed guard leaves in the request for the extractors behind it.

use std::any::Any;
use std::sync::Arc;

use actix_web::{HttpMessage as _, HttpRequest};

use super::Policy;
use crate::policy::PolicySpec;
use crate::profile::Profile;
use crate::token::{Authorized, Token};

/// The outcome of a guard. Private to the crate, so nothing else can put one into a request.
#[derive(Clone)]
pub(super) struct Admission {
    token: Option<Token>,
    claims: Option<Arc<dyn Any + Send + Sync>>,
    profile: Arc<Profile>,
    spec: &'static PolicySpec,
}

impl Admission {
    pub(super) fn of<P: Policy>(authorized: Authorized<P>, profile: Arc<Profile>) -> Self {
        let (token, claims) = authorized.into_parts();
        Self { token: Some(token), claims: Some(claims), profile, spec: &P::SPEC }
    }

    pub(super) fn anonymous<P: Policy>(profile: Arc<Profile>) -> Self {
        Self { token: None, claims: None, profile, spec: &P::SPEC }
    }

    pub(super) fn spec(&self) -> &'static PolicySpec {
        self.spec
    }

    /// Only once the verdict is final, and released before any user code runs: a nested borrow of
    /// the extensions would panic.
    pub(super) fn publish(self, req: &HttpRequest) {
        req.extensions_mut().insert(self);
    }

    pub(super) fn of_request(req: &HttpRequest) -> Option<Self> {
        req.extensions().get::<Self>().cloned()
    }

    pub(super) fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    pub(super) fn profile(&self) -> &Arc<Profile> {
        &self.profile
    }

    /// The claims as the guard has read them, if it has read this type.
    pub(super) fn claims<C: Any + Send + Sync>(&self) -> Option<Arc<C>> {
        Arc::downcast(Arc::clone(self.claims.as_ref()?)).ok()
    }
}
