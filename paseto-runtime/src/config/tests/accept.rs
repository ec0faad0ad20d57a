//! What is taken, and what it becomes.

use super::*;

#[test]
fn nothing_configured_gives_the_defaults() {
    accepted("", &[], |settings| {
        assert_eq!(settings.accept, [Purpose::Local]);
        assert_eq!(settings.issue, Purpose::Local);
        assert_eq!(settings.issuer, None);
        assert!(settings.audience.is_empty());
        assert_eq!(settings.realm, "paseto");
        assert_eq!(settings.leeway.as_duration(), Duration::ZERO);
        assert_eq!(settings.access_ttl, Ttl::For(seconds(900)));
        assert_eq!(settings.refresh_ttl, Ttl::For(seconds(2_592_000)));
        assert_eq!(settings.custom_ttl, Ttl::For(seconds(2_592_000)));
        assert_eq!(settings.sources, [SourceName::Header]);
        assert_eq!(settings.websocket_sources, [SourceName::Header]);
        assert_eq!(settings.max_token_length, 4_096);
        assert!(settings.require_expiry);
        assert_eq!(settings.max_ttl, seconds(34_560_000));
        assert_eq!(settings.header.name, "Authorization");
        assert_eq!(settings.header.scheme.as_deref(), Some("Bearer"));
        assert_eq!(settings.json.field, "access_token");
        assert_eq!(settings.json.scheme, None);
        assert_eq!(settings.json.max_length, 16_384);
        assert_eq!(settings.query.name, "token");
        assert_eq!(settings.query.scheme, None);
        assert!(settings.websocket.origins.is_empty());
        assert_eq!(settings.websocket.recheck, seconds(5));
        assert_eq!(settings.cookie, CookieSettings::default());
        assert_eq!(settings.csrf, CsrfSettings::default());
        assert_eq!(settings.family, FamilySettings::default());
        assert!(settings.keys.active.is_empty() && settings.keys.accept.is_empty());
        assert_eq!(settings.keys.kid, KidRule::Preferred);
        assert_eq!(settings.revocation.store, StoreChoice::Memory);
        let kinds = KindFilter { access: true, refresh: true, custom: true };
        assert_eq!(settings.revocation.kinds, kinds);
        assert_eq!(settings.revocation.capacity, 1_000_000);
        assert_eq!(settings.revocation.timeout, Duration::from_millis(250));
    });
}

#[test]
fn every_key_is_read() {
    let file = r#"
        [default]
        accept = ["v4.local", "v4.public"]
        issue = "v4.public"
        issuer = "https://auth.example"
        audience = ["api", "admin"]
        realm = "the shop"
        leeway = "300s"
        access_ttl = "5m"
        refresh_ttl = "never"
        custom_ttl = "1w"
        sources = ["json", "query", "header", "cookie"]
        websocket_sources = ["subprotocol", "query", "cookie"]
        max_token_length = 8192
        require_expiry = false
        max_ttl = "8d"
        [default.header]
        name = "X-Token"
        scheme = ""
        [default.json]
        field = "t"
        scheme = "Token"
        max_length = 1048576
        [default.query]
        name = "q"
        scheme = "Bearer"
        [default.websocket]
        origins = ["https://app.example", "http://[::1]:8080"]
        recheck = "30s"
        [default.cookie]
        access = "__Secure-a"
        refresh = "__Http-r"
        same_site = "none"
        secure = true
        partitioned = true
        path = "/app"
        refresh_path = "/app/refresh"
        domain = "shop.example"
        persistent = false
        renew_before = "4m"
        [default.csrf]
        cookie = "__Secure-c"
        header = "X-XSRF-TOKEN"
        origins = ["https://app.example"]
        [default.family]
        ttl = "never"
        grace = "60s"
        [default.keys]
        active = ["k4.secret.A", "env:LOCAL"]
        accept = ["file:/k", "k4.local.B", "k4.public.C"]
        kid = "required"
        [default.revocation]
        store = "memory"
        kinds = ["refresh"]
        capacity = 1
        timeout = "10s"
    "#;
    accepted(file, &[], |settings| {
        assert_eq!(settings.accept, [Purpose::Local, Purpose::Public]);
        assert_eq!(settings.issue, Purpose::Public);
        assert_eq!(settings.issuer.as_deref(), Some("https://auth.example"));
        assert_eq!(settings.audience, ["api", "admin"]);
        assert_eq!(settings.realm, "the shop");
        assert_eq!(settings.leeway.as_duration(), seconds(300));
        assert_eq!(settings.access_ttl, Ttl::For(seconds(300)));
        assert_eq!(settings.refresh_ttl, Ttl::Never);
        assert_eq!(settings.custom_ttl, Ttl::For(seconds(604_800)));
        let (query, cookie) = (SourceName::Query, SourceName::Cookie);
        assert_eq!(settings.sources, [SourceName::Json, query, SourceName::Header, cookie]);
        assert_eq!(settings.websocket_sources, [SourceName::Subprotocol, query, cookie]);
        assert_eq!(settings.max_token_length, 8_192);
        assert!(!settings.require_expiry);
        assert_eq!(settings.max_ttl, seconds(691_200));
        assert_eq!(settings.header.name, "X-Token");
        assert_eq!(settings.header.scheme, None);
        assert_eq!(settings.json.field, "t");
        assert_eq!(settings.json.scheme.as_deref(), Some("Token"));
        assert_eq!(settings.json.max_length, 1_048_576);
        assert_eq!(settings.query.name, "q");
        assert_eq!(settings.query.scheme.as_deref(), Some("Bearer"));
        assert_eq!(settings.websocket.origins, ["https://app.example", "http://[::1]:8080"]);
        assert_eq!(settings.websocket.recheck, seconds(30));
        assert_eq!(
            (&*settings.cookie.access, &*settings.cookie.refresh),
            ("__Secure-a", "__Http-r")
        );
        assert_eq!(settings.cookie.same_site, SameSite::None);
        assert!(settings.cookie.secure && settings.cookie.partitioned);
        assert_eq!(
            (&*settings.cookie.path, &*settings.cookie.refresh_path),
            ("/app", "/app/refresh")
        );
        assert_eq!(settings.cookie.domain.as_deref(), Some("shop.example"));
        assert!(!settings.cookie.persistent);
        assert_eq!(settings.cookie.renew_before, Some(seconds(240)));
        assert_eq!(
            (&*settings.csrf.cookie, &*settings.csrf.header),
            ("__Secure-c", "X-XSRF-TOKEN")
        );
        assert_eq!(settings.csrf.origins, ["https://app.example"]);
        assert_eq!(settings.family.ttl, None);
        assert_eq!(settings.family.grace, seconds(60));
        let active: Vec<_> = settings.keys.active.iter().map(|key| key.expose()).collect();
        assert_eq!(active, ["k4.secret.A", "env:LOCAL"]);
        assert_eq!(settings.keys.accept.len(), 3);
        assert_eq!(settings.keys.kid, KidRule::Required);
        assert_eq!(settings.revocation.store, StoreChoice::Memory);
        let kinds = KindFilter { access: false, refresh: true, custom: false };
        assert_eq!(settings.revocation.kinds, kinds);
        assert_eq!(settings.revocation.capacity, 1);
        assert_eq!(settings.revocation.timeout, seconds(10));
    });
}

#[test]
fn a_list_may_be_one_text() {
    let file = "[default]\naccept = 'v4.local'\naudience = 'api'\nsources = 'json'\n\
                [default.keys]\nactive = 'a'\naccept = 'b'\n[default.revocation]\nkinds = '*'";
    accepted(file, &[], |settings| {
        assert_eq!(settings.audience, ["api"]);
        assert_eq!(settings.sources, [SourceName::Json]);
        assert_eq!(settings.keys.active[0].expose(), "a");
        assert_eq!(settings.keys.accept[0].expose(), "b");
        assert!(settings.revocation.kinds.access);
    });
}

#[test]
fn variables_override_the_file() {
    let file = "[default]\nleeway = '1s'\nissuer = 'file'\n[default.header]\nname = 'X-File'";
    let variables = [
        ("PASETO_LEEWAY", "2s"),
        ("PASETO_AUDIENCE", "[a,b]"),
        ("PASETO_REQUIRE_EXPIRY", "false"),
        ("PASETO_MAX_TOKEN_LENGTH", "64"),
        ("PASETO_HEADER__SCHEME", ""),
        ("PASETO_KEYS__ACTIVE", "k4.local.A"),
        ("PASETO_REVOCATION", "{capacity=5}"),
        ("PASETO_MACROS_DEBUG", "1"),
        ("PASETO_CONFIG", "paseto.toml"),
        ("PASETO_PROFILE", "default"),
    ];
    accepted(file, &variables, |settings| {
        assert_eq!(settings.leeway.as_duration(), seconds(2));
        assert_eq!(settings.issuer.as_deref(), Some("file"));
        assert_eq!(settings.audience, ["a", "b"]);
        assert!(!settings.require_expiry);
        assert_eq!(settings.max_token_length, 64);
        assert_eq!(settings.header.name, "X-File");
        assert_eq!(settings.header.scheme, None);
        assert_eq!(settings.keys.active[0].expose(), "k4.local.A");
        assert_eq!(settings.revocation.capacity, 5);
    });
}

#[test]
fn variables_that_a_source_names_are_no_settings() {
    let file =
        "[default.keys]\nactive = 'env:PASETO_KEY'\n[other.keys]\naccept = ['env:paseto_old']";
    let variables = [
        ("PASETO_KEY", "k4.local.A"),
        ("PASETO_OLD", "k4.local.B"),
        ("PASETO_KEYS__ACCEPT", "[\"env:PASETO_OLDER\"]"),
        ("PASETO_OLDER", "k4.local.C"),
    ];
    accepted(file, &variables, |settings| {
        assert_eq!(settings.keys.active[0].expose(), "env:PASETO_KEY");
        assert_eq!(settings.keys.accept[0].expose(), "env:PASETO_OLDER");
    });
}

#[test]
fn another_file_can_be_named() {
    Jail::expect_with(|jail| {
        jail.clear_env();
        jail.create_file("paseto.toml", "[default]\nissuer = 'one'")?;
        jail.create_file("other.toml", "[default]\nissuer = 'two'")?;
        jail.set_env("PASETO_CONFIG", "other.toml");
        let settings = Settings::read(&figment(), "default").unwrap();
        assert_eq!(settings.issuer.as_deref(), Some("two"));
        Ok(())
    });
}

#[test]
fn what_is_made_is_the_first_of_what_is_taken() {
    for (accept, issue) in [
        ("'v4.public'", Purpose::Public),
        ("['v4.public', 'v4.local']", Purpose::Public),
        ("['v4.local', 'v4.public']", Purpose::Local),
    ] {
        jail(&format!("[default]\naccept = {accept}"), &[], |_, figment| {
            assert_eq!(Settings::read(&figment, "default").unwrap().issue, issue);
        });
    }
}
