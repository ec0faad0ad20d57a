//! No event shows what opens anything.

use serde_json::json;

use crate::app::{listening, pair};
use crate::support::{bearer, call, forged, get, local, local_key, mint, mint_with, payload, post};

#[actix_web::test]
async fn neither_tokens_nor_keys_nor_assertions_nor_cookies_are_told() {
    let (ear, _, app) = listening!(local("sources = [\"header\", \"cookie\"]"));
    let bound = mint_with(&payload(json!({ "sub": "bob" })), b"", b"canary-of-the-assertion");
    let evil = mint(&payload(json!({ "sub": "eve\nforged line\u{202e}" })));
    let (access, refresh) = pair(&call(&app, post("/login")).await);
    let mut secrets = vec![access.clone(), refresh.clone(), bound.clone(), evil.clone(), forged()];
    let cookies = call(&app, post("/login/cookies")).await;
    let cookies = cookies.headers.get_all("set-cookie").map(|line| line.to_str().unwrap());
    let values = cookies.filter_map(|line| line.split(['=', ';']).nth(1)).map(str::to_owned);
    secrets.extend(values.filter(|value| !value.is_empty()));
    secrets.push(local_key().to_paserk().expose().to_owned());
    secrets.push("canary-of-the-assertion".to_owned());
    for (uri, token) in [
        ("/bound", &bound),
        ("/bound", &access),
        ("/me", &bound),
        ("/admin", &evil),
        ("/me", &forged()),
        ("/me", &"v4.local.canary-of-garbage".to_owned()),
    ] {
        call(&app, get(uri).insert_header(bearer(token))).await;
        call(&app, get(uri).insert_header(("cookie", format!("__Host-access={token}")))).await;
    }
    call(&app, post("/refresh").insert_header(bearer(&refresh))).await;
    call(&app, post("/refresh").insert_header(bearer(&refresh))).await;
    secrets.push("canary-of-garbage".to_owned());
    secrets.push("v4.local".to_owned());
    let heard = ear.heard();
    assert!(heard.len() > 15);
    for event in heard {
        let json = serde_json::to_string(&event).unwrap();
        let line = event.to_string();
        for text in [&json, &line, &format!("{event:?}")] {
            for secret in &secrets {
                assert!(!text.contains(secret.as_str()), "{text} shows {secret}");
            }
            assert!(!text.contains('\n'), "{text}");
        }
        assert!(!line.contains('\u{202e}'), "{line}");
    }
}
