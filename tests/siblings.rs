//! Other attribute macros on a guarded handler, at run time: what holds, and the one thing that does
//! not, pinned so that nobody believes otherwise.

#![allow(clippy::unwrap_used, unused_imports, reason = "a test may fail loudly")]

mod support;

use actix_paseto::prelude::*;
use actix_web::get;
use actix_web::test::TestRequest;
use sibling_macros::{drops_attributes, nests_body};
use support::{app, call, get as asked, paseto};

#[get("/nested")]
#[nests_body]
#[paseto_required]
async fn nested() -> &'static str {
    "in"
}

/// The macro between drops our attribute before we are called: nothing is left to guard with.
#[get("/lost")]
#[drops_attributes]
#[paseto_required]
async fn lost() -> &'static str {
    "in"
}

/// As above, but what it reads of the token authenticates by itself.
#[get("/kept")]
#[drops_attributes]
#[paseto_required]
async fn kept(token: Token) -> String {
    token.subject().to_string()
}

#[paseto_guarded]
mod guarded {
    use super::*;

    #[get("/guarded")]
    #[nests_body]
    pub(super) async fn without_attribute() -> &'static str {
        "in"
    }

    #[get("/open")]
    #[paseto_public(reason = "asked for in so many words")]
    pub(super) async fn open() -> &'static str {
        "in"
    }
}

#[actix_web::test]
async fn a_nesting_sibling_leaves_the_guard_in_force() {
    let app = app!(paseto("").await, nested, guarded::without_attribute);
    for uri in ["/nested", "/guarded"] {
        assert_eq!(call(&app, asked(uri)).await.status, 401, "{uri}");
    }
}

#[actix_web::test]
async fn a_public_handler_in_a_guarded_module_stays_public() {
    let app = app!(paseto("").await, guarded::open);
    assert_eq!(call(&app, asked("/open")).await.status, 200);
}

/// The documented limit, and the line that holds behind it.
#[actix_web::test]
async fn a_sibling_above_that_drops_attributes_drops_the_guard_but_not_the_token() {
    let app = app!(paseto("").await, lost, kept);
    assert_eq!(call(&app, asked("/lost")).await.status, 200);
    assert_eq!(call(&app, asked("/kept")).await.status, 401);
}
