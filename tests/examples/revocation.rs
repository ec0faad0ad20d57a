//! Examples of tokens that end before their time.

use crate::harness::{App, Redis, forged, wait};

#[test]
fn denylist() {
    let app = App::start("denylist", &[]);
    let me = |token: &str| app.get("/me").bearer(token).send();
    let post = |path: &str, token: &str| app.post(path).bearer(token).send();
    let (phone, laptop) = (app.login("/login/alice"), app.login("/login/alice"));
    let (tablet, bob) = (app.login("/login/alice"), app.login("/login/bob"));
    let renewed = post("/refresh", &phone.refresh).pair();
    assert_eq!(post("/logout", &phone.access).status, 204);
    for token in [&phone.access, &renewed.access] {
        me(token).refused(401, "token_revoked");
        post("/logout", token).refused(401, "token_revoked");
    }
    post("/refresh", &renewed.refresh).refused(401, "token_revoked");
    assert_eq!(post("/logout", &tablet.refresh).status, 204);
    me(&tablet.access).refused(401, "token_revoked");
    me(&laptop.access).is("alice");

    assert_eq!(post("/logout/everywhere", &laptop.access).status, 204);
    me(&laptop.access).refused(401, "token_revoked");
    post("/refresh", &laptop.refresh).refused(401, "token_revoked");
    me(&bob.access).is("bob");
    me(&app.login("/login/alice").access).is("alice");
    app.post("/logout").send().refused(401, "token_missing");
}

#[test]
fn denylist_redis() {
    let redis = Redis::start();
    let one = App::start("denylist_redis", &[("REDIS_URL", &redis.url())]);
    let me = |token: &str| one.get("/me").bearer(token).send();
    let post = |path: &str, token: &str| one.post(path).bearer(token).send();

    let (phone, laptop) = (one.login("/login/alice"), one.login("/login/alice"));
    let bob = one.login("/login/bob").access;
    me(&phone.access).is("alice");
    assert_eq!(post("/logout", &phone.access).status, 204);
    me(&phone.access).refused(401, "token_revoked");
    post("/logout", &phone.refresh).refused(401, "token_revoked");
    me(&laptop.access).is("alice");
    assert_eq!(post("/logout/everywhere", &laptop.access).status, 204);
    me(&laptop.access).refused(401, "token_revoked");
    post("/logout", &laptop.refresh).refused(401, "token_revoked");
    me(&bob).is("bob");
    let again = one.login("/login/alice").access;
    me(&again).is("alice");

    // Namespaced, one for the login and one for the subject, and both with an end.
    assert!(redis.ask("DBSIZE").starts_with(":2"));
    let keys = redis.ask("KEYS *");
    assert_eq!(keys.matches("shop:revoked:").count(), 2, "{keys}");
    for key in keys.lines().filter(|line| line.starts_with("shop:")) {
        let ttl = redis.ask(&format!("TTL {key}"));
        let left: i64 = ttl.lines().next().unwrap().trim_start_matches(':').parse().unwrap();
        assert!(left > 0, "{key} stays for {left}");
    }

    let port = redis.port();
    redis.stop();
    me(&again).refused(503, "temporarily_unavailable");
    me(&forged(&again)).refused(401, "token_invalid");
    one.get("/me").send().refused(401, "token_missing");
    assert_eq!(post("/logout", &again).status, 503);

    let _redis = Redis::start_on(port);
    for _ in 0..50 {
        if me(&again).status == 200 {
            return;
        }
        wait(0.1);
    }
    panic!("it does not find Redis again");
}
