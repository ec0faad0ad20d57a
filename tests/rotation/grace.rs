//! The moment in which a repeated refresh gets the same successor.

use actix_web::rt;

use crate::routes::{STORES, issued, pair, serve, with};
use crate::support::call;

const LINES: &str = "family.grace = \"10s\"";

macro_rules! claims {
    ($app:expr, $token:expr) => {
        call(&$app, with("/claims", $token)).await.json()
    };
}

#[test]
fn a_repeat_gets_the_same_successor() {
    rt::System::new().block_on(async {
        for store in STORES {
            let (clock, paseto, app) = serve!(store, LINES);
            let (_, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
            let (_, first) = pair(&call(&app, with("/refresh", &refresh)).await);
            clock.forward(9_000);
            let (access, repeated) = pair(&call(&app, with("/refresh", &refresh)).await);
            // The same id, the same times: no sibling that lives longer.
            assert_eq!(claims!(app, &first), claims!(app, &repeated));
            assert_eq!(claims!(app, &access)["sub"], "alice");
            pair(&call(&app, with("/refresh", &repeated)).await);
        }
    });
}

#[test]
fn what_comes_too_late_or_twice_removed_is_reuse() {
    rt::System::new().block_on(async {
        for store in STORES {
            // Too late.
            let (clock, paseto, app) = serve!(store, LINES);
            let (_, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
            let (_, child) = pair(&call(&app, with("/refresh", &refresh)).await);
            clock.forward(10_001);
            assert_eq!(call(&app, with("/refresh", &refresh)).await.code(), "token_used");
            assert_eq!(call(&app, with("/refresh", &child)).await.code(), "token_revoked");

            // In time, but its successor has been used.
            let (_, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
            let (_, child) = pair(&call(&app, with("/refresh", &refresh)).await);
            let (_, grandchild) = pair(&call(&app, with("/refresh", &child)).await);
            assert_eq!(call(&app, with("/refresh", &refresh)).await.code(), "token_used");
            assert_eq!(call(&app, with("/refresh", &grandchild)).await.code(), "token_revoked");

            // In time, but logged out.
            let (access, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
            pair(&call(&app, with("/refresh", &refresh)).await);
            assert_eq!(call(&app, with("/logout", &access)).await.status, 204);
            assert_eq!(call(&app, with("/refresh", &refresh)).await.code(), "token_revoked");
        }
    });
}

#[test]
fn it_is_off_by_default_and_no_business_of_single_use() {
    rt::System::new().block_on(async {
        for store in STORES {
            let (_, paseto, app) = serve!(store, "");
            let (_, refresh) = issued(paseto.issuer().pair("alice").issue().unwrap());
            pair(&call(&app, with("/refresh", &refresh)).await);
            assert_eq!(call(&app, with("/refresh", &refresh)).await.code(), "token_used");

            let (_, paseto, app) = serve!(store, LINES);
            let link = paseto.issuer().custom("password-reset", "alice").issue().unwrap();
            let reset = || with("/reset", link.as_str()).set_json(7);
            assert_eq!(call(&app, reset()).await.status, 200);
            assert_eq!(call(&app, reset()).await.code(), "token_used");
        }
    });
}
