//! What a passed guard leaves in the request for the extractors behind it.

use std::any::Any;
use std::sync::Arc;

use actix_web::{HttpMessage as _, HttpRequest};

use super::Policy;
use super::install::OwnProfile;
#[cfg(feature = "ws")]
use super::present::{Present, present};
use super::waiting::Admitted;
use crate::issue::Lineage;
use crate::policy::PolicySpec;
use crate::profile::Profile;
use crate::token::Token;

/// The outcome of a guard. Private to the crate, so nothing else can put one into a request.
#[derive(Clone)]
pub(super) struct Admission {
    bearer: Option<Bearer>,
    profile: OwnProfile,
    spec: &'static PolicySpec,
    #[cfg(feature = "ws")]
    present: Present,
}

/// Who was let in by a token.
#[derive(Clone)]
struct Bearer {
    token: Token,
    claims: Option<Arc<dyn Any + Send + Sync>>,
    lineage: Option<Arc<Lineage>>,
    /// What the token is bound to: whoever renews it needs it again.
    assertion: Option<Arc<[u8]>>,
}

impl Admission {
    pub(super) fn of<P: Policy>(admitted: Admitted<P>, profile: OwnProfile) -> Self {
        let Admitted { authorized, lineage, assertion, .. } = admitted;
        let (token, claims) = authorized.into_parts();
        let bearer = Some(Bearer { token, claims, lineage, assertion });
        Self::new::<P>(bearer, profile)
    }

    pub(super) fn anonymous<P: Policy>(profile: OwnProfile) -> Self {
        Self::new::<P>(None, profile)
    }

    fn new<P: Policy>(bearer: Option<Bearer>, profile: OwnProfile) -> Self {
        Self {
            bearer,
            profile,
            spec: &P::SPEC,
            #[cfg(feature = "ws")]
            present: present::<P>,
        }
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

    /// In place, for what runs no code of others.
    pub(super) fn look_at<T>(req: &HttpRequest, look: impl FnOnce(&Self) -> T) -> Option<T> {
        req.extensions().get::<Self>().map(look)
    }

    pub(super) fn token(&self) -> Option<&Token> {
        self.bearer.as_ref().map(|bearer| &bearer.token)
    }

    pub(super) fn profile(&self) -> &Arc<Profile> {
        &self.profile
    }

    /// What the tokens inherit that the handler makes for the same subject.
    pub(super) fn lineage(&self) -> Option<Arc<Lineage>> {
        self.bearer.as_ref()?.lineage.clone()
    }

    pub(super) fn assertion(&self) -> &[u8] {
        let bearer = self.bearer.as_ref();
        bearer.and_then(|bearer| bearer.assertion.as_deref()).unwrap_or_default()
    }

    /// How another token comes before the same policy, within the connection.
    #[cfg(feature = "ws")]
    pub(super) fn present(&self) -> Present {
        self.present
    }

    /// The claims as the guard has read them, if it has read this type.
    pub(super) fn claims<C: Any + Send + Sync>(&self) -> Option<Arc<C>> {
        let claims = self.bearer.as_ref()?.claims.as_ref()?;
        Arc::downcast(Arc::clone(claims)).ok()
    }
}
