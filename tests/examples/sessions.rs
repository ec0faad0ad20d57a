//! Examples of logins that last: in cookies, renewed, ended; and of a link that works once.

mod jar;

use serde_json::{Value, json};

use self::jar::Jar;
use crate::harness::{App, Pair, Reply, forged};

/// Logged in as alice, with her cookies.
fn browser(app: &App) -> Jar {
    let mut jar = Jar::default();
    let login = app.post("/login/alice").header("sec-fetch-site", "same-origin").send();
    assert_eq!((login.status, login.header("cache-control")), (200, "no-store"));
    jar.take(&login);
    assert_eq!(jar.names(), ["__Host-access", "__Host-csrf", "__Host-refresh"]);
    let told = json!({ "expires_in": 900, "csrf_token": jar.value("__Host-csrf") });
    login.is_json(told);
    jar
}

#[test]
fn cookies() {
    let app = App::start("cookies", &[]);
    let jar = browser(&app);
    let own = format!("http://{}", app.host());
    jar.with(app.get("/me")).send().is("alice");
    jar.with_csrf(app.post("/transfer")).header("origin", own).send().is("transferred by alice");
    jar.with_csrf(app.post("/orders")).send().is("ordered by alice");
    app.post("/orders").bearer(jar.value("__Host-access")).send().is("ordered by alice");
    jar.with(app.post("/beacon")).send().is("seen alice");

    app.get("/me").send().refused(401, "token_missing");
    app.get("/me").bearer(jar.value("__Host-access")).send().refused(401, "token_missing");
    let both = jar.with_csrf(app.post("/orders")).bearer(jar.value("__Host-access"));
    both.send().refused(400, "invalid_request");
    let mixed = format!("__Host-access={}", jar.value("__Host-refresh"));
    app.get("/me").header("cookie", mixed).send().refused(401, "wrong_kind");
    let changed = format!("__Host-access={}", forged(jar.value("__Host-access")));
    app.get("/me").header("cookie", changed).send().refused(401, "token_invalid");
}

/// The detail tells which check it was.
#[track_caller]
fn forgery(reply: &Reply, told: &str) {
    let detail = reply.refused(403, "csrf_failed").json()["detail"].clone();
    assert!(detail.as_str().unwrap().contains(told), "{detail}");
}

#[test]
fn cookies_refuse_what_a_foreign_page_sends() {
    let app = App::start("cookies", &[]);
    let (jar, other) = (browser(&app), browser(&app));
    for path in ["/transfer", "/orders", "/refresh", "/logout"] {
        let post = || app.post(path);
        forgery(&jar.with(post()).send(), "`X-CSRF-Token` is missing");
        let wrong = jar.with(post()).header("x-csrf-token", other.value("__Host-csrf"));
        forgery(&wrong.send(), "does not hold");
        let site = jar.with_csrf(post()).header("sec-fetch-site", "cross-site");
        forgery(&site.send(), "`Sec-Fetch-Site`");
        let origin = jar.with_csrf(post()).header("origin", "https://evil.example");
        forgery(&origin.send(), "`Origin`");
    }
    // It reads, and changes nothing.
    jar.with(app.get("/me")).header("sec-fetch-site", "cross-site").send().is("alice");
    let login = app.post("/login/mallory").header("sec-fetch-site", "cross-site").send();
    forgery(&login, "`Sec-Fetch-Site`");
    let login = app.post("/login/mallory").header("origin", "null").send();
    forgery(&login, "`Origin`");
    jar.with_csrf(app.post("/transfer")).send().is("transferred by alice");
}

#[test]
fn cookies_are_renewed_and_cleared() {
    let app = App::start("cookies", &[]);
    let (mut jar, mut laptop) = (browser(&app), browser(&app));
    let before = jar.clone();
    let refreshed = jar.with_csrf(app.post("/refresh")).send();
    jar.take(&refreshed);
    assert_eq!(refreshed.status, 200, "{}", refreshed.body);
    assert_ne!(jar.value("__Host-refresh"), before.value("__Host-refresh"));
    // The pages that are open already hold the value.
    assert_eq!(jar.value("__Host-csrf"), before.value("__Host-csrf"));
    jar.with_csrf(app.post("/transfer")).send().is("transferred by alice");
    app.post("/refresh").send().refused(401, "token_missing");

    let logout = laptop.with_csrf(app.post("/logout")).send();
    assert_eq!((logout.status, logout.header("cache-control")), (204, "no-store"));
    let kept = laptop.clone();
    laptop.take(&logout);
    assert!(laptop.names().is_empty());
    kept.with(app.get("/me")).send().refused(401, "token_revoked");
    kept.with_csrf(app.post("/refresh")).send().refused(401, "token_revoked");
    laptop.with(app.post("/logout")).send().refused(401, "token_missing");

    jar.with(app.get("/me")).send().is("alice");
    before.with_csrf(app.post("/refresh")).send().refused(401, "token_used");
    jar.with(app.get("/me")).send().refused(401, "token_revoked");
}

#[test]
fn refresh_rotation() {
    let app = App::start("refresh_rotation", &[]);
    let me = |token: &str| app.get("/me").bearer(token).send();
    let post = |path: &str, token: &str| app.post(path).bearer(token).send();
    let phone = app.login("/login/alice/phone");
    let laptop = app.login("/login/alice/laptop");
    let stolen = phone.refresh.clone();
    let renewed = post("/refresh", &phone.refresh).pair();
    me(&renewed.access).is("alice");
    me(&phone.access).is("alice");

    // Who was robbed and who has robbed are both out, with all that the login has brought forth.
    post("/refresh", &stolen).refused(401, "token_used");
    for token in [&phone.access, &renewed.access] {
        me(token).refused(401, "token_revoked");
    }
    post("/refresh", &renewed.refresh).refused(401, "token_revoked");
    me(&laptop.access).is("alice");

    assert_eq!(post("/logout", &laptop.refresh).status, 204);
    me(&laptop.access).refused(401, "token_revoked");
    post("/refresh", &laptop.refresh).refused(401, "token_revoked");
    post("/logout", &laptop.access).refused(401, "token_revoked");

    post("/refresh", &laptop.access).refused(401, "wrong_kind");
    me(&laptop.refresh).refused(401, "wrong_kind");
    for (path, method) in [("/refresh", "POST"), ("/logout", "POST"), ("/sessions", "GET")] {
        let request = if method == "GET" { app.get(path) } else { app.post(path) };
        request.send().refused(401, "token_missing");
    }
    app.post("/refresh").bearer(&forged(&stolen)).send().refused(401, "token_invalid");
}

/// Device and whether it is the one that asks, in the order of the list.
fn devices(list: &Value) -> Vec<(&str, bool)> {
    let rows = list.as_array().unwrap().iter();
    rows.map(|row| (row["device"].as_str().unwrap(), row["current"].as_bool().unwrap())).collect()
}

#[test]
fn refresh_rotation_lists_logins_and_ends_them_one_by_one() {
    let app = App::start("refresh_rotation", &[]);
    let list = |token: &str| {
        let list = app.get("/sessions").bearer(token).send();
        assert_eq!(list.status, 200, "{}", list.body);
        list.json()
    };
    let end = |id: &str, of: &Pair| {
        app.delete(&format!("/sessions/{id}")).bearer(&of.access).send().status
    };
    let phone = app.login("/login/alice/phone");
    let laptop = app.login("/login/alice/laptop");
    let bob = app.login("/login/bob/desk");
    let told = list(&phone.access);
    assert_eq!(devices(&told), [("laptop", false), ("phone", true)]);
    let lost = told[0]["id"].as_str().unwrap();
    let phone = app.post("/refresh").bearer(&phone.refresh).send().pair();
    assert_eq!(devices(&list(&phone.access)), [("phone", true), ("laptop", false)]);

    assert_eq!(end(lost, &bob), 404);
    assert_eq!(end("nonsense", &phone), 404);
    app.get("/me").bearer(&laptop.access).send().is("alice");
    assert_eq!(end(lost, &phone), 204);
    assert_eq!(end(lost, &phone), 404);
    app.get("/me").bearer(&laptop.access).send().refused(401, "token_revoked");
    assert_eq!(devices(&list(&phone.access)), [("phone", true)]);
    assert_eq!(devices(&list(&bob.access)), [("desk", true)]);
    app.delete(&format!("/sessions/{lost}")).send().refused(401, "token_missing");
    let by_refresh = app.get("/sessions").bearer(&phone.refresh).send();
    by_refresh.refused(401, "wrong_kind");
}

#[test]
fn password_reset() {
    let app = App::start("password_reset", &[]);
    let (alice, bob) = (app.login("/login/alice"), app.login("/login/bob"));
    let link = || app.post("/forgot/alice").send().body;
    let reset = |token: &str, body: &Value| app.post("/reset").bearer(token).json(body).send();
    let good = json!({ "password": "correct horse battery" });
    let mail = link();
    for bad in [json!({ "password": "short" }), json!({}), json!("correct horse battery")] {
        assert_eq!(reset(&mail, &bad).status, 400);
    }
    let me = |token: &str| app.get("/me").bearer(token).send();
    me(&alice.access).is("alice");
    reset(&mail, &good).is("a password of 21 characters");

    // What she had until then is over: her logins, and every link that was on its way.
    reset(&mail, &good).refused(401, "token_revoked");
    me(&alice.access).refused(401, "token_revoked");
    me(&bob.access).is("bob");
    me(&app.login("/login/alice").access).is("alice");
    let (one, two) = (link(), link());
    assert_eq!(reset(&one, &good).status, 200);
    reset(&two, &good).refused(401, "token_revoked");

    // However fast it is followed.
    let mail = link();
    let followed = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| reset(&mail, &good).status)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    assert_eq!(followed.iter().filter(|status| **status == 200).count(), 1, "{followed:?}");

    reset(&bob.access, &good).refused(401, "wrong_kind");
    me(&link()).refused(401, "wrong_kind");
    reset(&forged(&link()), &good).refused(401, "token_invalid");
    app.post("/reset").json(&good).send().refused(401, "token_missing");
}
