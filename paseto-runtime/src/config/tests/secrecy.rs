//! No error and no `Debug` shows what was configured.

use super::*;

const CANARY: &str = "canary";

const KEYS: [&str; 58] = [
    "accept",
    "issue",
    "issuer",
    "audience",
    "realm",
    "leeway",
    "access_ttl",
    "refresh_ttl",
    "custom_ttl",
    "sources",
    "websocket_sources",
    "max_token_length",
    "require_expiry",
    "max_ttl",
    "header",
    "header.name",
    "header.scheme",
    "json.field",
    "json.scheme",
    "json.max_length",
    "query.name",
    "query.scheme",
    "websocket.origins",
    "websocket.recheck",
    "cookie",
    "cookie.access",
    "cookie.refresh",
    "cookie.same_site",
    "cookie.secure",
    "cookie.partitioned",
    "cookie.path",
    "cookie.refresh_path",
    "cookie.domain",
    "cookie.persistent",
    "cookie.renew_before",
    "csrf",
    "csrf.cookie",
    "csrf.header",
    "csrf.origins",
    "family.ttl",
    "family.grace",
    "keys",
    "keys.active",
    "keys.accept",
    "keys.kid",
    "revocation.store",
    "revocation.kinds",
    "revocation.capacity",
    "revocation.namespace",
    "revocation.replica",
    "revocation.max_staleness",
    "revocation.after_data_loss",
    "revocation.dangerous_allow_forgetting",
    "revocation.replicas",
    "revocation.connections",
    "revocation.prepared",
    "revocation.ca_file",
    "nonsense",
];

const VALUES: [&str; 15] = [
    "'canary canary'",
    "'canary\\u0000'",
    "['canary canary', 'canary canary']",
    "[['canary']]",
    "{ canary-canary.canary = 'canary', 'k4.local.canary' = 1 }",
    "{ active = { a = 'canary' }, accept = [ 4711, 'canary' ] }",
    "4711",
    "47.11",
    "'vault:canary'",
    "'file:k4.local.canary'",
    "'file:-----BEGIN PRIVATE KEY-----canary'",
    "\"file:MC4\\ncanary\"",
    "'env:4711471147114711471147114711471147114711471147114711471147114711'",
    "'redis://canary@canary'",
    "1979-05-27T07:32:00Z",
];

fn leaks(text: &str) -> bool {
    let text = text.replace("canary-canary", ""); // a name, not a value
    text.contains(CANARY) || text.contains("4711") || text.contains("47.11")
}

fn all_forms(figment: &Figment) -> Option<String> {
    let settings = Settings::read(figment, "default");
    settings.err().map(|errors| format!("{errors}\n{errors:?}\n{errors:#?}"))
}

#[test]
fn no_value_of_any_type_is_told_of_a_file() {
    let mut told = 0;
    for key in KEYS {
        for value in VALUES {
            jail(&format!("[default]\n{key} = {value}"), &[], |_, figment| {
                if let Some(text) = all_forms(&figment) {
                    told += 1;
                    assert!(!leaks(&text), "{key} = {value}: {text}");
                }
            });
        }
    }
    assert!(told > KEYS.len() * VALUES.len() / 2, "{told}");
}

#[test]
fn no_value_of_any_type_is_told_of_a_variable() {
    for key in KEYS {
        let name = format!("PASETO_{}", key.to_ascii_uppercase().replace('.', "__"));
        for value in ["canary canary", "[[canary]]", "{a=canary}", "4711", "47.11", "env:canary.x"]
        {
            jail("", &[(&name, value)], |_, figment| {
                let text = all_forms(&figment).unwrap_or_default();
                assert!(!leaks(&text), "{name} = {value}: {text}");
            });
        }
    }
}

#[test]
fn no_line_of_a_broken_file_is_told() {
    for file in [
        "canary",
        "[default]\nissuer = canary",
        "[default]\nissuer = 'canary",
        "[default]\nissuer = 'a'\nissuer = 'canary'",
        "keys = 'canary'",
        "keys = ['canary']",
        "default = 4711",
    ] {
        jail(file, &[], |_, figment| {
            let text = all_forms(&figment).unwrap();
            assert!(!leaks(&text), "{file}: {text}");
        });
    }
}

#[test]
fn settings_do_not_print() {
    let file = "[default]\nissuer = 'canary'\nkeys.active = 'canary'";
    accepted(file, &[], |settings| {
        let text = format!("{settings:?} {:?}", settings.keys);
        assert!(!leaks(&text), "{text}");
    });
}
