//! Every setting of the cookies: the same attributes when they are set and when they are cleared.

use crate::browser::{SetCookie, post, set};
use crate::routes::serve;
use crate::support::call;

/// Names without a prefix, as some settings demand.
const PLAIN: &str =
    "cookie.access = \"access\"\ncookie.refresh = \"refresh\"\ncsrf.cookie = \"csrf\"\n";
const SECURE: &str = "cookie.access = \"__Secure-access\"\ncookie.refresh = \"__Secure-refresh\"\n\
    csrf.cookie = \"__Secure-csrf\"\n";

struct Case {
    names: &'static str,
    line: &'static str,
    /// Name and attributes but `HttpOnly` and the age.
    expected: [(&'static str, &'static str); 3],
}

const CASES: [Case; 9] = [
    Case {
        names: "",
        line: "cookie.same_site = \"strict\"",
        expected: [
            ("__Host-access", "Path=/; SameSite=Strict; Secure"),
            ("__Host-refresh", "Path=/; SameSite=Strict; Secure"),
            ("__Host-csrf", "Path=/; SameSite=Strict; Secure"),
        ],
    },
    Case {
        names: "",
        line: "cookie.same_site = \"none\"",
        expected: [
            ("__Host-access", "Path=/; SameSite=None; Secure"),
            ("__Host-refresh", "Path=/; SameSite=None; Secure"),
            ("__Host-csrf", "Path=/; SameSite=None; Secure"),
        ],
    },
    Case {
        names: "",
        line: "cookie.partitioned = true",
        expected: [
            ("__Host-access", "Partitioned; Path=/; SameSite=Lax; Secure"),
            ("__Host-refresh", "Partitioned; Path=/; SameSite=Lax; Secure"),
            ("__Host-csrf", "Partitioned; Path=/; SameSite=Lax; Secure"),
        ],
    },
    Case {
        names: SECURE,
        line: "cookie.path = \"/app\"",
        expected: [
            ("__Secure-access", "Path=/app; SameSite=Lax; Secure"),
            ("__Secure-refresh", "Path=/app; SameSite=Lax; Secure"),
            ("__Secure-csrf", "Path=/app; SameSite=Lax; Secure"),
        ],
    },
    Case {
        names: "cookie.refresh = \"__Secure-refresh\"\n",
        line: "cookie.refresh_path = \"/refresh\"",
        expected: [
            ("__Host-access", "Path=/; SameSite=Lax; Secure"),
            ("__Secure-refresh", "Path=/refresh; SameSite=Lax; Secure"),
            ("__Host-csrf", "Path=/; SameSite=Lax; Secure"),
        ],
    },
    Case {
        names: SECURE,
        line: "cookie.path = \"/app\"\ncookie.refresh_path = \"/app/refresh\"",
        expected: [
            ("__Secure-access", "Path=/app; SameSite=Lax; Secure"),
            ("__Secure-refresh", "Path=/app/refresh; SameSite=Lax; Secure"),
            ("__Secure-csrf", "Path=/app; SameSite=Lax; Secure"),
        ],
    },
    Case {
        names: SECURE,
        line: "cookie.domain = \"app.example\"",
        expected: [
            ("__Secure-access", "Domain=app.example; Path=/; SameSite=Lax; Secure"),
            ("__Secure-refresh", "Domain=app.example; Path=/; SameSite=Lax; Secure"),
            ("__Secure-csrf", "Domain=app.example; Path=/; SameSite=Lax; Secure"),
        ],
    },
    Case {
        names: PLAIN,
        line: "cookie.secure = false",
        expected: [
            ("access", "Path=/; SameSite=Lax"),
            ("refresh", "Path=/; SameSite=Lax"),
            ("csrf", "Path=/; SameSite=Lax"),
        ],
    },
    Case {
        names: PLAIN,
        line: "cookie.secure = false\ncookie.domain = \"app.example\"\n\
               cookie.path = \"/a\"\ncookie.same_site = \"strict\"",
        expected: [
            ("access", "Domain=app.example; Path=/a; SameSite=Strict"),
            ("refresh", "Domain=app.example; Path=/a; SameSite=Strict"),
            ("csrf", "Domain=app.example; Path=/a; SameSite=Strict"),
        ],
    },
];

/// Without what differs between setting and clearing, and `HttpOnly` apart.
fn attributes(cookie: &SetCookie) -> (String, bool) {
    let aside = |one: &&String| one.starts_with("Max-Age=") || one.starts_with("Expires=");
    let rest = cookie.attributes.iter().filter(|one| !aside(one));
    let (hidden, rest): (Vec<_>, Vec<_>) = rest.cloned().partition(|one| one == "HttpOnly");
    (rest.join("; "), !hidden.is_empty())
}

#[actix_web::test]
async fn every_setting_holds_for_setting_and_for_clearing() {
    for Case { names, line, expected } in CASES {
        let (_, _, app) = serve!(&format!("{names}{line}"));
        let login = call(&app, post("/login/alice")).await;
        assert_eq!(login.status, 200, "{line}");
        let cookies = set(&login);
        let pairs = cookies.iter().map(|one| format!("{}={}", one.name, one.value));
        let request = post("/logout").insert_header(("x-csrf-token", &*cookies[2].value));
        let pairs = pairs.collect::<Vec<_>>().join("; ");
        let logout = call(&app, request.insert_header(("cookie", pairs))).await;
        assert_eq!(logout.status, 204, "{line} {}", logout.text());
        for (answer, value) in [(&login, true), (&logout, false)] {
            let cookies = set(answer);
            assert_eq!(cookies.len(), 3, "{line}");
            for (index, (name, rest)) in expected.iter().enumerate() {
                let cookie = &cookies[index];
                assert_eq!(cookie.name, *name, "{line}");
                assert_eq!(attributes(cookie), ((*rest).to_owned(), index != 2), "{line}");
                assert_eq!(!cookie.value.is_empty(), value, "{line}");
            }
        }
    }
}

#[actix_web::test]
async fn a_cookie_lives_as_long_as_its_token_or_as_the_browser() {
    let ages = |cookies: &[SetCookie]| {
        let age = |one: &SetCookie| {
            let age = one.attributes.iter().find_map(|one| one.strip_prefix("Max-Age="));
            age.map_or(-1, |age| age.parse().unwrap())
        };
        cookies.iter().map(age).collect::<Vec<i64>>()
    };
    let year = 400 * 24 * 60 * 60;
    for (lines, expected) in [
        ("access_ttl = \"5m\"\nrefresh_ttl = \"1h\"", [300, 3_600, 3_600]),
        ("cookie.persistent = false", [-1, -1, -1]),
        ("family.ttl = \"20m\"", [900, 1_200, 1_200]),
        // Longer than any browser keeps one.
        ("require_expiry = false\nrefresh_ttl = \"never\"", [900, year, year]),
        ("require_expiry = false\naccess_ttl = \"never\"\nrefresh_ttl = \"never\"", [year; 3]),
    ] {
        let (_, _, app) = serve!(lines);
        let reply = call(&app, post("/login/alice")).await;
        assert_eq!(ages(&set(&reply)), expected, "{lines}");
        let never = lines.contains("access_ttl = \"never\"");
        assert_eq!(reply.json().get("expires_in").is_none(), never, "{lines}");
    }
}

#[actix_web::test]
async fn names_and_the_header_are_those_that_are_configured() {
    let lines = "cookie.access = \"__Host-a\"\ncookie.refresh = \"__Host-r\"\n\
                 csrf.cookie = \"__Host-c\"\ncsrf.header = \"X-XSRF\"";
    let (_, _, app) = serve!(lines);
    let cookies = set(&call(&app, post("/login/alice")).await);
    let line = |index: usize| format!("{}={}", cookies[index].name, cookies[index].value);
    let value = &*cookies[2].value;
    let ask = |uri: &str, header: &'static str| {
        let request = post(uri).append_header(("cookie", line(0)));
        request.append_header(("cookie", line(1))).insert_header((header, value.to_owned()))
    };
    assert_eq!(call(&app, ask("/either", "x-xsrf")).await.text(), "alice");
    assert_eq!(call(&app, ask("/either", "x-csrf-token")).await.code(), "csrf_failed");
    assert_eq!(call(&app, ask("/refresh", "x-xsrf")).await.status, 200);
}
