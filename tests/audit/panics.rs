//! A hook that panics changes nothing.

use std::panic::panic_any;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::{App, test};

use crate::app::{pair, routes};
use crate::support::{bearer, builder, call, get, local, post};

/// Panics again when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("once more");
    }
}

#[actix_web::test]
async fn a_hook_that_panics_neither_ends_a_request_nor_lets_one_in() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let builder_of = local("").on_event(move |_| {
        if counted.fetch_add(1, Ordering::SeqCst).is_multiple_of(2) {
            panic!("hook")
        } else {
            panic_any(Bomb)
        }
    });
    let paseto = builder(builder_of).await;
    let app = test::init_service(App::new().configure(paseto.install()).configure(routes)).await;
    let (access, refresh) = pair(&call(&app, post("/login")).await);
    assert_eq!(call(&app, get("/me")).await.status, 401);
    assert_eq!(call(&app, get("/me").insert_header(bearer(&access))).await.text(), "alice");
    let (access, _) = pair(&call(&app, post("/refresh").insert_header(bearer(&refresh))).await);
    assert_eq!(
        call(&app, post("/refresh").insert_header(bearer(&refresh))).await.code(),
        "token_used"
    );
    assert_eq!(call(&app, get("/me").insert_header(bearer(&access))).await.code(), "token_revoked");
    // It was called each time all the same.
    assert_eq!(calls.load(Ordering::SeqCst), 10);
}
