//! One request after the other.

use actix_web::rt;
use serde_json::json;

use crate::routes::{STORES, issued, of, pair, serve, with};
use crate::support::{NOON, call, mint, payload, rfc3339};

const USED: (u16, &str) = (401, "token_used");
const REVOKED: (u16, &str) = (401, "token_revoked");

macro_rules! verdict {
    ($app:expr, $path:expr, $token:expr) => {{
        let (status, code) = call(&$app, with($path, $token)).await.verdict();
        (status, code)
    }};
}

macro_rules! assert_verdict {
    ($app:expr, $path:expr, $token:expr, $expected:expr) => {{
        let (status, code) = verdict!($app, $path, $token);
        assert_eq!((status, code.as_str()), $expected, "{}", $path);
    }};
}

macro_rules! claims {
    ($app:expr, $token:expr) => {{
        let reply = call(&$app, with("/claims", $token)).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    }};
}

#[test]
fn a_second_use_ends_the_login_of_both_who_hold_the_token() {
    rt::System::new().block_on(async {
        for store in STORES {
            let (clock, paseto, app) = serve!(store, "");
            let (access, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
            let (bystander, _) = issued(paseto.issuer().pair("alice").issue().unwrap());
            clock.forward(1_000);
            let (child_access, child) = pair(&call(&app, with("/refresh", &refresh)).await);
            assert_verdict!(app, "/claims", &access, (200, ""));
            assert_verdict!(app, "/claims", &child_access, (200, ""));

            assert_verdict!(app, "/refresh", &refresh, USED);
            for token in [&access, &child_access, &child] {
                assert_verdict!(app, "/claims", token, REVOKED);
            }
            assert_verdict!(app, "/refresh", &child, REVOKED);
            assert_verdict!(app, "/refresh", &refresh, REVOKED);
            assert_verdict!(app, "/claims", &bystander, (200, ""));
        }
    });
}

#[test]
fn the_tokens_of_a_login_are_of_one_family_and_of_no_other() {
    rt::System::new().block_on(async {
        let (clock, paseto, app) = serve!(STORES[0], "");
        let (access, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
        let family = claims!(app, &access)["fam"].clone();
        assert_eq!(claims!(app, &refresh)["fam"], family);
        let micros = format!(".{}", NOON * 1_000);
        assert!(family.as_str().unwrap().ends_with(&micros), "{family}");
        clock.forward(60_000);
        let (access, refresh) = pair(&call(&app, with("/refresh", &refresh)).await);
        for token in [&access, &refresh] {
            assert_eq!(claims!(app, token)["fam"], family);
        }
        let (_, stranger) = pair(&call(&app, with("/refresh/as/bob", &refresh)).await);
        assert_ne!(claims!(app, &stranger)["fam"], family);
        let alone = paseto.issuer().access("alice").issue().unwrap();
        assert!(claims!(app, alone.as_str()).get("fam").is_none());
    });
}

#[test]
fn a_used_token_is_refused_everywhere() {
    rt::System::new().block_on(async {
        for store in STORES {
            let (_, paseto, app) = serve!(store, "");
            let (_, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
            pair(&call(&app, with("/refresh", &refresh)).await);
            for path in ["/claims", "/logout", "/refresh/again"] {
                assert_verdict!(app, path, &refresh, REVOKED);
            }
        }
    });
}

#[test]
fn a_handler_that_asks_twice_gets_one_child() {
    rt::System::new().block_on(async {
        for store in STORES {
            let (_, paseto, app) = serve!(store, "");
            let (_, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
            let reply = call(&app, with("/refresh/twice", &refresh)).await.json();
            let ((_, one), (_, two)) = (of(&reply[0]), of(&reply[1]));
            assert_eq!(claims!(app, &one), claims!(app, &two));
            pair(&call(&app, with("/refresh", &one)).await);
            assert_verdict!(app, "/refresh", &two, USED);
        }
    });
}

#[test]
fn what_cannot_be_read_uses_nothing_up() {
    rt::System::new().block_on(async {
        for store in STORES {
            let (_, paseto, app) = serve!(store, "");
            let (_, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
            let link = paseto.issuer().custom("password-reset", "alice").issue().unwrap();
            for (path, token) in [("/refresh/body", &*refresh), ("/reset", link.as_str())] {
                for bad in ["", "{", "\"text\"", "-1"] {
                    let request =
                        with(path, token).insert_header(("content-type", "application/json"));
                    let reply = call(&app, request.set_payload(bad)).await;
                    assert_eq!(reply.status, 400, "{path} {bad} {}", reply.text());
                }
                assert_eq!(call(&app, with(path, token).set_json(7)).await.status, 200);
                assert_eq!(call(&app, with(path, token).set_json(7)).await.code(), "token_used");
            }
        }
    });
}

#[test]
fn a_token_without_a_family_founds_one() {
    rt::System::new().block_on(async {
        for store in STORES {
            let (_, _, app) = serve!(store, "");
            let times = json!({
                "type": "refresh", "fresh": null, "jti": "of-another.service",
                "iat": rfc3339(NOON - 5_000), "nbf": rfc3339(NOON - 5_000),
                "exp": rfc3339(NOON + 600_000),
            });
            let foreign = mint(&payload(times));
            let (access, child) = pair(&call(&app, with("/refresh", &foreign)).await);
            let micros = (NOON - 5_000) * 1_000;
            assert_eq!(claims!(app, &child)["fam"], format!("of-another.service.{micros}"));
            assert_verdict!(app, "/refresh", &foreign, USED);
            assert_verdict!(app, "/claims", &access, REVOKED);
            assert_verdict!(app, "/refresh", &child, REVOKED);
        }
    });
}

#[test]
fn a_link_works_once() {
    rt::System::new().block_on(async {
        for store in STORES {
            let (_, paseto, app) = serve!(store, "");
            let link = || paseto.issuer().custom("password-reset", "alice").issue().unwrap();
            let (one, two) = (link(), link());
            let reset = |token: &str| with("/reset", token).set_json(7);
            assert_eq!(call(&app, reset(one.as_str())).await.text(), "alice 7");
            assert_eq!(call(&app, reset(one.as_str())).await.verdict(), (401, "token_used".into()));
            assert_eq!(call(&app, reset(two.as_str())).await.text(), "alice 7");
            paseto.revocations().revoke_subject("alice").await.unwrap();
            let reply = call(&app, reset(link().as_str())).await;
            assert_eq!(reply.verdict(), (401, "token_revoked".into()));
        }
    });
}

#[test]
fn neither_the_life_of_a_family_nor_idleness_is_outrun() {
    const HOUR: u64 = 3_600_000;
    rt::System::new().block_on(async {
        let lines = "access_ttl = \"1h\"\nrefresh_ttl = \"4h\"\nfamily.ttl = \"10h\"";
        for store in STORES {
            let (clock, paseto, app) = serve!(store, lines);
            let (_, mut refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
            for _ in 0..3 {
                clock.forward(3 * HOUR);
                let (access, next) = pair(&call(&app, with("/refresh", &refresh)).await);
                let end = rfc3339(NOON + 10 * HOUR);
                for token in [&access, &next] {
                    let exp = claims!(app, token)["exp"].as_str().unwrap().to_owned();
                    assert!(exp[..19] <= end[..19], "{exp} {end}");
                }
                refresh = next;
            }
            for millis in [HOUR - 1_500, 600, 600, 600, 600, HOUR] {
                clock.forward(millis);
                let reply = call(&app, with("/refresh", &refresh)).await;
                match reply.status {
                    200 => (_, refresh) = pair(&reply),
                    _ => assert_eq!(reply.verdict(), (401, "token_expired".into())),
                }
            }
            assert_verdict!(app, "/refresh", &refresh, (401, "token_expired"));

            let (_, idle) = issued(paseto.issuer().pair("alice").issue().unwrap());
            clock.forward(4 * HOUR + 1_000);
            assert_verdict!(app, "/refresh", &idle, (401, "token_expired"));
        }
    });
}

#[test]
fn a_shorter_life_holds_for_the_families_there_are() {
    rt::System::new().block_on(async {
        let (clock, paseto, _) = serve!(STORES[0], "");
        let (access, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
        let shorter = STORES[0].builder(&clock, "access_ttl = \"1m\"\nfamily.ttl = \"5m\"");
        let shorter = crate::support::builder(shorter).await;
        let app = actix_web::App::new().configure(shorter.install());
        let app = actix_web::test::init_service(app.configure(crate::routes::routes)).await;
        assert_verdict!(app, "/claims", &access, (200, ""));
        clock.forward(301_000);
        for path in ["/claims", "/refresh"] {
            let token = if path == "/claims" { &access } else { &refresh };
            assert_verdict!(app, path, token, (401, "token_expired"));
        }
    });
}
