//! Mistakes in the configuration stop the start, each with its key and never with its value.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod support;

use actix_paseto::Paseto;
use actix_paseto::codec::{LocalKey, SigningKey};
use actix_paseto::config::ConfigErrors;
use actix_paseto::prelude::*;
use actix_web::get;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use figment::Figment;
use figment::providers::{Format as _, Serialized, Toml};
use support::{app, builder, call, from_toml, local, local_key, signing_key};

async fn start(toml: &str) -> Result<Paseto, ConfigErrors> {
    from_toml(toml).build().await
}

/// The errors in words; neither they nor their `Debug` may hold any of the secrets.
async fn errors(toml: &str, secrets: &[&str]) -> String {
    let Err(errors) = start(toml).await else { panic!("started with {toml}") };
    let (shown, debugged) = (errors.to_string(), format!("{errors:?}"));
    for secret in secrets {
        assert!(!shown.contains(secret) && !debugged.contains(secret), "{shown}\n{debugged}");
    }
    for error in &errors {
        assert!(!error.key().is_empty(), "{shown}");
    }
    shown
}

fn active(key: &str) -> String {
    format!("[default]\nkeys.active = \"{key}\"")
}

const VECTOR_LOCAL: &str = "k4.local.cHFyc3R1dnd4eXp7fH1-f4CBgoOEhYaHiImKi4yNjo8";
const VECTOR_SECRET: &str = "k4.secret.cHFyc3R1dnd4eXp7fH1-f4CBgoOEhYaHiImKi4yNjo8c5WpIyC_5kWKhS8VEYSZ05dYfuTF-ZdQFV4D9vLTcNQ";

#[actix_web::test]
async fn keys_that_must_not_be_used() {
    let zero_local = format!("k4.local.{}", "A".repeat(43));
    let zero_secret = format!("k4.secret.{}", "A".repeat(86));
    let (shared, public) = (local_key().to_paserk(), signing_key().verifying_key().to_paserk());
    let short = format!("k4.local.{}", "x".repeat(40));
    let k3 = format!("k3.secret.{}", "A".repeat(64));
    let cut = &shared.expose()[..shared.expose().len() - 2];
    for (key, words) in [
        (zero_local.as_str(), "a weak key"),
        (VECTOR_LOCAL, "a published key"),
        (&short, "wrong length"),
        (&k3, "another version"),
        (cut, "not a key"),
        ("707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f", "not a key"),
        ("correct horse battery staple", "not a key"),
        (&public, "a public key makes no tokens"),
    ] {
        let shown = errors(&active(key), &[key]).await;
        assert!(shown.starts_with("keys.active"), "{shown}");
        assert!(shown.contains(words), "{shown}");
    }
    for (key, words) in [(zero_secret.as_str(), "a weak key"), (VECTOR_SECRET, "a published key")] {
        let toml = format!("[default]\naccept = \"v4.public\"\nkeys.active = \"{key}\"");
        let shown = errors(&toml, &[key]).await;
        assert!(shown.contains(words), "{shown}");
    }
    let weak = from_toml(&active(VECTOR_LOCAL)).dangerous_allow_weak_keys();
    assert!(weak.build().await.is_ok());
}

#[actix_web::test]
async fn keys_that_contradict_each_other() {
    let (local, signing) = (local_key().to_paserk(), signing_key().to_paserk());
    let (local, signing) = (local.expose(), signing.expose());
    let public = signing_key().verifying_key().to_paserk();
    let other = LocalKey::generate().unwrap().to_paserk();
    let seed = URL_SAFE_NO_PAD.decode(signing.strip_prefix("k4.secret.").unwrap()).unwrap();
    let seed = format!("k4.local.{}", URL_SAFE_NO_PAD.encode(&seed[..32]));
    let point = public.replacen("public", "local", 1);
    let both = "accept = [\"v4.local\", \"v4.public\"]";
    let secrets = [local, signing, other.expose(), &*seed, &*point];
    for (lines, words) in [
        (format!("{both}\nkeys.active = [\"{seed}\", \"{signing}\"]"), "two purposes"),
        (format!("{both}\nkeys.active = [\"{point}\", \"{signing}\"]"), "two purposes"),
        (
            format!("{both}\nkeys.active = \"{local}\"\nkeys.accept = [\"{public}\", \"{point}\"]"),
            "two purposes",
        ),
        (format!("{both}\nkeys.active = \"{seed}\"\nkeys.accept = \"{signing}\""), "two purposes"),
        (format!("keys.active = [\"{local}\", \"{}\"]", other.expose()), "two active keys"),
        (format!("keys.active = [\"{local}\", \"{local}\"]"), "two active keys"),
        (
            format!("keys.active = \"{local}\"\nkeys.accept = [\"{0}\", \"{0}\"]", other.expose()),
            "given twice",
        ),
        (format!("{both}\nkeys.active = \"{local}\""), "no key for v4.public"),
        (format!("accept = \"v4.public\"\nkeys.active = \"{local}\""), "v4.public"),
        (format!("keys.active = [\"{local}\", \"{signing}\"]"), "`accept` does not name v4.public"),
        (format!("issue = \"v4.public\"\nkeys.active = \"{local}\""), "must be one of `accept`"),
        (
            String::new(),
            "no key for v4.local: set it in paseto.toml or PASETO_KEYS__ACTIVE; \
             `cargo run --example keys -- generate local` makes one",
        ),
    ] {
        let shown = errors(&format!("[default]\n{lines}"), &secrets).await;
        assert!(shown.contains(words), "{words}: {shown}");
    }
    // The active key among the accepted ones is no mistake, nor is a verifier without secrets.
    let again = format!("{}\nkeys.accept = [\"{local}\", \"{}\"]", active(local), other.expose());
    assert!(start(&again).await.is_ok());
    let verifier = format!("[default]\naccept = \"v4.public\"\nkeys.accept = \"{public}\"");
    assert!(start(&verifier).await.is_ok());
}

#[cfg(unix)]
#[actix_web::test]
async fn a_key_file_is_for_one_user() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    let path = std::env::temp_dir().join(format!("actix-paseto-key-{}", std::process::id()));
    let key = local_key().to_paserk();
    fs::write(&path, format!("{}\n", key.expose())).unwrap();
    let toml = active(&format!("file:{}", path.display()));
    for (mode, starts) in
        [(0o600, true), (0o400, true), (0o640, true), (0o644, false), (0o666, false)]
    {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let started = start(&toml).await;
        assert_eq!(started.is_ok(), starts, "{mode:o}");
        if let Err(errors) = started {
            assert!(errors.to_string().contains("open to every user"), "{errors}");
            assert!(!format!("{errors:?}").contains(key.expose()));
        }
    }
    fs::remove_file(&path).unwrap();
    let shown = errors(&toml, &[]).await;
    assert!(shown.contains("absent"), "{shown}");
}

#[actix_web::test]
async fn values_that_are_none() {
    let key = local_key().to_paserk();
    for (line, named) in [
        ("access_ttl = \"0s\"", "access_ttl"),
        ("access_ttl = \"-5s\"", "access_ttl"),
        ("access_ttl = \"500ms\"", "access_ttl"),
        ("access_ttl = 900", "access_ttl"),
        ("access_ttl = \"10000000d\"", "access_ttl"),
        ("access_ttl = \"never\"", "access_ttl"),
        ("max_ttl = \"1d\"", "refresh_ttl"),
        ("leeway = \"301s\"", "leeway"),
        ("max_token_length = 8193", "max_token_length"),
        ("json.max_length = 100", "json.max_length"),
        ("acess_ttl = \"5m\"", "acess_ttl"),
        ("keys.activ = \"x\"", "keys.activ"),
        ("audience = [\"\"]", "audience"),
        ("issuer = \"\"", "issuer"),
        ("realm = \"a\\\"b\"", "realm"),
        ("accept = \"v3.local\"", "accept"),
        ("accept = []", "accept"),
        ("sources = [\"body\"]", "sources"),
        ("sources = [\"subprotocol\"]", "sources"),
        ("websocket_sources = [\"json\"]", "websocket_sources"),
        ("header.name = \"a b\"", "header.name"),
        ("header.scheme = \"a b\"", "header.scheme"),
        ("keys.kid = \"maybe\"", "keys.kid"),
        ("revocation.store = \"redis://user:hunter2@host\"", "revocation.store"),
        ("revocation.timeout = \"0s\"", "revocation.timeout"),
        ("revocation.kinds = [\"acess\"]", "revocation.kinds"),
        ("websocket.origins = [\"https://a.example/path\"]", "websocket.origins"),
        ("websocket.recheck = \"1m\"", "websocket.recheck"),
        ("cookie.access = \"a b\"", "cookie.access"),
        ("cookie.refresh = \"__Host-access\"", "cookie.refresh"),
        ("cookie.secure = false", "cookie.secure"),
        ("cookie.same_site = \"Lax\"", "cookie.same_site"),
        ("cookie.refresh_path = \"/refresh\"", "cookie.refresh_path"),
        ("cookie.domain = \"192.0.2.1\"", "cookie.domain"),
        ("cookie.renew_before = \"1h\"", "cookie.renew_before"),
        ("csrf.header = \"Origin\"", "csrf.header"),
        ("csrf.cookie = \"__host-csrf\"", "csrf.cookie"),
        ("family.ttl = \"never\"", "family.ttl"),
        ("family.grace = \"2m\"", "family.grace"),
    ] {
        let toml = format!("{}\n{line}", active(key.expose()));
        let shown = errors(&toml, &[key.expose(), "hunter2", "10000000d"]).await;
        assert!(shown.lines().any(|line| line.starts_with(named)), "{line}: {shown}");
    }
}

#[actix_web::test]
async fn all_mistakes_at_once_with_their_profiles() {
    let key = local_key().to_paserk();
    let shown = errors(
        &format!("{}\nleeway = \"1h\"\nfoo = 1\n[staff]\naccess_ttl = \"x\"", active(key.expose())),
        &[key.expose()],
    )
    .await;
    for part in ["leeway", "foo", "[staff] access_ttl"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

/// The first thing that one tries on a machine without TLS.
#[actix_web::test]
async fn cookies_without_tls() {
    let key = local_key().to_paserk();
    let toml = format!("{}\ncookie.secure = false", active(key.expose()));
    let shown = errors(&toml, &[key.expose()]).await;
    let advice =
        ["cookie.access = \"access\"", "cookie.refresh = \"refresh\"", "csrf.cookie = \"csrf\""];
    assert_eq!(shown.lines().count(), 1, "{shown}");
    assert!(advice.iter().all(|setting| shown.contains(setting)), "{shown}");
    let advised = from_toml(&format!("{toml}\n{}", advice.join("\n"))).skip_policy_check();
    assert!(advised.build().await.is_ok(), "{shown}");
}

#[actix_web::test]
async fn settings_from_a_struct_or_the_builder() {
    #[derive(serde::Serialize)]
    struct Mine {
        issuer: &'static str,
    }
    let key = local_key().to_paserk();
    let figment = Figment::from(Serialized::defaults(Mine { issuer: "shop" }));
    let paseto = Paseto::builder().figment(figment).set("keys.active", key.expose());
    let paseto = paseto.skip_policy_check();
    let token = builder(paseto).await.issuer().access("alice").issue().unwrap();
    let reader = app!(builder(local("")).await, iss);
    let reply = call(&reader, support::get("/iss").insert_header(support::bearer(token.as_str())));
    assert_eq!(reply.await.text(), "shop");
    let wrong = Paseto::builder().figment(Figment::new()).set("keys.active", "sesame").build();
    let shown = wrong.await.unwrap_err().to_string();
    assert!(shown.contains("keys.active") && !shown.contains("sesame"), "{shown}");
}

#[get("/iss")]
#[paseto_required]
async fn iss(token: Token) -> String {
    token.issuer().unwrap_or_default().to_owned()
}

actix_paseto::policy! {
    Plain;
    OfStaff: profile = "staff";
    Signed: purpose = public;
    SignedStaff: optional, purpose = public, profile = "staff"
}

#[actix_web::test]
async fn policies_that_the_configuration_cannot_serve() {
    let paseto = builder(local("")).await;
    let shown = paseto.check_policies().unwrap_err().to_string();
    assert_eq!(shown.lines().count(), 3, "{shown}");
    for part in ["`OfStaff`", "`Signed`", "`SignedStaff`", "no such profile", "startup.rs"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let (local, signing) = (local_key().to_paserk(), SigningKey::generate().unwrap().to_paserk());
    let staff = format!("[staff]\naccept = \"v4.public\"\nkeys.active = \"{}\"", signing.expose());
    let paseto = builder(from_toml(&format!("{}\n{staff}", active(local.expose())))).await;
    let shown = paseto.check_policies().unwrap_err().to_string();
    assert!(shown.lines().count() == 1 && shown.contains("`Signed`"), "{shown}");
    assert!(shown.contains("does not name v4.public"), "{shown}");
    let keys = format!("keys.active = [\"{}\", \"{}\"]", local.expose(), signing.expose());
    let default = format!("[default]\naccept = [\"v4.local\", \"v4.public\"]\n{keys}");
    let paseto = builder(from_toml(&format!("{default}\n[staff]\nrealm = \"staff\""))).await;
    assert!(paseto.check_policies().is_ok());
}

#[actix_web::test]
async fn policies_are_checked_on_every_way_to_a_start() {
    let figment =
        || Figment::from(Toml::string(&active(local_key().to_paserk().expose())).nested());
    let unmet = |started: Result<Paseto, ConfigErrors>| started.unwrap_err().to_string();
    for shown in [
        unmet(Paseto::from_figment(figment()).await),
        unmet(Paseto::builder().figment(figment()).build().await),
    ] {
        assert_eq!(shown.lines().count(), 3, "{shown}");
        assert!(shown.contains("`OfStaff`") && shown.contains("`Signed`"), "{shown}");
    }
    let shown = unmet(Paseto::dev());
    assert!(shown.contains("`OfStaff`") && !shown.contains("`Signed`"), "{shown}");
    assert!(Paseto::builder().figment(figment()).skip_policy_check().build().await.is_ok());
}

#[actix_web::test]
async fn a_misspelt_profile_is_not_the_default_one() {
    let staff = format!("{}\n[staff]\nrealm = \"staff\"", active(local_key().to_paserk().expose()));
    let chosen = |name: &str| {
        let figment = Figment::from(Toml::string(&staff).nested()).select(name);
        Paseto::builder().figment(figment).skip_policy_check()
    };
    for name in ["nosuch", "global"] {
        let shown = chosen(name).build().await.unwrap_err().to_string();
        assert_eq!(shown, format!("[{name}] no such profile"));
        let shown = chosen(name).dev_keys().build().await.unwrap_err().to_string();
        assert_eq!(shown, format!("[{name}] no such profile"));
    }
    for (name, realm) in [("staff", "staff"), ("STAFF", "staff"), ("default", "paseto")] {
        let reply = call(&app!(builder(chosen(name)).await, iss), support::get("/iss")).await;
        let challenge = reply.header("www-authenticate").unwrap();
        assert!(challenge.contains(&format!("realm=\"{realm}\"")), "{name}: {challenge}");
    }
    let paseto = chosen("default").build().await.unwrap();
    for (name, is_known) in [("staff", true), ("Staff", true), ("DEFAULT", true), ("stuff", false)]
    {
        assert_eq!(paseto.issuer_for(name).is_some(), is_known, "{name}");
    }
}

#[actix_web::test]
async fn a_key_behind_the_wrong_prefix() {
    let (shared, pem) = (local_key().to_paserk(), signing_key().to_pem().unwrap());
    let hex = "c0ffee42".repeat(8);
    let inner = pem.expose().lines().nth(1).unwrap();
    for text in [
        format!("file:{}", shared.expose()),
        format!("file:{}", pem.expose().replace('\n', "\\n")),
        format!("file:{inner}\\n"),
        format!("file:{hex}"),
        format!("env:{}", shared.expose()),
        format!("env:{hex}"),
    ] {
        for key in ["active", "accept"] {
            let toml = format!("[default]\nkeys.{key} = \"{text}\"");
            let shown = errors(&toml, &[&shared.expose()[9..], inner, &hex]).await;
            assert!(shown.starts_with(&format!("keys.{key} (in ")), "{shown}");
        }
    }
}

#[actix_web::test]
async fn more_keys_than_one_token_may_try() {
    let accept = |count: usize| {
        let keys =
            (0..count).map(|_| LocalKey::generate().unwrap().to_paserk().expose().to_owned());
        format!(
            "{}\nkeys.accept = {:?}",
            active(local_key().to_paserk().expose()),
            keys.collect::<Vec<_>>()
        )
    };
    assert!(start(&accept(16)).await.is_ok());
    let shown = errors(&accept(17), &["k4.local."]).await;
    assert!(
        shown.starts_with("keys.accept (in ")
            && shown.contains("more than 16 keys for one purpose"),
        "{shown}"
    );
}

#[actix_web::test]
async fn throw_away_keys_are_new_each_time() {
    let staff = "[default]\naccept = [\"v4.local\", \"v4.public\"]\n[staff]\nrealm = \"staff\"";
    let throw_away = async || builder(from_toml(staff).dev_keys()).await;
    let (one, two) = (throw_away().await, throw_away().await);
    let app = app!(one, iss);
    let status = async |paseto: &Paseto| {
        let token = paseto.issuer().access("alice").issue().unwrap();
        let request = support::get("/iss").insert_header(support::bearer(token.as_str()));
        call(&app, request).await.status
    };
    assert_eq!((status(&one).await, status(&two).await), (200, 401));
    let configured = builder(local("").dev_keys()).await;
    let token = configured.issuer().access("alice").issue().unwrap();
    let reader = app!(builder(local("")).await, iss);
    let request = support::get("/iss").insert_header(support::bearer(token.as_str()));
    assert_eq!(call(&reader, request).await.status, 200, "a configured key is kept");
    let settings = from_toml("[default]\nissuer = \"shop\"").dev_keys();
    assert!(settings.build().await.is_ok());
    assert!(!format!("{one:?}").contains("k4.local"));
}

mod uses {
    //! Apart, so that the counts above stay what they are: this policy is served by every store of
    //! ours.
    actix_paseto::policy! { pub Once: kind = "reset", single_use }
}

#[actix_web::test]
async fn a_store_that_uses_nothing_up_serves_no_policy_that_needs_it() {
    let own = support::Scripted::at_once(support::Script::Live);
    let paseto = builder(support::both("").store(own)).await;
    let shown = paseto.check_policies().unwrap_err().to_string();
    let told = "uses tokens up, but the revocation store does not keep families";
    assert!(shown.contains("`Once`") && shown.contains(told), "{shown}");
    assert!(
        !builder(support::both(""))
            .await
            .check_policies()
            .unwrap_err()
            .to_string()
            .contains("`Once`")
    );
}
