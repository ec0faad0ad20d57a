//! One application makes tokens, with the key of an OpenID provider; the other one verifies them by
//! what the provider publishes.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::harness::App;
use crate::oidc::Oidc;
use crate::server::Folder;

use super::{Deployment, is_in, is_out, login, until};

/// The newest Ed25519 key of the provider, as PASERK.
fn newest(oidc: &Oidc) -> String {
    let keys = oidc.keys();
    let key = keys.iter().find(|key| key["crv"] == "Ed25519").unwrap();
    let half = |name: &str| URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap();
    format!("k4.secret.{}", URL_SAFE_NO_PAD.encode([half("d"), half("x")].concat()))
}

/// The application that makes tokens, with this key.
fn login_service(folder: &Folder, oidc: &Oidc) -> Deployment {
    let (file, key) = (folder.join("token-key"), newest(oidc));
    fs::write(&file, &key).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    Deployment::of("file")
        .with("PASETO_KEYS__ACTIVE", format!("file:{}", file.display()))
        .with("PASETO_ACCEPT", "v4.public")
        .with("PASETO_ISSUE", "v4.public")
        .with("PASETO_ISSUER", oidc.issuer())
        .hiding(&key[10..])
}

fn verifier(oidc: &Oidc) -> Deployment {
    Deployment::of("jwks")
        .with("PASETO_KEYS__ACCEPT", format!("jwks:{}", oidc.certs()))
        .with("PASETO_KEYS__REFRESH", "1s")
        .with("PASETO_JWKS__ISSUER", oidc.issuer())
        .with("PASETO_ISSUER", oidc.issuer())
}

fn status(app: &App, token: &str) -> u16 {
    app.get("/me").bearer(token).send().status
}

#[test]
fn a_service_that_only_verifies() {
    let (folder, mut oidc) = (Folder::new("deployed-jwks"), Oidc::start());
    let maker = login_service(&folder, &oidc);
    let app = maker.start();
    let first = login(&app);
    maker.end(app);

    let deployment = verifier(&oidc);
    let app = deployment.start();
    is_in(&app, &first);
    assert_eq!(app.get("/ready").send().status, 200);
    // It has no way to make a token, and no key to change.
    for path in ["/login/alice", "/keys/rotate"] {
        assert_eq!(app.post(path).bearer(&first).send().status, 404);
    }
    let app = deployment.restart(app);
    is_in(&app, &first);

    oidc.rotate();
    let maker = login_service(&folder, &oidc);
    let made = maker.start();
    let second = login(&made);
    maker.end(made);
    until(|| status(&app, &second) == 200);
    is_in(&app, &first);
    oidc.keep(|key| key["kid"] != "ed-1");
    until(|| status(&app, &first) == 401);
    is_in(&app, &second);

    // While the provider is away, what it has said last counts.
    oidc.kill();
    super::super::harness::wait(1.5);
    is_in(&app, &second);
    is_out(&app, &first);
    deployment.end(app);
}
