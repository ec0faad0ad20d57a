//! What is not taken, and in which words.

use super::*;
use crate::codec::KeyError;

/// `key = value` in `[default]`, and the one complaint about it.
fn complaint(line: &str) -> String {
    let lines = refused(&format!("[default]\n{line}"), &[]);
    assert_eq!(lines.len(), 1, "{line}: {lines:?}");
    lines[0].clone()
}

#[test]
fn bad_values_are_told_with_key_and_source() {
    for (line, said) in [
        ("accept = []", "accept (in paseto.toml): must be a list of at least one"),
        ("accept = ['v2.local']", "accept (in paseto.toml): must be \"v4.local\" or \"v4.public\""),
        ("issue = true", "issue (in paseto.toml): must be \"v4.local\" or \"v4.public\""),
        ("issuer = ''", "issuer (in paseto.toml): must be text that is not empty"),
        ("audience = ['a', '']", "audience (in paseto.toml): must be text that is not empty, or"),
        ("audience = ['a', 'a']", "audience (in paseto.toml): must be a list that names nothing"),
        ("realm = 'a\"b'", "realm (in paseto.toml): must be printable ASCII"),
        ("leeway = '301s'", "leeway (in paseto.toml): must be at most 300 s"),
        ("leeway = 5", "leeway (in paseto.toml): must be a duration such as \"15m\""),
        ("leeway = 'never'", "leeway (in paseto.toml): must be a duration such as"),
        ("access_ttl = '0s'", "access_ttl (in paseto.toml): must be at least a second"),
        ("access_ttl = '999ms'", "access_ttl (in paseto.toml): must be at least a second"),
        ("refresh_ttl = 'Never'", "refresh_ttl (in paseto.toml): must be a duration such as"),
        ("sources = []", "sources (in paseto.toml): must be a list of at least one"),
        ("sources = ['header', 'header']", "sources (in paseto.toml): must be a list that names"),
        ("sources = ['body']", "sources (in paseto.toml): must be of \"header\", \"cookie\""),
        ("sources = ['subprotocol']", "sources (in paseto.toml): `subprotocol` is for websocket"),
        ("websocket_sources = ['json']", "websocket_sources (in paseto.toml): `json` needs a body"),
        ("max_token_length = 63", "max_token_length (in paseto.toml): must be a number from 64"),
        ("max_token_length = 8193", "max_token_length (in paseto.toml): must be a number from 64"),
        ("max_token_length = -1", "max_token_length (in paseto.toml): must be a number from 64"),
        ("max_token_length = 99.5", "max_token_length (in paseto.toml): must be a number from"),
        ("require_expiry = 'yes'", "require_expiry (in paseto.toml): must be true or false"),
        ("max_ttl = '3700000d'", "max_ttl (in paseto.toml): must be at least a second and at"),
        ("max_ttl = 'never'", "max_ttl (in paseto.toml): must be a duration"),
        ("header = 'X'", "header (in paseto.toml): must be a table"),
        ("header.name = 'X Token'", "header.name (in paseto.toml): must be the name of a header"),
        ("header.name = ''", "header.name (in paseto.toml): must be the name of a header"),
        ("header.scheme = 'a b'", "header.scheme (in paseto.toml): must be one word such as"),
        ("json.field = ''", "json.field (in paseto.toml): must be text that is not empty"),
        ("query.name = 1", "query.name (in paseto.toml): must be text that is not empty"),
        ("websocket.origins = ['*']", "websocket.origins (in paseto.toml): must be origins such"),
        ("websocket.origins = ['https://a/']", "websocket.origins (in paseto.toml): must be"),
        ("websocket.origins = ['null']", "websocket.origins (in paseto.toml): must be origins"),
        ("keys.active = ''", "keys.active (in paseto.toml): must be text that is not empty, or"),
        ("keys.active = ['a', 'b', 'c']", "keys.active (in paseto.toml): must be at most one key"),
        (
            "keys.accept = 'vault:'",
            "keys.accept (in paseto.toml): `vault:` must be followed by a na",
        ),
        ("keys.accept = 'env:'", "keys.accept (in paseto.toml): `env:` must be followed by a name"),
        ("keys.kid = 'strict'", "keys.kid (in paseto.toml): must be \"required\", \"preferred\""),
        ("revocation.store = 'none'", "revocation.store (in paseto.toml): must be \"memory\""),
        ("revocation.store = 'memory:1'", "revocation.store (in paseto.toml): must be \"memory\""),
        ("revocation.store = 'file:'", "revocation.store (in paseto.toml): must be followed by"),
        ("revocation.store = 'file'", "revocation.store (in paseto.toml): must be followed by"),
        ("revocation.kinds = []", "revocation.kinds (in paseto.toml): must be a list of at least"),
        ("revocation.kinds = 'all'", "revocation.kinds (in paseto.toml): must be of \"access\","),
        ("revocation.capacity = 0", "revocation.capacity (in paseto.toml): must be a number from"),
        ("revocation.timeout = '0s'", "revocation.timeout (in paseto.toml): must be between 1ms"),
        ("cookie.name = 'c'", "cookie.name (in paseto.toml): unknown key"),
        ("csrf = true", "csrf (in paseto.toml): must be a table"),
    ] {
        let told = complaint(line);
        assert!(told.starts_with(said), "{line}: {told}");
    }
}

#[test]
fn contradictions_are_told() {
    for (lines, said) in [
        ("issue = 'v4.public'", "issue (in paseto.toml): must be one of `accept`"),
        ("access_ttl = 'never'", "access_ttl (in paseto.toml): \"never\" needs `require_expiry"),
        ("custom_ttl = '401d'", "custom_ttl (in paseto.toml): must not be longer than `max_ttl`"),
        ("max_ttl = '29d'\ncustom_ttl = '1d'", "refresh_ttl: must not be longer than `max_ttl`"),
        ("json.max_length = 64", "json.max_length (in paseto.toml): must not be shorter than"),
    ] {
        let told = complaint(lines);
        assert!(told.starts_with(said), "{lines}: {told}");
    }
}

#[test]
fn a_bad_value_raises_no_contradictions_on_top() {
    complaint("accept = 'v9.public'\nissue = 'v4.public'");
    complaint("max_ttl = 'short'\naccess_ttl = '1000d'");
}

#[test]
fn everything_is_told_at_once() {
    let file = "[default]\nleewya = '5s'\nmax_ttl = 3\n[default.header]\nnam = 'X'";
    let variables =
        [("PASETO_KEYS__ACTIVE", "[]x"), ("PASETO_SOURCES", "body"), ("PASETO_X__Y", "1")];
    let lines = refused(file, &variables);
    let starts = [
        "sources (in PASETO_SOURCES): must be of",
        "max_ttl (in paseto.toml): must be a duration",
        "header.nam (in paseto.toml): unknown key; did you mean `name`?",
        "leewya (in paseto.toml): unknown key; did you mean `leeway`?",
        "x (in PASETO_X__Y): unknown key",
    ];
    assert_eq!(lines.len(), starts.len(), "{lines:#?}");
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start), "{line}");
    }
}

#[test]
fn variables_are_named_as_they_stand_in_the_environment() {
    for (name, value, said) in [
        ("PASETO_HEADER__NAME", "a b", "header.name (in PASETO_HEADER__NAME): must be"),
        ("PASETO_HEADER", "{name=\"a b\"}", "header.name (in PASETO_HEADER): must be"),
        ("PASETO_AUDIENCE", "42", "audience (in PASETO_AUDIENCE): must be text"),
        ("PASETO_KEYS", "text", "keys (in PASETO_KEYS): must be a table"),
    ] {
        let lines = refused("", &[(name, value)]);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].starts_with(said), "{}", lines[0]);
    }
}

#[test]
fn broken_files_are_told_by_name_and_line() {
    let lines = refused("[default]\nissuer = 'a'\nkeys = canary\n", &[]);
    assert_eq!(lines, ["paseto.toml: not valid TOML, at line 3"]);
    for file in ["[default]\nissuer = 'a'\nissuer = 'b'", "issuer = 'a'\n['b", "\"a\nb"] {
        let lines = refused(file, &[]);
        assert!(lines[0].starts_with("paseto.toml: not valid TOML, at line "), "{lines:?}");
    }
    for setting in ["issuer = 'canary'", "leeway = 5", "keys = ['a']"] {
        let lines = refused(&format!("\n{setting}\n[default]\nrealm = 'r'"), &[]);
        let said = "a setting outside of a table, at line 2: put it under [default]";
        assert_eq!(lines, [format!("paseto.toml: {said}")], "{setting}");
    }
    let lines = refused("", &[("PASETO_CONFIG", "nowhere.toml")]);
    assert_eq!(lines, ["nowhere.toml: cannot be read"]);
}

#[test]
fn a_later_stage_tells_the_source_as_well() {
    jail("[default.keys]\nactive = 'canary'", &[], |_, figment| {
        let problem = Problem::Key(KeyError::NotAKey);
        let error = ConfigError::new(&figment, "default", "keys.active", problem);
        assert_eq!(
            error.to_string(),
            format!("keys.active (in paseto.toml): {}", KeyError::NotAKey)
        );
        let parts = (error.profile(), error.key(), error.origin());
        assert_eq!(parts, ("default", "keys.active", Some("paseto.toml")));
    });
}
