//! A store that loses its data, and an operator.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_paseto::Audited;
use actix_paseto::revocation::{
    OlderTokens, Query, Revocation, RevocationStore, Standing, StoreError, StoreFuture, StoreHealth,
};

use crate::app::listening;
use crate::support::{bearer, call, get, local};

#[derive(Debug, Clone, Default)]
struct Forgetful(Arc<AtomicBool>);

impl Forgetful {
    fn answer<T>(&self, answer: T) -> Result<T, StoreError> {
        if self.0.load(Ordering::SeqCst) { Err(StoreError::Lost) } else { Ok(answer) }
    }
}

impl RevocationStore for Forgetful {
    fn check<'a>(&'a self, _: &'a Query<'a>) -> StoreFuture<'a, Standing> {
        Box::pin(async { self.answer(Standing::Live) })
    }

    fn revoke<'a>(&'a self, _: &'a Revocation) -> StoreFuture<'a, ()> {
        Box::pin(async { self.answer(()) })
    }

    fn health(&self) -> StoreFuture<'_, StoreHealth> {
        Box::pin(async { self.answer(StoreHealth::default()) })
    }

    fn resume(&self, _: OlderTokens) -> StoreFuture<'_, ()> {
        self.0.store(false, Ordering::SeqCst);
        Box::pin(async { Ok(()) })
    }
}

#[actix_web::test]
async fn a_loss_is_told_once_and_so_is_its_end() {
    let store = Forgetful::default();
    let (ear, paseto, app) = listening!(local("").store(store.clone()));
    let token = paseto.issuer().access("alice").issue().unwrap();
    let ask = || get("/me").insert_header(bearer(token.as_str()));
    assert_eq!(call(&app, ask()).await.status, 200);
    ear.heard();
    store.0.store(true, Ordering::SeqCst);
    assert_eq!(call(&app, ask()).await.status, 503);
    assert_eq!(ear.names(), ["store_lost", "refused"]);
    assert_eq!(call(&app, ask()).await.status, 503);
    assert!(paseto.revocations().revoke_jti("x").await.is_err());
    assert!(!paseto.health().await.is_ready());
    // What was not acknowledged is not told.
    assert_eq!(ear.names(), ["refused"]);
    paseto.resume(OlderTokens::Void).await.unwrap();
    let heard = ear.heard();
    let older = OlderTokens::Void;
    assert_eq!(heard[0].what, Audited::StoreResumed { older });
    assert_eq!(call(&app, ask()).await.status, 200);
    assert_eq!(call(&app, ask()).await.status, 200);
    assert_eq!(ear.names(), ["store_recovered"]);
}
