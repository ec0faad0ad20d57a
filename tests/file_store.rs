//! Revocations in a file: what was acknowledged is there after any end of the process, and a file
//! that cannot vouch for that is refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

#[path = "support/victim.rs"]
mod victim;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use actix_paseto::Paseto;
use actix_paseto::codec::LocalKey;
use actix_paseto::revocation::{
    FileStore, FileStoreError, Query, Revocation, RevocationStore, Standing, StoreError,
};
use actix_paseto::time::{Clock, Timestamp};
use actix_web::rt::System;
use figment::Figment;
use figment::providers::{Format, Toml};
use victim::{Folder, child, lines, path_of_child, random, tell};

fn open(path: &Path) -> Result<FileStore, FileStoreError> {
    FileStore::open(path, 10_000_000, Clock::system())
}

fn token(jti: &str) -> Revocation {
    Revocation::Token { jti: jti.to_owned(), keep_until: None }
}

fn subject(name: &str, before: Timestamp) -> Revocation {
    Revocation::Subject { subject: name.to_owned(), before, keep_until: None }
}

fn revoke(store: &FileStore, revocation: &Revocation) -> Result<(), StoreError> {
    System::new().block_on(store.revoke(revocation))
}

fn is_revoked(store: &FileStore, query: &Query<'_>) -> bool {
    store.check_now(query).unwrap().unwrap() == Standing::Revoked
}

fn knows(store: &FileStore, jti: &str) -> bool {
    is_revoked(store, &Query { jti: Some(jti.to_owned().into()), ..Query::default() })
}

#[test]
fn tokens_and_watermarks_survive_a_restart() {
    let folder = Folder::new("restart");
    let noon = Timestamp::parse("2026-06-01T12:00:00.000000001Z").unwrap();
    let later = Timestamp::parse("2026-06-01T12:00:00.000000002Z").unwrap();
    let store = open(&folder.file()).unwrap();
    assert!(store.is_empty());
    revoke(&store, &token("a")).unwrap();
    revoke(&store, &subject("alice", noon)).unwrap();
    drop(store);
    for _ in 0..3 {
        let store = open(&folder.file()).unwrap();
        let of = |issued_at| Query {
            subject: Some("alice".into()),
            issued_at: Some(issued_at),
            ..Query::default()
        };
        assert!(knows(&store, "a") && !knows(&store, "b") && !knows(&store, "alice"));
        assert!(is_revoked(&store, &of(noon)) && !is_revoked(&store, &of(later)));
        assert_eq!(store.len(), 2);
    }
}

#[test]
fn the_file_holds_no_names() {
    let folder = Folder::new("names");
    let store = open(&folder.file()).unwrap();
    revoke(&store, &token("canary-token")).unwrap();
    revoke(&store, &subject("canary-subject", Timestamp::MIN)).unwrap();
    drop(store);
    let bytes = fs::read(folder.file()).unwrap();
    assert!(!bytes.windows(6).any(|window| window == b"canary"));
}

#[cfg(unix)]
#[test]
fn a_new_file_is_for_its_owner_alone_and_nothing_is_left_beside_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("mode");
    let store = open(&folder.file()).unwrap();
    let mode = fs::metadata(folder.file()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
    drop(store);
}

#[test]
fn a_second_opener_is_refused() {
    let folder = Folder::new("second");
    let store = open(&folder.file()).unwrap();
    assert!(matches!(open(&folder.file()), Err(FileStoreError::InUse(_))));
    let mut other = child("child_that_revokes", &folder.file()).spawn().unwrap();
    assert!(
        lines(other.stdout.take().unwrap())
            .iter()
            .any(|line| line.contains("in use by another process"))
    );
    other.wait().unwrap();
    drop(store);
    assert!(open(&folder.file()).is_ok());
}

#[test]
fn of_many_that_start_at_once_one_has_the_file() {
    let folder = Folder::new("race");
    let file = folder.file();
    thread::scope(|scope| {
        let open = || scope.spawn(|| open(&file).ok());
        let threads: Vec<_> = (0..8).map(|_| open()).collect();
        let stores: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert!(stores.iter().flatten().count() <= 1);
    });
    assert!(open(&folder.file()).unwrap().is_empty());
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
}

#[test]
fn a_missing_directory_is_an_error() {
    let folder = Folder::new("directory");
    let file = folder.0.join("missing/revocations.db");
    assert!(matches!(open(&file), Err(FileStoreError::NoDirectory(path)) if path == file));
    assert!(!folder.0.join("missing").exists());
    assert!(matches!(open(&folder.0), Err(FileStoreError::Unusable { .. })));
}

#[test]
fn foreign_files_are_refused_and_left_as_they_are() {
    let folder = Folder::new("foreign");
    let other = folder.0.join("other.redb");
    drop(redb::Database::create(&other).unwrap());
    let sqlite = [b"SQLite format 3\0".as_slice(), &[0; 8_176]].concat();
    for content in [Vec::new(), b"{}\n".to_vec(), sqlite, fs::read(other).unwrap()] {
        fs::write(folder.file(), &content).unwrap();
        let error = open(&folder.file()).unwrap_err();
        assert!(matches!(&error, FileStoreError::Foreign(_)), "{error}");
        assert!(error.to_string().contains("revocations.db"));
        if !content.starts_with(b"redb") {
            assert_eq!(fs::read(folder.file()).unwrap(), content);
        }
    }
}

/// A file with entries on many pages.
fn filled(folder: &Folder, entries: u32) -> Vec<u8> {
    let store = open(&folder.file()).unwrap();
    let revocations: Vec<_> = (0..entries).map(|n| token(&n.to_string())).collect();
    System::new().block_on(async {
        let all = revocations.iter().map(|revocation| store.revoke(revocation));
        for done in futures_util::future::join_all(all).await {
            done.unwrap();
        }
    });
    drop(store);
    fs::read(folder.file()).unwrap()
}

#[test]
fn truncated_files_are_refused() {
    let folder = Folder::new("truncated");
    let whole = filled(&folder, 2_000);
    let lengths = [1, 8, 9, 100, 319, 320, 4_095, 4_096, 8_192, 65_536];
    let lengths = lengths.into_iter().chain([whole.len() / 2, whole.len() - 4_096]);
    for length in lengths.chain([whole.len() - 1]) {
        fs::write(folder.file(), &whole[..length]).unwrap();
        let error = open(&folder.file()).map(|store| store.len()).unwrap_err();
        assert!(error.to_string().contains("revocations.db"), "{length}: {error}");
    }
}

#[test]
fn a_damaged_file_is_refused_or_has_lost_nothing() {
    let folder = Folder::new("damaged");
    let whole = filled(&folder, 2_000);
    let spread = (0..whole.len()).step_by(whole.len() / 400);
    let mut refused = 0;
    for at in (0..320).chain(spread.map(|at| at + at % 97)).filter(|at| *at < whole.len()) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(folder.file(), &bytes).unwrap();
        match open(&folder.file()) {
            Ok(store) => assert!((0..2_000).all(|n| knows(&store, &n.to_string())), "{at}"),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 50, "{refused}");
    for page in 0..whole.len() / 4_096 {
        let mut bytes = whole.clone();
        bytes[page * 4_096..][..4_096].fill(0);
        fs::write(folder.file(), &bytes).unwrap();
        if let Ok(store) = open(&folder.file()) {
            assert!((0..2_000).all(|n| knows(&store, &n.to_string())), "page {page}");
        }
    }
}

#[test]
#[ignore = "for the tests that kill it"]
fn child_that_revokes() {
    let Some(path) = path_of_child() else { return };
    let store = match open(&path) {
        Ok(store) => store,
        Err(error) => return println!("\nrefused: {error}"),
    };
    let start = format!("{:x}", random());
    println!();
    thread::scope(|scope| {
        for t in 0..4 {
            let (store, start) = (&store, &start);
            scope.spawn(move || {
                for n in 0.. {
                    let name = format!("{start}.{t}.{n}");
                    if t == 0 {
                        revoke(store, &subject(&name, Timestamp::MIN)).unwrap();
                    } else {
                        revoke(store, &token(&name)).unwrap();
                    }
                    tell(&format!("acknowledged {name}"));
                }
            });
        }
    });
}

fn assert_all_are_revoked(path: &Path, names: &BTreeSet<String>) {
    let store = open(path).unwrap();
    for name in names {
        let query = match name.split('.').nth(1) {
            Some("0") => Query { subject: Some(name.clone().into()), ..Query::default() },
            _ => Query { jti: Some(name.clone().into()), ..Query::default() },
        };
        assert!(is_revoked(&store, &query), "{name} was acknowledged");
    }
}

#[cfg(unix)]
#[test]
fn what_was_acknowledged_is_on_the_disk_whenever_the_process_is_killed() {
    let folder = Folder::new("killed");
    let kills = victim::kills(150);
    let mut acknowledged = BTreeSet::new();
    for n in 0..kills {
        for line in victim::killed("child_that_revokes", &folder.file()) {
            assert!(!line.starts_with("refused"), "after {n} kills: {line}");
            acknowledged.extend(line.strip_prefix("acknowledged ").map(str::to_owned));
        }
        // Not each time: a clean end in between would spare the next start the recovery.
        if n % 7 == 0 {
            assert_all_are_revoked(&folder.file(), &acknowledged);
        }
    }
    assert_all_are_revoked(&folder.file(), &acknowledged);
    println!("{kills} kills, {} acknowledged revocations, none lost", acknowledged.len());
    assert!(acknowledged.len() > kills);
}

#[test]
#[ignore = "for the test that takes its disk away"]
fn child_that_runs_out_of_disk() {
    let Some(path) = path_of_child() else { return };
    let store = open(&path).unwrap();
    println!();
    let failed = (0..).find_map(|n: u32| {
        let name = n.to_string();
        let batch: Vec<_> = (0..500).map(|m| token(&format!("{name}.{m}"))).collect();
        let all = batch.iter().map(|revocation| store.revoke(revocation));
        let done = System::new().block_on(futures_util::future::join_all(all));
        match done.into_iter().find_map(Result::err) {
            Some(error) => Some((name, error)),
            None => {
                println!("acknowledged {name}");
                None
            }
        }
    });
    let (name, error) = failed.unwrap();
    assert!(matches!(error, StoreError::Unreachable(_)), "{error}");
    assert!(knows(&store, &format!("{name}.0")), "it may have reached the disk");
    assert!(knows(&store, "0.0"), "look-ups go on");
    let start = Instant::now();
    assert!(matches!(revoke(&store, &token("late")), Err(StoreError::Unreachable(_))));
    assert!(start.elapsed() < Duration::from_secs(1));
    println!("held");
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_refuses_and_loses_nothing() {
    let folder = Folder::new("full");
    drop(open(&folder.file()).unwrap());
    let lines = victim::short_of_disk(8_192, "child_that_runs_out_of_disk", &folder.file());
    let store = open(&folder.file()).unwrap();
    let acknowledged: Vec<_> =
        lines.iter().filter_map(|line| line.strip_prefix("acknowledged ")).collect();
    assert!(!acknowledged.is_empty());
    for name in acknowledged {
        assert!((0..500).all(|m| knows(&store, &format!("{name}.{m}"))), "{name}");
    }
}

fn configured(toml: &str) -> Result<Paseto, String> {
    let figment = Figment::from(Toml::string(toml).nested());
    let builder = Paseto::builder().figment(figment).dangerous_dev_keys_in_release();
    System::new().block_on(builder.build()).map_err(|errors| errors.to_string())
}

#[test]
fn the_configuration_opens_it_or_says_what_is_wrong() {
    let folder = Folder::new("config");
    let toml = format!("[default.revocation]\nstore = 'file:{}'\n", folder.file().display());
    let paseto = configured(&toml).unwrap();
    assert!(folder.file().exists());
    let refused = configured(&toml).unwrap_err();
    assert!(refused.starts_with("revocation.store"), "{refused}");
    assert!(refused.contains("in use"), "{refused}");
    drop(paseto);
    fs::write(folder.file(), "something else").unwrap();
    assert!(configured(&toml).unwrap_err().ends_with("is not a file of revocations"));
    assert!(configured(&format!("{toml}[admin]\nissuer = 'a'")).is_err());
}

#[test]
fn profiles_share_a_file_or_need_two() {
    let folder = Folder::new("profiles");
    let toml = format!("[default.revocation]\nstore = 'file:{}'\n", folder.file().display());
    let one_key = configured(&format!("{toml}[admin]\nissuer = 'a'"));
    assert!(one_key.is_ok(), "{one_key:?}");
    drop(one_key);
    let key = || LocalKey::generate().unwrap().to_paserk();
    let (one, two) = (key(), key());
    let (one, two) = (one.expose(), two.expose());
    let toml = format!("{toml}[default.keys]\nactive = '{one}'\n[admin.keys]\nactive = '{two}'\n");
    let refused = configured(&toml).unwrap_err();
    assert!(refused.contains("another profile"), "{refused}");
    let own = format!("[admin.revocation]\nstore = 'file:{}2'\n", folder.file().display());
    assert!(configured(&format!("{toml}{own}")).is_ok());
}
