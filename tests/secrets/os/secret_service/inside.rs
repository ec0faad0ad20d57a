//! What is asked of the Secret Service, each in a session of its own.

use std::time::Duration;

use actix_paseto::secret::SecretBytes;
use actix_paseto::secrets::{
    Outage, SecretError, SecretServiceSource, SecretSource as _, SetOptions, Version,
};

use super::desktop::{self, Desktop, lock, lookup, store};
use crate::os::{CANARY, delete, path, read, shows_nothing, write};
use crate::server::Folder;

async fn connect() -> (Desktop, SecretServiceSource) {
    let desktop = Desktop::start();
    (desktop, SecretServiceSource::connect().await.unwrap())
}

fn is_out(answer: Result<impl Sized, SecretError>, expected: Outage) {
    match answer.err() {
        Some(SecretError::Unavailable { backend: "keyring", cause }) => assert_eq!(cause, expected),
        other => panic!("{other:?}, not {expected:?}"),
    }
}

#[ignore = "run by other_programs_find_what_is_written_and_write_what_is_found in a session"]
#[actix_web::test]
async fn exchanges_with_secret_tool() {
    let (_desktop, source) = connect().await;
    store("service apps/api username k1", b"theirs");
    assert_eq!(read(&source, "apps/api/k1").await.unwrap(), b"theirs");
    // An attribute more does not hide it.
    store("service apps username k2 xdg:schema org.example", b"tagged");
    assert_eq!(read(&source, "apps/k2").await.unwrap(), b"tagged");

    write(&source, "apps/k3", b"ours").await.unwrap();
    assert_eq!(lookup("service apps username k3").unwrap(), b"ours");
    write(&source, "apps/api/k1", b"ours now").await.unwrap();
    assert_eq!(lookup("service apps/api username k1").unwrap(), b"ours now");

    let bytes = [0, 0xff, 0xfe, b'\n', 0x80];
    write(&source, "apps/bytes", &bytes).await.unwrap();
    assert_eq!(read(&source, "apps/bytes").await.unwrap(), bytes);
    let secret = source.get(&path("apps/bytes")).await.unwrap();
    let text = secret.text("keyring", &path("apps/bytes"));
    assert!(matches!(text, Err(SecretError::Malformed { .. })));
}

#[ignore = "run by what_is_absent_or_empty_is_not_found in a session of its own"]
#[actix_web::test]
async fn finds_nothing() {
    let (_desktop, source) = connect().await;
    let absent = SecretError::NotFound { backend: "keyring", path: "apps/k1".to_owned() };
    assert_eq!(read(&source, "apps/k1").await.unwrap_err(), absent);
    assert_eq!(delete(&source, "apps/k1").await.unwrap_err(), absent);
    assert!(!source.exists(&path("apps/k1")).await.unwrap());
    store("service apps username k1", b"");
    assert_eq!(read(&source, "apps/k1").await.unwrap_err(), absent);

    write(&source, "apps/k1", b"here").await.unwrap();
    assert!(source.exists(&path("apps/k1")).await.unwrap());
    delete(&source, "apps/k1").await.unwrap();
    assert_eq!(read(&source, "apps/k1").await.unwrap_err(), absent);
    assert!(lookup("service apps username k1").is_none());
    for bare in ["k1", "apps/", "/k1"] {
        let error = read(&source, bare).await.unwrap_err();
        assert!(error.to_string().contains("`service/user`"), "{error}");
    }
}

#[ignore = "run by a_field_is_a_member_of_a_json_object in a session of its own"]
#[actix_web::test]
async fn keeps_fields() {
    let (_desktop, source) = connect().await;
    store("service apps username k1", br#"{"access":"a","refresh":"r","port":1}"#);
    assert_eq!(read(&source, "apps/k1#access").await.unwrap(), b"a");
    write(&source, "apps/k1#access", b"new").await.unwrap();
    assert_eq!(read(&source, "apps/k1#access").await.unwrap(), b"new");
    assert_eq!(read(&source, "apps/k1#refresh").await.unwrap(), b"r");
    assert!(matches!(read(&source, "apps/k1#none").await, Err(SecretError::NotFound { .. })));
    assert_eq!(read(&source, "apps/k1#port").await.unwrap(), b"1");
    store("service apps username k4", br#"{"in":{},"list":[1],"none":null,"yes":true,"no":" "}"#);
    assert_eq!(read(&source, "apps/k4#yes").await.unwrap(), b"true");
    assert!(matches!(read(&source, "apps/k4#no").await, Err(SecretError::NotFound { .. })));
    for odd in ["apps/k4#in", "apps/k4#list", "apps/k4#none"] {
        let answer = read(&source, odd).await;
        assert!(matches!(answer, Err(SecretError::Malformed { .. })), "{odd}: {answer:?}");
    }
    for (at, value) in [("apps/k4#in", "x"), ("apps/k4#yes", " "), ("apps/k4", "\n")] {
        let answer = write(&source, at, value.as_bytes()).await;
        assert!(matches!(answer, Err(SecretError::Malformed { .. })), "{at}: {answer:?}");
    }
    let answer = delete(&source, "apps/k4#in").await;
    assert!(matches!(answer, Err(SecretError::Malformed { .. })), "{answer:?}");

    delete(&source, "apps/k1#access").await.unwrap();
    assert!(matches!(delete(&source, "apps/k1#access").await, Err(SecretError::NotFound { .. })));
    assert_eq!(read(&source, "apps/k1#refresh").await.unwrap(), b"r");

    // The first field makes the item; one that holds something else is left alone.
    write(&source, "apps/k2#access", b"first").await.unwrap();
    assert_eq!(lookup("service apps username k2").unwrap(), br#"{"access":"first"}"#);
    write(&source, "apps/k3", b"no JSON").await.unwrap();
    for answer in [write(&source, "apps/k3#a", b"x").await, delete(&source, "apps/k3#a").await] {
        assert!(matches!(answer, Err(SecretError::Malformed { .. })), "{answer:?}");
    }
    assert_eq!(read(&source, "apps/k3").await.unwrap(), b"no JSON");
    assert!(matches!(read(&source, "apps/k3#a").await, Err(SecretError::Malformed { .. })));
    let bytes = write(&source, "apps/k2#access", &[0xff]).await;
    assert!(matches!(bytes, Err(SecretError::Malformed { .. })), "{bytes:?}");
}

#[ignore = "run by names_are_listed_under_a_prefix in a session of its own"]
#[actix_web::test]
async fn lists() {
    let (_desktop, source) = connect().await;
    assert!(source.list("").await.unwrap().is_empty());
    for name in ["apps/api/k2", "apps/api/k1", "apps/web/k1", "other/k1"] {
        write(&source, name, b"x").await.unwrap();
    }
    // Not ours: no user, or a name that no path leads to.
    store("application chromium", b"x");
    store("service apps username a/b", b"x");
    assert_eq!(source.list("apps/").await.unwrap(), ["apps/api/k1", "apps/api/k2", "apps/web/k1"]);
    assert_eq!(source.list("apps/api/k2").await.unwrap(), ["apps/api/k2"]);
    assert_eq!(source.list("").await.unwrap().len(), 4);
    assert!(source.list("none/").await.unwrap().is_empty());
    for name in source.list("").await.unwrap() {
        assert_eq!(read(&source, &name).await.unwrap(), b"x", "{name}");
    }
    lock();
    is_out(source.list("apps/").await, Outage::Locked);
}

#[ignore = "run by two_items_of_one_name_are_an_error in a session of its own"]
#[actix_web::test]
async fn is_ambiguous() {
    let (_desktop, source) = connect().await;
    store("service apps username k1 copy one", b"CANARY one");
    store("service apps username k1 copy two", b"CANARY two");
    let answers = [
        read(&source, "apps/k1").await.map(drop),
        write(&source, "apps/k1", b"CANARY three").await,
        delete(&source, "apps/k1").await,
    ];
    for answer in answers {
        let error = answer.unwrap_err();
        assert!(matches!(error, SecretError::Malformed { .. }), "{error}");
        assert!(error.to_string().contains("several items"), "{error}");
        shows_nothing(&error);
    }
    assert_eq!(lookup("service apps username k1 copy one").unwrap(), b"CANARY one");
    assert_eq!(source.list("").await.unwrap(), ["apps/k1"]);
}

#[ignore = "run by lengths_and_conditions_are_checked in a session of its own"]
#[actix_web::test]
async fn refuses_what_cannot_be() {
    let (_desktop, source) = connect().await;
    let most = 64 * 1024;
    write(&source, "apps/k1", &vec![b'x'; most]).await.unwrap();
    assert_eq!(read(&source, "apps/k1").await.unwrap().len(), most);
    let long = write(&source, "apps/k1", &vec![b'x'; most + 1]).await.unwrap_err();
    assert!(matches!(long, SecretError::TooLong { .. }), "{long}");
    desktop::store_long("apps", "k2", most);
    assert_eq!(read(&source, "apps/k2").await.unwrap().len(), most);
    desktop::store_long("apps", "k2", most + 1);
    assert!(matches!(read(&source, "apps/k2").await, Err(SecretError::TooLong { .. })));
    assert!(matches!(write(&source, "apps/k1", b"").await, Err(SecretError::Malformed { .. })));

    let able = source.capabilities();
    assert!(able.write && able.delete && able.list && !able.compare_and_set && !able.versions);
    let value = SecretBytes::from(b"x".to_vec());
    for options in [SetOptions::IfAbsent, SetOptions::IfVersion(Version::from("1".to_owned()))] {
        let answer = source.set(&path("apps/k9"), &value, options).await;
        assert!(matches!(answer, Err(SecretError::Unsupported { .. })), "{answer:?}");
    }
    let older = source.get(&path("apps/k1").version("1")).await;
    assert!(matches!(older, Err(SecretError::Unsupported { .. })), "{older:?}");
}

#[ignore = "run by a_locked_collection_is_an_outage in a session of its own"]
#[actix_web::test]
async fn is_locked() {
    let (_desktop, source) = connect().await;
    write(&source, "apps/k1", b"hush").await.unwrap();
    lock();
    is_out(read(&source, "apps/k1").await, Outage::Locked);
    is_out(source.exists(&path("apps/k1")).await, Outage::Locked);
    is_out(write(&source, "apps/k1", b"x").await, Outage::Locked);
    is_out(write(&source, "apps/k2", b"x").await, Outage::Locked);
    is_out(delete(&source, "apps/k1").await, Outage::Locked);
}

#[ignore = "run by a_wrong_password_leaves_the_collection_locked in a session of its own"]
#[actix_web::test]
async fn is_unlocked_with_the_wrong_password() {
    let (desktop, source) = connect().await;
    write(&source, "apps/k1", b"hush").await.unwrap();
    desktop.kill();
    let desktop = Desktop::start_with("not the password");
    is_out(read(&source, "apps/k1").await, Outage::Locked);
    is_out(write(&source, "apps/k2", b"x").await, Outage::Locked);
    desktop.kill();
    let _desktop = Desktop::start();
    assert_eq!(read(&source, "apps/k1").await.unwrap(), b"hush");
}

#[ignore = "run by a_daemon_that_hangs_is_not_waited_for in a session of its own"]
#[actix_web::test]
async fn hangs() {
    let (desktop, source) = connect().await;
    write(&source, "apps/k1", b"hush").await.unwrap();
    desktop.freeze();
    let hasty = source.clone().with_timeout(Duration::from_millis(300));
    let before = threads();
    for _ in 0..5 {
        is_out(read(&hasty, "apps/k1").await, Outage::TimedOut);
    }
    // One waits for the daemon, with the bus connection's own; the others do not pile up.
    assert!(threads() <= before + 2, "{} threads, {before} before", threads());
    is_out(SecretServiceSource::connect().await, Outage::TimedOut);
    desktop.thaw();
    assert_eq!(read(&source, "apps/k1").await.unwrap(), b"hush");
}

fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").unwrap().count()
}

#[ignore = "run by a_daemon_that_is_killed_and_started_again_is_found_again in a session"]
#[actix_web::test]
async fn is_killed_and_back() {
    let (desktop, source) = connect().await;
    write(&source, "apps/k1", b"hush").await.unwrap();
    for _ in 0..3 {
        read(&source, "apps/k1").await.unwrap();
    }
    desktop.freeze();
    let at = path("apps/k1");
    let (answer, ()) = futures_util::join!(source.get(&at), async {
        actix_web::rt::time::sleep(Duration::from_millis(200)).await;
        desktop.kill();
    });
    is_out(answer, Outage::NoConnection);
    is_out(read(&source, "apps/k1").await, Outage::NoConnection);
    is_out(SecretServiceSource::connect().await, Outage::NoConnection);
    let _desktop = Desktop::start();
    assert_eq!(read(&source, "apps/k1").await.unwrap(), b"hush");
}

#[ignore = "run by a_bus_without_the_service_is_no_connection in a session of its own"]
#[actix_web::test]
async fn has_no_service() {
    is_out(SecretServiceSource::connect().await, Outage::NoConnection);
}

/// Answers in the real service's place, wrongly: nothing else can make the real one do so.
const LIAR: &str = r#"
import sys, dbus, dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib
SECRETS, lie = "org.freedesktop.Secret", sys.argv[1]
class Liar(dbus.service.Object):
    @dbus.service.method(SECRETS + ".Service", in_signature="sv", out_signature="vo")
    def OpenSession(self, algorithm, theirs):
        if lie == "session":
            return dbus.String("CANARY"), dbus.ObjectPath("/s")
        return dbus.ByteArray(b"\x02", variant_level=1), dbus.ObjectPath("/s")
    @dbus.service.method(SECRETS + ".Service", in_signature="a{ss}", out_signature="aoao")
    def SearchItems(self, attributes):
        if lie == "failure":
            raise dbus.DBusException("CANARY", name="org.example.CANARY")
        return [dbus.ObjectPath("/i")], []
    @dbus.service.method(SECRETS + ".Item", in_signature="o",
                         out_signature="s" if lie == "type" else "(oayays)")
    def GetSecret(self, session):
        if lie == "type":
            return "CANARY"
        vector = b"short" if lie == "vector" else b"0123456789abcdef"
        return (dbus.ObjectPath("/s"), dbus.ByteArray(vector), dbus.ByteArray(b"CANARY"), "text/plain")
DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
name = dbus.service.BusName("org.freedesktop.secrets", bus)
service, item = Liar(bus, "/org/freedesktop/secrets"), Liar(bus, "/i")
GLib.MainLoop().run()
"#;

#[ignore = "run by a_service_that_breaks_the_protocol_is_malformed_or_out in a session of its own"]
#[actix_web::test]
async fn is_lied_to() {
    for lie in ["session", "failure", "type", "vector", "cipher"] {
        let folder = Folder::new("liar");
        let script = folder.join("liar.py");
        std::fs::write(&script, LIAR).unwrap();
        let mut liar = std::process::Command::new(desktop::PYTHON);
        let mut liar = liar.arg(&script).arg(lie).spawn().unwrap();
        desktop::wait_for_service();
        let error = match SecretServiceSource::connect().await {
            Ok(source) => read(&source, "apps/k1").await.unwrap_err(),
            Err(error) => error,
        };
        liar.kill().unwrap();
        liar.wait().unwrap();
        match lie {
            "failure" => is_out(Err::<(), _>(error.clone()), Outage::Server),
            _ => assert!(matches!(error, SecretError::Malformed { .. }), "{lie}: {error:?}"),
        }
        shows_nothing(&error);
    }
}

#[ignore = "run by no_error_and_no_type_shows_a_secret in a session of its own"]
#[actix_web::test]
async fn shows_no_secret() {
    let (desktop, source) = connect().await;
    store("service apps username json", format!(r#"{{"a":"{CANARY}","n":[1]}}"#).as_bytes());
    store("service apps username broken", format!(r#"{{"a":"{CANARY}"#).as_bytes());
    store("service apps username twice copy one", CANARY.as_bytes());
    store("service apps username twice copy two", CANARY.as_bytes());
    write(&source, "apps/k1", CANARY.as_bytes()).await.unwrap();
    let secret = source.get(&path("apps/k1")).await.unwrap();
    let shown = format!("{source:?} {source:#?} {secret:?} {secret:#?}");
    assert!(!shown.contains("CANARY"), "{shown}");

    let mut errors = Vec::new();
    for at in ["apps/none", "bare", "apps/json#b", "apps/json#n", "apps/broken#a", "apps/twice"] {
        errors.push(read(&source, at).await.unwrap_err());
    }
    let long = CANARY.repeat(10_000);
    errors.push(write(&source, "apps/k1", long.as_bytes()).await.unwrap_err());
    errors.push(write(&source, "apps/broken#a", CANARY.as_bytes()).await.unwrap_err());
    let bytes = [CANARY.as_bytes(), &[0xff]].concat();
    errors.push(write(&source, "apps/json#a", &bytes).await.unwrap_err());
    lock();
    errors.push(write(&source, "apps/k2", CANARY.as_bytes()).await.unwrap_err());
    errors.push(read(&source, "apps/k1").await.unwrap_err());
    desktop.kill();
    errors.push(read(&source, "apps/k1").await.unwrap_err());
    errors.iter().for_each(shows_nothing);
}
