//! How much is remembered, and of what.

use serde_json::json;

use super::seen::{me, readings, with};
use super::support::{app, builder, call, local, mint, paseto, payload};

#[actix_web::test]
async fn a_capacity_is_a_number_of_bytes() {
    for (text, problem) in [("-1", true), ("'1MB'", true), ("0", false), ("1", false)] {
        let built = local(&format!("cache.capacity = {text}")).build().await;
        assert_eq!(built.is_err(), problem, "{text}");
    }
    let errors = local("cache.capacitiy = 1").build().await.unwrap_err().to_string();
    assert!(errors.contains("did you mean `capacity`"), "{errors}");
}

/// Too small for a single token: the same answers.
#[actix_web::test]
async fn no_room_is_no_error() {
    let paseto = paseto("cache.capacity = 100").await;
    let app = app!(paseto, me);
    let token = mint(&payload(json!({ "role": "clerk" })));
    readings();
    for _ in 0..3 {
        call(&app, with("/me", &token)).await.is_ok("clerk");
        assert_eq!(readings(), 1);
    }
}

/// Forged, expired and valid ones that come once: whoever comes often stays.
#[actix_web::test]
async fn a_flood_evicts_nobody_who_comes_often() {
    let paseto = builder(local("cache.capacity = 65536")).await;
    let app = app!(paseto, me);
    let of = |n: usize| mint(&payload(json!({ "role": "clerk", "jti": format!("jti-{n}") })));
    let hot: Vec<_> = (0..16).map(of).collect();
    for token in hot.iter().chain(&hot).chain(&hot) {
        call(&app, with("/me", token)).await.is_ok("clerk");
    }
    for n in 100..2_100 {
        call(&app, with("/me", of(n))).await.is_ok("clerk");
        let (start, end) = hot[0].split_at(60);
        let forged = format!("{start}{n:04}{}", &end[4..]);
        assert_eq!(call(&app, with("/me", forged)).await.status, 401);
        let expired = json!({ "exp": "2020-01-01T00:00:00Z", "jti": format!("x{n}") });
        assert_eq!(call(&app, with("/me", mint(&payload(expired)))).await.status, 401);
    }
    readings();
    for token in &hot {
        call(&app, with("/me", token)).await.is_ok("clerk");
    }
    assert_eq!(readings(), 0);
}
