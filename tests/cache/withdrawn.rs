//! Revocations count from the very next request on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_paseto::prelude::*;
use actix_web::{HttpResponse, get, post, rt};
use serde_json::json;

use super::seen::{me, with};
use super::support::{self, app, bearer, call, mint, paseto, payload};

#[post("/logout")]
#[paseto_required(kind = any)]
async fn logout(token: Token, revocations: Revocations) -> HttpResponse {
    revocations.revoke(&token).await.unwrap();
    HttpResponse::NoContent().finish()
}

#[post("/logout-everywhere")]
#[paseto_required(kind = any)]
async fn logout_everywhere(token: Token, revocations: Revocations) -> HttpResponse {
    revocations.revoke_subject(token.subject().clone()).await.unwrap();
    HttpResponse::NoContent().finish()
}

#[get("/unasked")]
#[paseto_required(skip_revocation)]
async fn unasked() -> &'static str {
    "in"
}

#[post("/end")]
#[paseto_required]
async fn end(token: Token, revocations: Revocations) -> HttpResponse {
    revocations.log_out(&token).await.unwrap();
    HttpResponse::NoContent().finish()
}

#[get("/refresh")]
#[refresh_required(rotate)]
async fn refresh(token: Token, issuer: Issuer) -> String {
    issuer.pair(token.subject().clone()).issue().unwrap().refresh_token.into_string()
}

#[actix_web::test]
async fn a_token_a_subject_and_a_family() {
    let paseto = paseto("").await;
    let app = app!(paseto, me, logout, logout_everywhere, unasked, end);
    let revocations = paseto.revocations();
    for (n, uri) in ["/logout", "/logout-everywhere", "by id", "/end"].into_iter().enumerate() {
        let issuer = paseto.issuer();
        let pair = issuer.pair(format!("user-{n}")).issue().unwrap();
        let token = pair.access_token.as_str();
        for _ in 0..2 {
            assert_eq!(call(&app, with("/me", token)).await.status, 200);
            call(&app, with("/unasked", token)).await.is_ok("in");
        }
        match uri {
            "by id" => revocations.revoke_jti(pair.access_token.jti()).await.unwrap(),
            uri => {
                let request = support::post(uri).insert_header(bearer(token));
                assert_eq!(call(&app, request).await.status, 204);
            }
        }
        for _ in 0..2 {
            assert_eq!(call(&app, with("/me", token)).await.code(), "token_revoked", "{uri}");
            call(&app, with("/unasked", token)).await.is_ok("in");
        }
    }
}

#[actix_web::test]
async fn a_token_that_is_used_up_is_used_up() {
    let paseto = paseto("").await;
    let app = app!(paseto, refresh);
    let first = paseto.issuer().pair("alice").issue().unwrap().refresh_token.into_string();
    let second = call(&app, with("/refresh", &first)).await.text().to_owned();
    let third = call(&app, with("/refresh", &second)).await;
    assert_eq!(third.status, 200);
    assert_eq!(call(&app, with("/refresh", &first)).await.code(), "token_used");
    assert_eq!(call(&app, with("/refresh", third.text())).await.code(), "token_revoked");
}

/// One that asks all the time, on threads of its own, while another revokes: whoever asks after the
/// revocation is refused.
#[actix_web::test]
async fn nobody_who_asks_afterwards_is_let_in() {
    let paseto = paseto("").await;
    for round in 0..20 {
        let token = mint(&payload(json!({ "jti": format!("jti-{round}"), "role": "clerk" })));
        let is_revoked = Arc::new(AtomicBool::new(false));
        let askers: Vec<_> = (0..3)
            .map(|_| {
                let (paseto, token) = (paseto.clone(), token.clone());
                let is_revoked = Arc::clone(&is_revoked);
                std::thread::spawn(move || {
                    rt::System::new().block_on(async move {
                        let app = app!(paseto, me);
                        let mut refused = 0;
                        while refused < 5 {
                            let was_revoked = is_revoked.load(Ordering::SeqCst);
                            let reply = call(&app, with("/me", &token)).await;
                            assert!(!was_revoked || reply.code() == "token_revoked");
                            refused += usize::from(reply.status == 401);
                        }
                    });
                })
            })
            .collect();
        std::thread::sleep(std::time::Duration::from_millis(5));
        paseto.revocations().revoke_jti(&format!("jti-{round}")).await.unwrap();
        is_revoked.store(true, Ordering::SeqCst);
        for asker in askers {
            asker.join().unwrap();
        }
    }
}
