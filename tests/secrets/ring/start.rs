//! The first look at all keys.

use std::os::unix::fs::PermissionsExt as _;

use super::shelf::{Mood, Shelf};
use super::support::{self, from_toml};
use super::talk::{SLOW, new_key, program, sealing, start, until};

#[actix_web::test]
async fn every_key_that_does_not_come_in_time_is_named() {
    let shelf = Shelf::new();
    shelf.mood(Mood::Hangs);
    let text = "[default]\nkeys.timeout = '200ms'\nkeys.active = 'shelf:a'\n\
                keys.accept = ['shelf:b', 'env:NOWHERE_TO_BE_FOUND']\n\
                [admin]\nkeys.active = 'shelf:c'\nkeys.accept = []\n";
    let begun = std::time::Instant::now();
    let refused = from_toml(text).source("shelf", shelf.clone()).build().await.unwrap_err();
    assert!(begun.elapsed() < std::time::Duration::from_secs(10), "all at once");
    let shown = refused.to_string();
    for line in [
        "keys.active (in ",
        "keys.accept (in ",
        "[admin] keys.active (in ",
        "`env:NOWHERE_TO_BE_FOUND` is absent",
        "shelf cannot be used now: no answer in time",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    until(|| shelf.holders() == 0).await;
}

#[actix_web::test]
async fn a_source_that_panics_fails_the_start_and_not_the_program() {
    let shelf = Shelf::with(&new_key().0);
    shelf.mood(Mood::Panics);
    let refused = start(&shelf, SLOW).await.unwrap_err().to_string();
    assert!(refused.contains("shelf cannot be used now"), "{refused}");
}

#[actix_web::test]
async fn one_secret_is_read_once_for_all_profiles() {
    let shelf = Shelf::with(&new_key().0);
    let text =
        "[default]\nkeys.active = 'shelf:key'\n[admin]\nissuer = 'a'\n[other]\nissuer = 'b'\n";
    let paseto = support::builder(from_toml(text).source("shelf", shelf.clone())).await;
    assert_eq!(shelf.reads(), 1);
    let rotation = paseto.rotate().await.unwrap();
    for profile in paseto.key_status() {
        assert!(profile.keys.iter().any(|key| key.id == rotation.id), "{}", profile.profile);
    }
}

#[actix_web::test]
async fn a_file_is_read_again_and_rotated() {
    let folder = std::env::temp_dir().join(format!("paseto-ring-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("key");
    let write = |text: &str| {
        let draft = folder.join("draft");
        std::fs::write(&draft, text).unwrap();
        std::fs::set_permissions(&draft, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::rename(&draft, &file).unwrap();
    };
    let (old, new) = (new_key(), new_key());
    write(&old.0);
    let text = format!(
        "[default]\nkeys.active = 'file:{}'\nkeys.refresh = '1s'\nkeys.pending = '4s'\n\
         keys.timeout = '2s'\n",
        file.display()
    );
    let paseto = support::builder(from_toml(&text)).await;
    assert_eq!(sealing(&paseto), old.1);
    write(&new.0);
    until(|| sealing(&paseto) == new.1).await;
    let other = support::builder(from_toml(&text)).await;
    let (a, b) = futures_util::join!(paseto.rotate(), other.rotate());
    let rotation = a.unwrap();
    assert_eq!(rotation.id, b.unwrap().id);
    until(|| sealing(&paseto) == rotation.id && sealing(&other) == rotation.id).await;
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[actix_web::test]
async fn settings_that_would_lose_tokens_are_refused() {
    let shelf = Shelf::with(&new_key().0);
    for (line, said) in [
        ("keys.refresh = '10m'", "keys.pending: must be 0 or at least twice `keys.refresh`"),
        ("keys.pending = '129s'", "and `keys.timeout`"),
        ("keys.pending = '119s'", "keys.pending (in "),
        ("keys.max_stale = '119s'", "keys.max_stale (in "),
    ] {
        let refused = start(&shelf, line).await.unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
    for line in [
        "keys.pending = '0s'",
        "keys.pending = '130s'",
        "keys.refresh = 'never'\nkeys.pending = '1s'",
    ] {
        program(&shelf, line).await;
    }
}
