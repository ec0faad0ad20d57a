//! Directories that a platform mounts.

use std::fs;
use std::os::unix::fs::symlink;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use actix_paseto::secrets::{DirectorySource, SecretError, SecretSource as _, Secrets, SetOptions};

use super::{path, put};
use crate::server::Folder;

/// As the kubelet does: a new directory, a link that is renamed over `..data`, the old one removed.
fn swap(folder: &Folder, round: usize) {
    let new = folder.join(&format!("..{round}"));
    fs::create_dir(&new).unwrap();
    put(&new.join("key"), &format!("value-{round}"), 0o644);
    let link = folder.join("..data_tmp");
    symlink(format!("..{round}"), &link).unwrap();
    let old = fs::read_link(folder.join("..data")).ok();
    fs::rename(link, folder.join("..data")).unwrap();
    if let Some(old) = old {
        fs::remove_dir_all(folder.0.join(old)).unwrap();
    }
}

#[actix_web::test]
async fn are_swapped_under_the_readers_eyes() {
    let folder = Arc::new(Folder::new("swapped"));
    swap(&folder, 0);
    symlink("..data/key", folder.join("key")).unwrap();
    let source = DirectorySource::new(&folder.0);
    let (stop, of_thread) = (Arc::new(AtomicBool::new(false)), Arc::clone(&folder));
    let stopped = Arc::clone(&stop);
    let writer = thread::spawn(move || {
        let mut round = 0;
        while !stopped.load(Ordering::SeqCst) {
            round += 1;
            swap(&of_thread, round);
            thread::yield_now();
        }
        round
    });
    for _ in 0..500 {
        let secret = source.get(&path("key")).await.unwrap();
        assert!(secret.bytes.expose().starts_with(b"value-"));
        assert_eq!(source.list("").await.unwrap(), ["key"]);
    }
    stop.store(true, Ordering::SeqCst);
    let last = writer.join().unwrap();
    let secret = source.get(&path("key")).await.unwrap();
    assert_eq!(secret.bytes.expose(), format!("value-{last}").as_bytes());
}

#[actix_web::test]
async fn hold_what_is_in_them_and_nothing_else() {
    let (folder, outside) = (Folder::new("inside"), Folder::new("outside"));
    put(&outside.join("key"), "CANARY", 0o644);
    fs::create_dir(folder.join("db")).unwrap();
    put(&folder.join("db/password"), "hush", 0o444);
    put(&folder.join(".hidden"), "x", 0o444);
    put(&folder.join("s.json"), "{\"a\": \"b\"}", 0o444);
    put(&folder.join("open"), "x", 0o666);
    symlink(outside.join("key"), folder.join("out")).unwrap();
    symlink(&outside.0, folder.join("dir-out")).unwrap();
    let source = DirectorySource::new(&folder.0);
    assert_eq!(source.list("").await.unwrap(), ["db/password", "open", "s.json"]);
    let secret = source.get(&path("db/password")).await.unwrap();
    assert_eq!(secret.bytes.expose(), b"hush");
    assert_eq!(source.get(&path("s.json#a")).await.unwrap().bytes.expose(), b"b");
    let absolute = outside.join("key");
    for name in [
        "../key",
        "db/../../key",
        "out",
        "dir-out/key",
        absolute.to_str().unwrap(),
        "./db/password",
        "db//password",
        "..data/x",
        "db\\password",
    ] {
        let error = source.get(&path(name)).await.unwrap_err();
        assert!(matches!(error, SecretError::Malformed { .. }), "{name}: {error}");
        assert!(!format!("{error} {error:?}").contains("CANARY"));
    }
    assert!(matches!(source.get(&path("open")).await, Err(SecretError::Writable(_))));
    assert!(matches!(source.get(&path("db")).await, Err(SecretError::Inaccessible { .. })));
    assert!(matches!(source.get(&path("gone")).await, Err(SecretError::NotFound { .. })));
    let write = source.set(&path("new"), &b"x".to_vec().into(), SetOptions::Always).await;
    assert!(matches!(write, Err(SecretError::Unsupported { .. })));
}

#[actix_web::test]
async fn that_are_not_mounted_are_no_absent_secrets() {
    let folder = Folder::new("unmounted");
    let secrets = Secrets::from_directory(folder.join("mount"));
    for error in [
        secrets.get_or("key", b"default".to_vec()).await.unwrap_err(),
        secrets.exists("key").await.unwrap_err(),
        secrets.list("").await.unwrap_err(),
    ] {
        assert!(matches!(error, SecretError::Inaccessible { backend: "directory", .. }), "{error}");
    }
    fs::create_dir(folder.join("mount")).unwrap();
    assert!(!secrets.exists("key").await.unwrap());
    assert!(!secrets.exists("db/key").await.unwrap());
    assert!(secrets.list("").await.unwrap().is_empty());
}

#[actix_web::test]
async fn that_lead_into_themselves_have_an_end() {
    let folder = Folder::new("loops");
    put(&folder.join("key"), "x", 0o444);
    fs::create_dir(folder.join("db")).unwrap();
    put(&folder.join("db/password"), "x", 0o444);
    for name in ["a", "b", "c", "db/up"] {
        symlink(&folder.0, folder.join(name)).unwrap();
    }
    symlink("db", folder.join("e")).unwrap();
    let names = DirectorySource::new(&folder.0).list("").await.unwrap();
    assert_eq!(names, ["db/password", "e/password", "key"]);
}

#[actix_web::test]
async fn are_not_left_by_a_folder_that_becomes_a_link() {
    let (folder, outside) = (Arc::new(Folder::new("became")), Folder::new("beyond"));
    put(&outside.join("key"), "CANARY", 0o644);
    fs::create_dir(folder.join("db")).unwrap();
    put(&folder.join("db/key"), "inside", 0o444);
    let (stop, of_thread, target) =
        (Arc::new(AtomicBool::new(false)), Arc::clone(&folder), outside.0.clone());
    let stopped = Arc::clone(&stop);
    let writer = thread::spawn(move || {
        let (db, away) = (of_thread.join("db"), of_thread.join(".away"));
        while !stopped.load(Ordering::SeqCst) {
            fs::rename(&db, &away).unwrap();
            symlink(&target, &db).unwrap();
            thread::yield_now();
            fs::remove_file(&db).unwrap();
            fs::rename(&away, &db).unwrap();
        }
    });
    let source = DirectorySource::new(&folder.0);
    for _ in 0..5_000 {
        if let Ok(secret) = source.get(&path("db/key")).await {
            assert_eq!(secret.bytes.expose(), b"inside");
        }
    }
    stop.store(true, Ordering::SeqCst);
    writer.join().unwrap();
    assert_eq!(source.get(&path("db/key")).await.unwrap().bytes.expose(), b"inside");
}
