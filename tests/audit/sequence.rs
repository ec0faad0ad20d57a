//! A session from its login to its end.

use actix_paseto::Audited;
use actix_paseto::claims::Subject;

use crate::app::{listening, pair};
use crate::support::{HandClock, NOON, bearer, call, local, post};

#[actix_web::test]
async fn login_refresh_reuse_and_logout_are_told_in_this_order_and_nothing_else() {
    let clock = HandClock::new();
    let (ear, _, app) = listening!(local("").clock(clock.clock()));
    let (_, first) = pair(&call(&app, post("/login")).await);
    let login = ear.heard();
    let names: Vec<_> = login.iter().map(|event| crate::app::name(&event.what)).collect();
    assert_eq!(names, ["issued", "issued", "login"]);
    let Audited::Login { subject, family } = login[2].what.clone() else { panic!("a login") };
    assert_eq!(subject, "alice");
    for event in &login {
        assert_eq!((event.profile.as_str(), event.at), ("default", clock.clock().now()));
    }

    clock.set(NOON + 5_000);
    let (access, second) = pair(&call(&app, post("/refresh").insert_header(bearer(&first))).await);
    let refreshed = ear.heard();
    let names: Vec<_> = refreshed.iter().map(|event| crate::app::name(&event.what)).collect();
    assert_eq!(names, ["refreshed", "issued", "issued"]);
    let same = Some(family.clone());
    assert!(matches!(&refreshed[0].what, Audited::Refreshed { family, .. } if *family == same));
    assert!(matches!(&refreshed[1].what, Audited::Issued { family, .. } if *family == same));

    let reply = call(&app, post("/refresh").insert_header(bearer(&first))).await;
    assert_eq!(reply.code(), "token_used");
    let reused = ear.heard();
    let names: Vec<_> = reused.iter().map(|event| crate::app::name(&event.what)).collect();
    assert_eq!(names, ["reuse_detected", "refused"]);
    assert!(matches!(&reused[0].what, Audited::ReuseDetected { family, subject, .. }
        if *family == same && *subject == "alice"));
    assert!(
        matches!(&reused[1].what, Audited::Refused { code, subject: Some(_), jti: Some(_), .. }
        if code.as_str() == "token_used")
    );

    for token in [&access, &second] {
        assert_eq!(call(&app, post("/logout").insert_header(bearer(token))).await.status, 401);
        assert_eq!(ear.names(), ["refused"]);
    }
    let (access, _) = pair(&call(&app, post("/login")).await);
    ear.heard();
    assert_eq!(call(&app, post("/logout").insert_header(bearer(&access))).await.status, 204);
    assert_eq!(ear.names(), ["family_revoked", "logged_out"]);
}

#[actix_web::test]
async fn a_login_by_cookies_is_a_login() {
    let (ear, _, app) = listening!(local(""));
    assert_eq!(call(&app, post("/login/cookies")).await.status, 200);
    assert_eq!(ear.names(), ["issued", "issued", "login"]);
}

#[actix_web::test]
async fn a_token_by_itself_begins_no_login_and_a_pair_does() {
    let (ear, paseto, _) = listening!(local(""));
    paseto.issuer().access("alice").issue().unwrap();
    paseto.issuer().custom("letter", 7).issue().unwrap();
    assert_eq!(ear.names(), ["issued", "issued"]);
    paseto.issuer().pair("alice").issue().unwrap();
    assert_eq!(ear.names(), ["issued", "issued", "login"]);
    // What was refused was not made.
    assert!(paseto.issuer().access("").issue().is_err());
    assert!(ear.heard().is_empty());
}

#[actix_web::test]
async fn each_revocation_says_what_it_ends() {
    let (ear, paseto, app) = listening!(local(""));
    let tokens = paseto.issuer().pair("alice").begin("desk").await.unwrap();
    let list = paseto.revocations().families("alice").await.unwrap();
    ear.heard();
    let revocations = paseto.revocations();
    revocations.revoke_jti("x").await.unwrap();
    assert!(revocations.revoke_family("alice", &list[0].id).await.unwrap());
    assert!(!revocations.revoke_family("bob", &list[0].id).await.unwrap());
    revocations.revoke_subject(7).await.unwrap();
    let heard = ear.heard();
    assert!(matches!(&heard[0].what, Audited::TokenRevoked { jti, subject: None } if jti == "x"));
    assert!(
        matches!(&heard[1].what, Audited::FamilyRevoked { family, .. } if *family == list[0].id)
    );
    assert!(matches!(&heard[2].what, Audited::SubjectRevoked { subject, .. }
        if *subject == Subject::from(7)));
    assert_eq!(heard.len(), 3);
    // The endpoint ends what a log-out ends.
    let form = [("token", tokens.refresh_token.as_str())];
    assert_eq!(call(&app, post("/revoke").set_form(form)).await.status, 200);
    assert_eq!(ear.names(), ["family_revoked", "logged_out"]);
    assert_eq!(call(&app, post("/revoke").set_form([("token", "garbage")])).await.status, 200);
    assert!(ear.heard().is_empty());
}
