//! What is wrong with a token is told as it is for one in a header.

use serde_json::json;

use crate::browser::get;
use crate::routes::routes;
use crate::support::{
    Script, Scripted, builder, call, forged, local, mint, minutes_ago, paseto, payload,
};

#[actix_web::test]
async fn a_bad_token_is_refused_and_the_cookie_is_left_alone() {
    let paseto = paseto("").await;
    let app = actix_web::App::new().configure(paseto.install()).configure(routes);
    let app = actix_web::test::init_service(app).await;
    let past = json!({ "iat": minutes_ago(30), "nbf": minutes_ago(30), "exp": minutes_ago(15) });
    for (token, code) in [
        (forged(), "token_invalid"),
        ("v4.local.AAAA".to_owned(), "token_invalid"),
        (mint(&payload(past)), "token_expired"),
        (mint(&payload(json!({ "type": "refresh", "fresh": null }))), "wrong_kind"),
        (mint(&payload(json!({ "csrf": 7 }))), "token_invalid"),
        (mint(&payload(json!({ "csrf": "" }))), "token_invalid"),
        (mint(&payload(json!({ "csrf": ["x"] }))), "token_invalid"),
    ] {
        let line = ("cookie", format!("__Host-access={token}"));
        let reply = call(&app, get("/me").insert_header(line)).await;
        assert_eq!(reply.verdict(), (401, code.to_owned()));
        assert_eq!(reply.header("set-cookie"), None);
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        assert!(!reply.whole().contains(&token));
        assert!(reply.header("www-authenticate").unwrap().starts_with("Bearer"));
    }
}

#[actix_web::test]
async fn a_store_says_the_same_of_it() {
    for (script, verdict) in [
        (Script::Live, (200, "")),
        (Script::Revoked, (401, "token_revoked")),
        (Script::Fails, (503, "temporarily_unavailable")),
    ] {
        for store in [Scripted::at_once(script), Scripted::after(2, script)] {
            let paseto = builder(local("").store(store)).await;
            let app = actix_web::App::new().configure(paseto.install()).configure(routes);
            let app = actix_web::test::init_service(app).await;
            let line = ("cookie", format!("__Host-access={}", mint(&payload(json!({})))));
            let reply = call(&app, get("/me").insert_header(line)).await;
            assert_eq!(reply.verdict(), (verdict.0, verdict.1.to_owned()));
        }
    }
}
