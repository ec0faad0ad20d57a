//! Examples of tokens that end before their time.

#[cfg(any(feature = "redis", feature = "postgres"))]
use crate::harness::forged;
use crate::harness::{App, Pair, Reply};
#[cfg(any(feature = "redis", feature = "postgres"))]
use std::time::{Duration, Instant};

/// Where a key is, made as the examples say. Without one from outside, tokens would not survive the
/// restart of their program, nor be known to another node.
fn key(name: &str) -> String {
    let file = format!("{}/{name}-{}.key", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    let made = App::run("keys", &["generate", "local", "--force", "--to", &file], &[], "");
    assert!(made.status.success(), "{}", made.stderr);
    format!("file:{file}")
}

fn me(app: &App, token: &str) -> Reply {
    app.get("/me").bearer(token).send()
}

fn post(app: &App, path: &str, token: &str) -> Reply {
    app.post(path).bearer(token).send()
}

/// Logs one of two out, with the other one as a witness.
fn log_out_one_of(phone: &Pair, laptop: &Pair, app: &App) {
    me(app, &phone.access).is("alice");
    assert_eq!(post(app, "/logout", &phone.access).status, 204);
    me(app, &phone.access).refused(401, "token_revoked");
    post(app, "/logout", &phone.refresh).refused(401, "token_revoked");
    me(app, &laptop.access).is("alice");
}

/// What it says while its server is away.
#[cfg(any(feature = "redis", feature = "postgres"))]
fn refuses_all_but_what_needs_no_store(app: &App, token: &str) {
    me(app, token).refused(503, "temporarily_unavailable");
    me(app, &forged(token)).refused(401, "token_invalid");
    app.get("/me").send().refused(401, "token_missing");
    assert_eq!(post(app, "/logout", token).status, 503);
}

#[cfg(any(feature = "redis", feature = "postgres"))]
fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "waited for: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn denylist() {
    let app = App::start("denylist", &[]);
    let (phone, laptop) = (app.login("/login/alice"), app.login("/login/alice"));
    let (tablet, bob) = (app.login("/login/alice"), app.login("/login/bob"));
    let renewed = post(&app, "/refresh", &phone.refresh).pair();
    assert_eq!(post(&app, "/logout", &phone.access).status, 204);
    for token in [&phone.access, &renewed.access] {
        me(&app, token).refused(401, "token_revoked");
        post(&app, "/logout", token).refused(401, "token_revoked");
    }
    post(&app, "/refresh", &renewed.refresh).refused(401, "token_revoked");
    assert_eq!(post(&app, "/logout", &tablet.refresh).status, 204);
    me(&app, &tablet.access).refused(401, "token_revoked");
    me(&app, &laptop.access).is("alice");

    assert_eq!(post(&app, "/logout/everywhere", &laptop.access).status, 204);
    me(&app, &laptop.access).refused(401, "token_revoked");
    post(&app, "/refresh", &laptop.refresh).refused(401, "token_revoked");
    me(&app, &bob.access).is("bob");
    me(&app, &app.login("/login/alice").access).is("alice");
    app.post("/logout").send().refused(401, "token_missing");
}

#[test]
fn denylist_file() {
    let (key, folder) = (key("file"), std::path::Path::new(env!("CARGO_TARGET_TMPDIR")));
    let file = folder.join(format!("denylist-{}.db", std::process::id()));
    drop(std::fs::remove_file(&file));
    let path = file.to_str().unwrap();
    let start =
        || App::start("denylist_file", &[("PASETO_KEYS__ACTIVE", &key), ("DENYLIST", path)]);
    let app = start();
    let (phone, laptop) = (app.login("/login/alice"), app.login("/login/alice"));
    log_out_one_of(&phone, &laptop, &app);
    app.kill();

    let app = start();
    me(&app, &phone.access).refused(401, "token_revoked");
    me(&app, &laptop.access).is("alice");
    drop(app);
    std::fs::remove_file(file).unwrap();
}

#[cfg(feature = "redis")]
#[test]
fn denylist_redis() {
    use crate::servers::redis::Redis;

    let (mut redis, key) = (Redis::start(), key("redis"));
    let url = redis.url();
    let variables = [("PASETO_KEYS__ACTIVE", key.as_str()), ("REDIS_URL", &url)];
    let start = || App::start("denylist_redis", &variables);
    let (one, other) = (start(), start());
    // A login of the instant in which an empty store was begun counts no longer.
    std::thread::sleep(Duration::from_millis(1_100));
    let (phone, laptop) = (one.login("/login/alice"), one.login("/login/alice"));
    let bob = one.login("/login/bob").access;
    log_out_one_of(&phone, &laptop, &other);
    me(&one, &phone.access).refused(401, "token_revoked");
    assert_eq!(post(&one, "/logout/everywhere", &laptop.access).status, 204);
    me(&other, &laptop.access).refused(401, "token_revoked");
    post(&other, "/logout", &laptop.refresh).refused(401, "token_revoked");
    me(&other, &bob).is("bob");
    let again = one.login("/login/alice").access;
    me(&one, &again).is("alice");

    redis.kill();
    refuses_all_but_what_needs_no_store(&one, &again);
    redis.start_again();
    until("it finds Redis again", || me(&one, &again).status == 200);
    me(&one, &phone.access).refused(401, "token_revoked");

    redis.ask(&["FLUSHALL"]);
    me(&one, &phone.access).refused(503, "temporarily_unavailable");
    me(&other, &again).refused(503, "temporarily_unavailable");
    let resumed = App::run("denylist_redis", &["resume"], &variables, "");
    assert!(resumed.status.success(), "{}", resumed.stderr);
    until("the operator's word", || me(&one, &again).status == 401);
    std::thread::sleep(Duration::from_millis(1_100));
    me(&one, &one.login("/login/alice").access).is("alice");
}

#[cfg(feature = "redis")]
#[test]
fn denylist_redis_refuses_a_server_that_forgets() {
    use crate::servers::redis::{Options, Redis};

    let (redis, key) = (Redis::with(Options::forgetful()), key("forgetful"));
    let variables = [("PASETO_KEYS__ACTIVE", key.as_str()), ("REDIS_URL", &redis.url())];
    let refused = App::run("denylist_redis", &[], &variables, "");
    assert!(!refused.status.success());
    assert!(refused.stderr.contains("revocation.store"), "{}", refused.stderr);
    assert!(refused.stderr.contains("appendonly"), "{}", refused.stderr);
}

#[cfg(feature = "postgres")]
#[test]
fn denylist_postgres() {
    use crate::servers::postgres::Postgres;

    let (mut server, key) = (Postgres::start(), key("postgres"));
    let url = server.url();
    let variables = [("PASETO_KEYS__ACTIVE", key.as_str()), ("DATABASE_URL", &url)];
    let start = || App::start("denylist_postgres", &variables);
    let (one, other) = (start(), start());
    std::thread::sleep(Duration::from_millis(1_100));
    let (phone, laptop) = (one.login("/login/alice/phone"), one.login("/login/alice/laptop"));
    let renewed = post(&other, "/refresh", &laptop.refresh).pair();
    log_out_one_of(&phone, &renewed, &other);
    me(&one, &phone.access).refused(401, "token_revoked");
    // Used up on the other node: whoever comes with it ends the login.
    post(&one, "/refresh", &laptop.refresh).refused(401, "token_used");
    me(&other, &renewed.access).refused(401, "token_revoked");
    let again = one.login("/login/alice/phone").access;
    assert_eq!(one.get("/ready").send().status, 200);

    server.kill();
    refuses_all_but_what_needs_no_store(&one, &again);
    until("it is not ready", || one.get("/ready").send().status == 503);
    server.start_again();
    until("it finds PostgreSQL again", || me(&one, &again).status == 200);
    until("it is ready", || one.get("/ready").send().status == 200);
    me(&one, &phone.access).refused(401, "token_revoked");
    me(&one, &renewed.access).refused(401, "token_revoked");
}
