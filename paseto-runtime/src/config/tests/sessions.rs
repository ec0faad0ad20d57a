//! Cookies, forged requests, families: what is taken, what is not, and in which words.

use super::*;

/// The complaints about some lines of `[default]`, all of which the file says itself.
fn complaints(lines: &str) -> Vec<String> {
    let told = refused(&format!("[default]\n{lines}"), &[]);
    let part = " (in paseto.toml): ";
    told.iter().map(|line| line.replacen(part, ": ", 1)).collect()
}

fn assert_told(lines: &str, starts: &[&str]) {
    let told = complaints(lines);
    assert_eq!(told.len(), starts.len(), "{lines}: {told:#?}");
    for (told, start) in told.iter().zip(starts) {
        assert!(told.starts_with(start), "{lines}: {told}");
    }
}

fn assert_taken(lines: &str) {
    accepted(&format!("[default]\n{lines}"), &[], |_| {});
}

#[test]
fn names_of_cookies() {
    let long = "n".repeat(65);
    let form = "must be the name of a cookie (RFC 6265 §4.1.1) of at most 64 characters";
    let case = "must be written with `__Host-` or `__Secure-` in exactly this case";
    for key in ["cookie.access", "cookie.refresh", "csrf.cookie"] {
        for bad in ["''", "'a b'", "'a=b'", "'a;b'", "'\"a\"'", "'ä'", "\"a\\tb\"", "1"] {
            assert_told(&format!("{key} = {bad}"), &[&format!("{key}: {form}")]);
        }
        assert_told(&format!("{key} = '{long}'"), &[&format!("{key}: {form}")]);
        for bad in ["__host-a", "__HOST-a", "__secure-a", "__Host-http-a", "__http-a"] {
            assert_told(&format!("{key} = '{bad}'"), &[&format!("{key}: {case}")]);
        }
        for good in ["a", "!#$%&*+-.^_|~", "__Secure-a", "__Host", "Host-a", &long[1..]] {
            assert_taken(&format!("{key} = '{good}'"));
        }
    }
}

#[test]
fn a_page_reads_the_cookie_of_its_token() {
    for name in ["__Http-c", "__Host-Http-c"] {
        let said = "csrf.cookie: must be a name without `Http-`";
        assert_told(&format!("csrf.cookie = '{name}'"), &[said]);
        assert_taken(&format!("cookie.access = '{name}'"));
    }
}

#[test]
fn bad_values() {
    let site = "cookie.same_site: must be \"strict\", \"lax\" or \"none\"";
    let path = "path: must be a path such as \"/app\"";
    let domain = "cookie.domain: must be a host name such as \"example.com\"";
    let header = "csrf.header: must be a header of its own such as \"X-CSRF-Token\"";
    let (grace, recheck) = ("must be between 0s and 60s", "must be between 1s and 30s");
    let long = format!("cookie.path = '/{}'", "p".repeat(1_024));
    let label = format!("cookie.domain = '{}.example'", "d".repeat(64));
    for (line, said) in [
        ("cookie.same_site = 'Lax'", site),
        ("cookie.same_site = true", site),
        ("cookie.secure = 'no'", "cookie.secure: must be true or false"),
        ("cookie.partitioned = 1", "cookie.partitioned: must be true or false"),
        ("cookie.persistent = 'true'", "cookie.persistent: must be true or false"),
        ("cookie.path = ''", &format!("cookie.{path}")),
        ("cookie.path = 'app'", &format!("cookie.{path}")),
        ("cookie.path = '/a;b'", &format!("cookie.{path}")),
        ("cookie.path = '/ä'", &format!("cookie.{path}")),
        ("cookie.path = '/a b'", &format!("cookie.{path}")),
        ("cookie.path = \"/a\\n\"", &format!("cookie.{path}")),
        ("cookie.refresh_path = \"/\\u007f\"", &format!("cookie.refresh_{path}")),
        (&long, &format!("cookie.{path}")),
        ("cookie.domain = ''", domain),
        ("cookie.domain = '.example.com'", domain),
        ("cookie.domain = 'example.com.'", domain),
        ("cookie.domain = 'a..b'", domain),
        ("cookie.domain = '-a.b'", domain),
        ("cookie.domain = 'a-.b'", domain),
        ("cookie.domain = 'a_b.example'", domain),
        ("cookie.domain = 'bücher.example'", domain),
        ("cookie.domain = 'example.com:80'", domain),
        ("cookie.domain = 'https://example.com'", domain),
        ("cookie.domain = '192.0.2.1'", domain),
        ("cookie.domain = '1.2.3.0x4'", domain),
        ("cookie.domain = '[::1]'", domain),
        ("cookie.domain = '::1'", domain),
        (&label, domain),
        ("cookie.renew_before = '0s'", "cookie.renew_before: must be at least a second"),
        ("cookie.renew_before = 'never'", "cookie.renew_before: must be a duration such as"),
        ("csrf.header = 'X Token'", "csrf.header: must be the name of a header"),
        ("csrf.header = 'Cookie'", header),
        ("csrf.header = 'ORIGIN'", header),
        ("csrf.header = 'host'", header),
        ("csrf.header = 'Sec-Token'", header),
        ("csrf.header = 'proxy-token'", header),
        ("csrf.header = 'Content-Type'", header),
        ("csrf.header = 'Accept'", header),
        ("csrf.header = 'Authorization'", header),
        ("csrf.origins = ['https://a/']", "csrf.origins: must be origins such as"),
        ("csrf.origins = '*'", "csrf.origins: must be origins such as"),
        ("family.ttl = '0s'", "family.ttl: must be at least a second"),
        ("family.ttl = 90", "family.ttl: must be a duration such as"),
        ("family.grace = '61s'", &format!("family.grace: {grace}")),
        ("family.grace = 0", "family.grace: must be a duration such as"),
        ("websocket.recheck = '999ms'", &format!("websocket.recheck: {recheck}")),
        ("websocket.recheck = '31s'", &format!("websocket.recheck: {recheck}")),
        ("cookie = 'a'", "cookie: must be a table"),
        ("family = []", "family: must be a table"),
    ] {
        assert_told(line, &[said]);
    }
}

#[test]
fn good_values() {
    for lines in [
        "family.grace = '0s'",
        "websocket.recheck = '1s'",
        "cookie.same_site = 'strict'",
        "cookie.same_site = 'none'\ncookie.partitioned = true",
        "cookie.renew_before = '899s'",
        "cookie.path = '/'",
        "csrf.origins = 'https://app.example'",
        "family.ttl = '15m'",
        "refresh_ttl = '100d'\nmax_ttl = '100d'\nfamily.ttl = '90d'",
        "require_expiry = false\naccess_ttl = 'never'",
        "require_expiry = false\naccess_ttl = 'never'\nfamily.ttl = 'never'",
        "cookie = { secure = false, access = 'a', refresh = 'r' }\ncsrf.cookie = 'c'",
        "cookie = { domain = '4you.example', access = 'a', refresh = 'r' }\ncsrf.cookie = 'c'",
        "cookie = { domain = 'localhost', access = 'a', refresh = 'r' }\ncsrf.cookie = 'c'",
        "cookie = { refresh = '__Secure-r', refresh_path = '/refresh' }",
        "cookie = { path = '/x', access = 'a', refresh_path = '/' }\ncsrf.cookie = 'c'",
    ] {
        assert_taken(lines);
    }
}

#[test]
fn the_path_of_refreshing_is_the_other_one_unless_it_is_said() {
    let named = "access = 'a', refresh = 'r'";
    for (paths, refresh_path) in
        [("path = '/app'", "/app"), ("path = '/a', refresh_path = '/b'", "/b")]
    {
        let file = format!("[default]\ncookie = {{ {named}, {paths} }}\ncsrf.cookie = 'c'");
        accepted(&file, &[], |settings| assert_eq!(settings.cookie.refresh_path, refresh_path));
    }
}

#[test]
fn cookies_without_tls_need_other_names() {
    let said = "cookie.secure: `false` needs names without a prefix such as `__Host-`: set \
                `cookie.access = \"access\"`, `cookie.refresh = \"refresh\"` and \
                `csrf.cookie = \"csrf\"`";
    assert_eq!(complaints("cookie.secure = false"), [said]);
    let advice = "cookie = { secure = false, access = 'access', refresh = 'refresh' }";
    assert_taken(&format!("{advice}\ncsrf.cookie = 'csrf'"));
    let rest = "set `csrf.cookie = \"csrf\"`";
    let said =
        format!("cookie.secure: `false` needs names without a prefix such as `__Host-`: {rest}");
    assert_eq!(complaints(advice), [&*said]);
    for name in ["__Secure-c", "__Host-c"] {
        assert_eq!(complaints(&format!("{advice}\ncsrf.cookie = '{name}'")), [&*said]);
    }
}

#[test]
fn names_that_bind_to_a_host() {
    let all = "set `cookie.access = \"__Secure-access\"`, `cookie.refresh = \
               \"__Secure-refresh\"` and `csrf.cookie = \"__Secure-csrf\"`";
    let path = "cookie.path: a path but \"/\" needs names without the prefix `__Host-`";
    let domain = "cookie.domain: a domain needs names without the prefix `__Host-`";
    let refresh = "cookie.refresh_path: a path but \"/\" needs a name without the prefix `__Host-`";
    assert_eq!(complaints("cookie.path = '/x'"), [format!("{path}: {all}")]);
    assert_eq!(complaints("cookie.domain = 'a.example'"), [format!("{domain}: {all}")]);
    let one = "set `cookie.refresh = \"__Secure-refresh\"`";
    assert_eq!(complaints("cookie.refresh_path = '/x'"), [format!("{refresh}: {one}")]);
    for (lines, starts) in [
        ("cookie = { path = '/x', refresh_path = '/y' }", [path, refresh].as_slice()),
        ("cookie = { path = '/x', domain = 'a.example' }", &[path, domain]),
        ("cookie = { path = '/x', refresh_path = '/', access = 'a' }", &[path]),
        ("cookie = { path = '/x', access = 'a', refresh = 'r' }", &[path]),
        ("cookie = { domain = 'a.example', access = '__Host-Http-a' }", &[domain]),
        ("cookie = { domain = 'a.example', access = '__host-a' }", &["cookie.access:", domain]),
    ] {
        assert_told(lines, starts);
    }
}

#[test]
fn contradictions() {
    let plain = "access = 'a', refresh = 'r'";
    let never = "require_expiry = false\naccess_ttl = 'never'";
    for (lines, starts) in [
        ("cookie.access = '__Host-refresh'", ["cookie.access: `cookie.access` and"].as_slice()),
        ("cookie = { access = 'a', refresh = 'A' }", &["cookie.refresh: `cookie.access` and"]),
        ("csrf.cookie = '__Host-Access'", &["csrf.cookie: `cookie.access` and `csrf.cookie` must"]),
        ("cookie.refresh = '__Host-CSRF'", &["cookie.refresh: `cookie.refresh` and `csrf."]),
        (
            &format!(
                "cookie = {{ {plain}, secure = false, same_site = 'none' }}\ncsrf.cookie = 'c'"
            ),
            &["cookie.same_site: \"none\" needs `cookie.secure = true`"],
        ),
        (
            &format!(
                "cookie = {{ {plain}, secure = false, partitioned = true }}\ncsrf.cookie = 'c'"
            ),
            &["cookie.partitioned: needs `cookie.secure = true`"],
        ),
        ("cookie.renew_before = '15m'", &["cookie.renew_before: must be shorter than `access"]),
        (
            &format!("{never}\ncookie.renew_before = '1m'"),
            &["cookie.renew_before: needs an `access_ttl` other than \"never\""],
        ),
        ("family.ttl = 'never'", &["family.ttl: \"never\" needs `require_expiry = false`"]),
        ("family.ttl = '14m'", &["family.ttl: must not be shorter than `access_ttl`"]),
        (&format!("{never}\nfamily.ttl = '1d'"), &["family.ttl: must not be shorter than"]),
        ("access_ttl = '91d'\nfamily.ttl = '90d'", &["family.ttl: must not be shorter than"]),
        ("header.name = 'x-csrf-token'", &["header.name: `csrf.header` and `header.name` must"]),
        (
            "csrf.header = 'X-Auth'\nheader.name = 'x-auth'",
            &["csrf.header: `csrf.header` and `header.name` must differ"],
        ),
    ] {
        assert_told(lines, starts);
    }
}

#[test]
fn a_bad_value_raises_no_contradictions_on_top() {
    for lines in [
        "access_ttl = 'x'\ncookie.renew_before = '20m'",
        "family.ttl = 'x'\naccess_ttl = '91d'",
        "refresh_ttl = 'never'",
        "cookie = { secure = 'x', same_site = 'none' }",
        "csrf.header = 'a b'\nheader.name = 'X-CSRF-Token'",
    ] {
        let told = complaints(lines);
        assert_eq!(told.len(), 1, "{lines}: {told:?}");
    }
}

#[test]
fn everything_is_told_at_once_with_its_source() {
    let file = "[default]\n[default.cookie]\nsecure = false\npath = '/x'\nsamesite = 'lax'\n\
                [default.csfr]\n[default.family]\ngrase = '1s'\nttl = '1m'";
    let variables = [
        ("PASETO_COOKIE__SAME_SITE", "none"),
        ("PASETO_COOKIE__DOMAIN", "127.0.0.1"),
        ("PASETO_CSRF__HEADER", "cookie"),
        ("PASETO_WEBSOCKET__RECHECK", "1m"),
    ];
    let lines = refused(file, &variables);
    let starts = [
        "websocket.recheck (in PASETO_WEBSOCKET__RECHECK): must be between 1s and 30s",
        "cookie.domain (in PASETO_COOKIE__DOMAIN): must be a host name",
        "cookie.samesite (in paseto.toml): unknown key; did you mean `same_site`?",
        "csrf.header (in PASETO_CSRF__HEADER): must be a header of its own",
        "family.grase (in paseto.toml): unknown key; did you mean `grace`?",
        "csfr (in paseto.toml): unknown key; did you mean `csrf`?",
        "cookie.secure (in paseto.toml): `false` needs names without a prefix",
        "cookie.same_site (in PASETO_COOKIE__SAME_SITE): \"none\" needs `cookie.secure = true`",
        "cookie.path (in paseto.toml): a path but \"/\" needs names without the prefix `__Host-`: \
         set `cookie.access = \"access\"`, ",
        "family.ttl (in paseto.toml): must not be shorter than `access_ttl`",
    ];
    assert_eq!(lines.len(), starts.len(), "{lines:#?}");
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start), "{line}");
    }
}
