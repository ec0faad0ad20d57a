//! Files: absent, altered, of another TPM; written whole or not at all.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use actix_paseto::secrets::{DeleteMode, TpmBlob};

use super::*;

#[actix_web::test]
async fn an_absent_file_is_not_found() {
    let chip = Chip::start();
    let source = connect(&chip, None, &[]).await;
    let at = path(&chip.file("absent"));
    assert!(matches!(get(&source, &at).await, Err(SecretError::NotFound { .. })));
    assert!(!source.exists(&at).await.unwrap());
    let deleted = source.delete(&at, DeleteMode::Destroy).await;
    assert!(matches!(deleted, Err(SecretError::NotFound { .. })));
    let nowhere = path(&chip.file("nowhere/local.blob"));
    let written = source.set(&nowhere, &bytes(CONTENT), SetOptions::Always).await;
    assert!(matches!(written, Err(SecretError::Inaccessible { .. })));
    assert!(source.exists(&nowhere).await.is_err(), "no folder is no absent file");
    assert!(matches!(get(&source, &nowhere).await, Err(SecretError::Inaccessible { .. })));
    let folder = path(chip.server.folder());
    assert!(matches!(get(&source, &folder).await, Err(SecretError::Inaccessible { .. })));
}

#[actix_web::test]
async fn half_a_pair_is_not_found() {
    let chip = Chip::start();
    let source = connect(&chip, None, &[]).await;
    fs::write(chip.file("half.pub"), b"x").unwrap();
    let at = path(&chip.file("half"));
    assert!(matches!(get(&source, &at).await, Err(SecretError::NotFound { .. })));
    assert!(!source.exists(&at).await.unwrap());
}

#[actix_web::test]
async fn files_are_written_for_their_owner_and_leave_nothing_beside() {
    let chip = Chip::start();
    let source = connect(&chip, None, &[]).await;
    let folder = chip.file("keys");
    fs::create_dir(&folder).unwrap();
    let at = path(&folder.join("local.blob"));
    set(&source, &at, b"one").await;
    set(&source, &at, CONTENT).await;
    assert_eq!(fs::metadata(at.name()).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    assert_eq!(get(&source, &at).await.unwrap(), CONTENT);
    let empty = source.set(&at, &bytes(b" \n"), SetOptions::Always).await;
    assert!(matches!(empty, Err(SecretError::Malformed { .. })));
    source.delete(&at, DeleteMode::Recoverable).await.unwrap();
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}

#[actix_web::test]
async fn two_writers_are_told_apart() {
    let chip = Chip::start();
    let source = connect(&chip, None, &[]).await;
    let at = path(&chip.file("local.blob"));
    let (value, absent) = (bytes(CONTENT), SetOptions::IfAbsent);
    let first = source.set(&at, &value, absent.clone()).await.unwrap().unwrap();
    assert_eq!(source.get(&at).await.unwrap().version, Some(first.clone()));
    let again = source.set(&at, &value, absent).await;
    assert!(matches!(again, Err(SecretError::Conflict { .. })));
    let known = SetOptions::IfVersion(first);
    source.set(&at, &value, known.clone()).await.unwrap();
    assert!(matches!(source.set(&at, &value, known).await, Err(SecretError::Conflict { .. })));
}

#[actix_web::test]
async fn what_it_cannot_do_it_says() {
    let chip = Chip::start();
    let source = connect(&chip, None, &[]).await;
    let able = source.capabilities();
    assert!(able.write && able.delete && able.compare_and_set && !able.list && !able.versions);
    assert!(matches!(source.list("/").await, Err(SecretError::Unsupported { .. })));
    let plain = SecretPath::parse("/x").unwrap();
    for path in [SecretPath::parse("/x#field").unwrap(), plain.version("3")] {
        assert!(matches!(get(&source, &path).await, Err(SecretError::Unsupported { .. })));
    }
}

#[actix_web::test]
async fn a_blob_of_another_tpm_stays_sealed() {
    let (chip, other) = (Chip::start(), Chip::start());
    let (ours, theirs) = (connect(&chip, None, &[]).await, connect(&other, None, &[]).await);
    for length in [20, 2_000] {
        let blob = theirs.seal(&bytes(&vec![b'a'; length])).await.unwrap();
        let error = ours.unseal(&blob).await.unwrap_err();
        assert_eq!(sealed(&error), "it belongs to another TPM, or has been altered");
    }
    assert!(chip.is_empty());
}

#[actix_web::test]
async fn every_changed_byte_is_noticed() {
    let chip = Chip::start();
    let source = connect(&chip, None, &[]).await;
    for content in [CONTENT.to_vec(), vec![b'a'; 129]] {
        let blob = source.seal(&bytes(&content)).await.unwrap().to_bytes();
        for at in 0..blob.len() {
            let mut altered = blob.clone();
            altered[at] ^= 1;
            let opened = open(&source, &altered).await;
            let noticed =
                matches!(opened, Err(SecretError::Malformed { .. } | SecretError::Sealed { .. }));
            assert!(noticed, "byte {at} of {}: {opened:?}", blob.len());
        }
    }
    assert!(chip.is_empty());
}

#[actix_web::test]
async fn every_cut_is_noticed() {
    let chip = Chip::start();
    let source = connect(&chip, None, &[]).await;
    let blob = source.seal(&bytes(&[b'a'; 129])).await.unwrap().to_bytes();
    for length in 0..blob.len() {
        assert!(TpmBlob::from_bytes(&blob[..length]).is_err(), "{length}");
    }
    assert!(TpmBlob::from_bytes(&[blob.as_slice(), b"x"].concat()).is_err());
}

#[actix_web::test]
async fn an_envelope_that_is_taken_away_or_exchanged_opens_nothing() {
    let chip = Chip::start();
    let source = connect(&chip, None, &[]).await;
    let long = source.seal(&bytes(&[b'a'; 129])).await.unwrap();
    let bare = TpmBlob::from_parts(long.public(), long.private(), &[]).unwrap();
    let error = source.unseal(&bare).await.unwrap_err();
    assert!(matches!(error, SecretError::Malformed { .. }), "{error:?}");
    let other = source.seal(&bytes(&[b'b'; 129])).await.unwrap().to_bytes();
    let head = long.to_bytes();
    let mixed = [&head[..head.len() - 162], &other[other.len() - 162..]].concat();
    let error = open(&source, &mixed).await.unwrap_err();
    assert!(matches!(error, SecretError::Malformed { .. }), "{error:?}");
}

#[actix_web::test]
async fn a_file_without_end_is_too_long() {
    let chip = Chip::start();
    let source = connect(&chip, None, &[]).await;
    let endless = path(std::path::Path::new("/dev/zero"));
    assert!(matches!(get(&source, &endless).await, Err(SecretError::Malformed { .. })));
    let long = chip.file("long");
    fs::File::create(&long).unwrap().set_len(1 << 40).unwrap();
    assert!(matches!(get(&source, &path(&long)).await, Err(SecretError::TooLong { .. })));
}

#[actix_web::test]
async fn a_pipe_and_a_locked_folder_hold_nobody_up() {
    let chip = Chip::start();
    let source = connect(&chip, None, &[]).await;
    let at = path(&chip.file("local.blob"));
    set(&source, &at, CONTENT).await;
    let pipe = chip.file("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert!(matches!(get(&source, &path(&pipe)).await, Err(SecretError::Malformed { .. })));
    let folder = fs::File::open(std::path::Path::new(at.name()).parent().unwrap()).unwrap();
    folder.lock().unwrap();
    assert_eq!(get(&source, &at).await.unwrap(), CONTENT);
    set(&source, &at, b"new").await;
    source.delete(&at, DeleteMode::Destroy).await.unwrap();
}

#[actix_web::test]
async fn what_is_replaced_keeps_its_mode_and_no_link_is_written_through() {
    let chip = Chip::start();
    let source = connect(&chip, None, &[]).await;
    let (file, link) = (chip.file("local.blob"), chip.file("link"));
    set(&source, &path(&file), b"one").await;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    set(&source, &path(&file), CONTENT).await;
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let written = source.set(&path(&link), &bytes(b"x"), SetOptions::Always).await;
    assert_eq!(written.unwrap_err().to_string(), "tpm cannot write through a symbolic link");
    assert_eq!(get(&source, &path(&link)).await.unwrap(), CONTENT);
}

async fn open(source: &TpmSource, blob: &[u8]) -> Result<SecretBytes, SecretError> {
    source.unseal(&TpmBlob::from_bytes(blob)?).await
}
