//! Who is turned away, and how much is told of him.

use actix_paseto::Audited;
use serde_json::{Value, json};

use crate::app::{Ear, listening};
use crate::support::{
    bearer, builder, call, forged, get, local, mint, mint_with, minutes_ago, payload, post, rfc3339,
};

fn one(ear: &Ear) -> Value {
    let heard = ear.heard();
    assert_eq!(heard.len(), 1, "{heard:?}");
    serde_json::to_value(&heard[0]).unwrap()
}

#[actix_web::test]
async fn only_an_authentic_token_names_somebody() {
    let (ear, _, app) = listening!(local(""));
    let strange = [forged(), "garbage".to_owned(), mint_with(&payload(json!({})), b"", b"other")];
    for token in strange {
        assert_eq!(call(&app, get("/me").insert_header(bearer(&token))).await.status, 401);
        let told = one(&ear);
        assert_eq!((&told["subject"], &told["jti"]), (&Value::Null, &Value::Null), "{told}");
    }
    assert_eq!(call(&app, get("/me")).await.status, 401);
    assert_eq!(one(&ear)["code"], "token_missing");
    for (changes, uri, code) in [
        (json!({ "exp": minutes_ago(5) }), "/me", "token_expired"),
        (json!({ "type": "refresh" }), "/me", "wrong_kind"),
        (json!({}), "/admin", "scope_missing"),
        (json!({ "nbf": rfc3339(9_000_000_000_000) }), "/me", "token_not_yet_valid"),
    ] {
        let token = mint(&payload(changes));
        let reply = call(&app, get(uri).insert_header(bearer(&token))).await;
        assert_eq!(reply.code(), code);
        let told = one(&ear);
        let expected = ["default", "refused", code, "alice", "jti-0123456789"];
        let named = ["profile", "event", "code", "subject", "jti"].map(|name| &told[name]);
        assert_eq!(named, expected.map(|text| json!(text)).each_ref(), "{told}");
        assert!(told["policy"].as_str().unwrap().contains(uri.trim_start_matches('/')), "{told}");
    }
}

#[actix_web::test]
async fn who_is_let_in_without_his_bad_token_is_not_refused() {
    let (ear, _, app) = listening!(local(""));
    let token = mint(&payload(json!({ "exp": minutes_ago(5) })));
    assert_eq!(call(&app, get("/maybe").insert_header(bearer(&token))).await.status, 200);
    assert!(ear.heard().is_empty());
}

#[actix_web::test]
async fn a_token_that_is_used_once_has_no_family_to_revoke() {
    let (ear, paseto, app) = listening!(local(""));
    let token = paseto.issuer().custom("password-reset", "alice").issue().unwrap();
    ear.heard();
    let ask = || post("/reset").insert_header(bearer(token.as_str()));
    assert_eq!(call(&app, ask()).await.status, 200);
    assert!(ear.heard().is_empty());
    assert_eq!(call(&app, ask()).await.code(), "token_used");
    let heard = ear.heard();
    assert!(matches!(heard[0].what, Audited::ReuseDetected { family: None, .. }), "{heard:?}");
    assert!(matches!(heard[1].what, Audited::Refused { .. }));
}

#[actix_web::test]
async fn nobody_hears_where_nobody_listens() {
    let paseto = builder(local("")).await;
    let app = crate::support::app!(paseto, crate::app::me);
    assert_eq!(call(&app, get("/me")).await.status, 401);
}
