//! How the library is, for readiness routes and people.

use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, RETRY_AFTER};
use actix_web::rt::time::timeout;
use actix_web::{HttpRequest, HttpResponse, Responder, Route, web};
use futures_util::future::join_all;
use serde::Serialize;
use serde::ser::{SerializeStruct as _, Serializer};

use super::Paseto;
use crate::keeper::ProfileKeyStatus;
use crate::profile::{Profile, outcome};
use crate::revocation::{StoreError, StoreHealth};
use crate::telemetry::Outcome;

/// How each profile is, the default one first. Holds no secret.
///
/// As JSON: `{"ready":true,"profiles":[{"profile":"default","ready":true,"keys":{…},"store":{…}}]}`.
/// As an answer: 200 with that JSON, or 503 with `Retry-After` unless all are ready.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Health {
    /// The profiles.
    pub profiles: Vec<ProfileHealth>,
}

/// How one profile is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProfileHealth {
    /// Its name.
    pub profile: String,
    /// Its keys.
    pub keys: KeyHealth,
    /// Its revocation store, or why that cannot be relied on. As JSON: `entries` and `staleness`,
    /// or `error`.
    pub store: Result<StoreHealth, String>,
}

/// How the keys of a profile are; [`Paseto::key_status`] tells more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct KeyHealth {
    /// Counts how often they have changed since the start, from one.
    pub generation: u64,
    /// No tokens are made: the source was not read for longer than `keys.max_stale`.
    pub is_stale: bool,
    /// Tokens of unknown keys are answered with 503: there may be new keys that we lack.
    pub is_doubtful: bool,
    /// What last kept them from being read or replaced. By itself it makes nothing unready. Not in
    /// the JSON: it may name places that a stranger need not know.
    #[serde(skip)]
    pub trouble: Option<String>,
}

impl Health {
    /// Whether every profile is ready.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.profiles.iter().all(ProfileHealth::is_ready)
    }
}

impl ProfileHealth {
    /// Whether tokens can be made and judged: the store answers, and the keys are fresh.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.store.is_ok() && !self.keys.is_stale && !self.keys.is_doubtful
    }
}

impl Paseto {
    /// Asks every store, each within `revocation.timeout` and once however many profiles share it,
    /// and looks at the keys.
    ///
    /// This is readiness, not liveness. A node whose store is away answers with 503 by itself and
    /// recovers by itself: take it out of the load balancer, but do not restart it. Where all nodes
    /// share the store, all are unready at once; let the balancer then send requests all the same,
    /// or routes that ask no store are down as well.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use actix_paseto::{Health, Paseto};
    ///
    /// // Behind `#[get("/readyz")] #[paseto_public(reason = "the load balancer has no token")]`.
    /// async fn readyz(paseto: Paseto) -> Health {
    ///     paseto.health().await
    /// }
    ///
    /// // Liveness asks nobody.
    /// async fn livez() -> &'static str {
    ///     "alive"
    /// }
    /// ```
    pub async fn health(&self) -> Health {
        let profiles: Vec<&Arc<Profile>> = self.profiles().collect();
        let first_of = |profile: &Arc<Profile>| {
            let shares = |other: &&Arc<Profile>| Arc::ptr_eq(&other.store, &profile.store);
            profiles.iter().position(shares)
        };
        let asked = profiles.iter().enumerate().map(async |(n, profile)| {
            if first_of(profile) == Some(n) { Some(ask(profile).await) } else { None }
        });
        let answers = join_all(asked).await;
        let answer = |profile: &Arc<Profile>| {
            let told = first_of(profile).and_then(|n| answers.get(n)).and_then(Option::clone);
            told.unwrap_or_else(|| Err((Outcome::TimedOut, StoreError::TimedOut.to_string())))
        };
        Health { profiles: profiles.iter().map(|of| health(of, answer(of))).collect() }
    }

    /// A route that answers with [`health`](Self::health): 200 if all is ready, else 503 and
    /// `Retry-After`. It needs no token and answers every method. However often it is called, it
    /// asks the stores ten times a second at most, and else repeats what it has just found.
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// # fn app(paseto: actix_paseto::Paseto) {
    /// use actix_web::App;
    ///
    /// let app = App::new().route("/readyz", paseto.health_endpoint());
    /// # }
    /// ```
    #[must_use]
    pub fn health_endpoint(&self) -> Route {
        let paseto = self.clone();
        web::to(move || {
            let paseto = paseto.clone();
            async move { paseto.recent().or(paseto.health()).await }
        })
    }
}

type Told = Result<StoreHealth, (Outcome, String)>;

async fn ask(profile: &Profile) -> Told {
    let limit = profile.settings.revocation.timeout;
    let told = timeout(limit, profile.store.health()).await.unwrap_or(Err(StoreError::TimedOut));
    // One clause and no sources: those may quote the server.
    told.map_err(|error| (outcome(&error), error.to_string()))
}

fn health(profile: &Profile, told: Told) -> ProfileHealth {
    profile.heed(told.as_ref().map_or_else(|(outcome, _)| *outcome, |_| Outcome::Answered));
    if let Ok(StoreHealth { entries, staleness }) = &told {
        profile.telemetry().store(*entries, *staleness);
    }
    let now = profile.clock().now();
    let keys = ProfileKeyStatus::of(&profile.name, &profile.ring, now);
    let ProfileKeyStatus { profile, generation, is_stale, is_doubtful, trouble, .. } = keys;
    let keys = KeyHealth { generation, is_stale, is_doubtful, trouble };
    ProfileHealth { profile, keys, store: told.map_err(|(_, error)| error) }
}

impl Serialize for Health {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_struct("Health", 2)?;
        members.serialize_field("ready", &self.is_ready())?;
        members.serialize_field("profiles", &self.profiles)?;
        members.end()
    }
}

impl Serialize for ProfileHealth {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_struct("ProfileHealth", 4)?;
        members.serialize_field("profile", &self.profile)?;
        members.serialize_field("ready", &self.is_ready())?;
        members.serialize_field("keys", &self.keys)?;
        match &self.store {
            Ok(store) => members.serialize_field("store", store)?,
            Err(error) => members.serialize_field("store", &Failure { error })?,
        }
        members.end()
    }
}

#[derive(Serialize)]
struct Failure<'a> {
    error: &'a str,
}

impl Responder for Health {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::Ok();
        answer.insert_header((CACHE_CONTROL, "no-store"));
        if !self.is_ready() {
            answer.status(StatusCode::SERVICE_UNAVAILABLE).insert_header((RETRY_AFTER, "1"));
        }
        answer.json(self)
    }
}
