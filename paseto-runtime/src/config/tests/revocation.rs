//! The settings of stores that several nodes share.

use super::super::StoreUrl;
use super::*;
use crate::revocation::{AfterDataLoss, SharedOptions};

const TABLE: &str = "[default.revocation]\n";

fn complaint(line: &str) -> String {
    let lines = refused(&format!("{TABLE}{line}"), &[]);
    assert_eq!(lines.len(), 1, "{line}: {lines:?}");
    lines[0].clone()
}

#[test]
fn by_default_there_is_no_copy_and_nothing_may_forget() {
    accepted("", &[], |settings| {
        let revocation = settings.revocation;
        assert_eq!(revocation.namespace, None);
        assert!(!revocation.replica);
        assert_eq!(revocation.max_staleness, seconds(1));
        assert_eq!(revocation.shared, SharedOptions::default());
        assert_eq!(revocation.shared.after_data_loss, AfterDataLoss::Refuse);
        assert!(!revocation.shared.dangerous_allow_forgetting);
    });
}

#[test]
fn every_key_is_read() {
    let file = r#"
        [default.revocation]
        store = "redis://host"
        timeout = "40ms"
        namespace = "Shop-1.a_b"
        replica = true
        max_staleness = "200ms"
        after_data_loss = "void"
        dangerous_allow_forgetting = true
        replicas = 2
        connections = 64
        prepared = true
        ca_file = "/etc/ca.pem"
    "#;
    accepted(file, &[], |settings| {
        let revocation = settings.revocation;
        assert_eq!(revocation.namespace.as_deref(), Some("Shop-1.a_b"));
        assert!(revocation.replica);
        assert_eq!(revocation.max_staleness, Duration::from_millis(200));
        let shared = SharedOptions {
            timeout: Duration::from_millis(40),
            after_data_loss: AfterDataLoss::Void,
            dangerous_allow_forgetting: true,
            replicas: 2,
            connections: 64,
            prepared: true,
            ca_file: Some("/etc/ca.pem".into()),
            ..SharedOptions::default()
        };
        assert_eq!(revocation.shared, shared);
    });
    let variables = [("PASETO_REVOCATION__REPLICA", "true"), ("PASETO_REVOCATION__REPLICAS", "3")];
    accepted("", &variables, |settings| {
        assert!(settings.revocation.replica);
        assert_eq!(settings.revocation.shared.replicas, 3);
    });
}

#[test]
fn the_server_is_told_by_the_scheme() {
    let redis = |url: &str| StoreChoice::Redis(StoreUrl::from(url.to_owned()));
    let postgres = |url: &str| StoreChoice::Postgres(StoreUrl::from(url.to_owned()));
    for (url, choice) in [
        ("redis://user:canary@host", redis as fn(&str) -> StoreChoice),
        ("rediss://host", redis),
        ("redis+sentinel://host/master", redis),
        ("rediss+cluster://host", redis),
        ("postgres://user:canary@host/db", postgres),
        ("postgresql://host/db", postgres),
    ] {
        let given = |settings: Settings| {
            assert_eq!(settings.revocation.store, choice(url));
            assert!(!format!("{:?}", settings.revocation).contains("canary"));
        };
        accepted(&format!("{TABLE}store = '{url}'"), &[], given);
        accepted("", &[("PASETO_REVOCATION__STORE", url)], given);
    }
    for other in ["mysql://host", "postgress://host", "Redis://host", "", "://"] {
        let told = complaint(&format!("store = '{other}'"));
        assert!(told.starts_with("revocation.store (in paseto.toml): must be"), "{told}");
    }
}

#[test]
fn bad_values_are_told() {
    let names = "revocation.namespace (in paseto.toml): must be 1 to 64 letters, digits";
    let long = format!("namespace = '{}'", "a".repeat(65));
    for (line, said) in [
        ("namespace = ''", names),
        ("namespace = 'a:b'", names),
        ("namespace = 'a{b}'", names),
        ("namespace = 'ä'", names),
        ("namespace = 7", names),
        (long.as_str(), names),
        ("replica = 'yes'", "revocation.replica (in paseto.toml): must be true or false"),
        ("max_staleness = '199ms'", "revocation.max_staleness (in paseto.toml): must be between"),
        ("max_staleness = '61s'", "revocation.max_staleness (in paseto.toml): must be between"),
        ("max_staleness = 'never'", "revocation.max_staleness (in paseto.toml): must be"),
        ("after_data_loss = 'keep'", "revocation.after_data_loss (in paseto.toml): must be \"ref"),
        (
            "dangerous_allow_forgetting = 1",
            "revocation.dangerous_allow_forgetting (in paseto.toml): must be true or false",
        ),
        ("allow_forgetting = true", "revocation.allow_forgetting (in paseto.toml): unknown key"),
        ("replicas = 17", "revocation.replicas (in paseto.toml): must be a number from 0 to 16"),
        ("replicas = -1", "revocation.replicas (in paseto.toml): must be a number from 0 to 16"),
        ("connections = 0", "revocation.connections (in paseto.toml): must be a number from 1 to"),
        ("connections = 65", "revocation.connections (in paseto.toml): must be a number from 1"),
        ("prepared = 'no'", "revocation.prepared (in paseto.toml): must be true or false"),
        ("ca_file = 1", "revocation.ca_file (in paseto.toml): must be"),
    ] {
        let told = complaint(line);
        assert!(told.starts_with(said), "{line}: {told}");
    }
}
