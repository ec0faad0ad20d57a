//! One secret, one file.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};

use actix_paseto::secret::SecretBytes;
use actix_paseto::secrets::{
    DeleteMode, FileSource, SecretError, SecretSource as _, Secrets, SetOptions,
};

use super::{field, mode, path, put, read};
use crate::server::{Folder, program};

const CHILD: &str = "SECRETS_TEST_REWRITE";

fn bytes(text: &str) -> SecretBytes {
    text.as_bytes().to_vec().into()
}

#[actix_web::test]
async fn is_written_for_its_owner_alone_and_deleted() {
    let folder = Folder::new("plain");
    let (source, key) = (FileSource::new(), folder.join("key"));
    let path = path(&key);
    assert!(!source.exists(&path).await.unwrap());
    source.set(&path, &bytes("one"), SetOptions::Always).await.unwrap();
    assert_eq!((read(&path).await.unwrap().as_str(), mode(&key)), ("one", 0o600));
    for (before, after) in
        [(0o644, 0o640), (0o640, 0o640), (0o660, 0o640), (0o600, 0o600), (0o400, 0o400)]
    {
        put(&key, "old", 0o600);
        fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(before)).unwrap();
        source.set(&path, &bytes("two"), SetOptions::Always).await.unwrap();
        assert_eq!(mode(&key), after, "{before:o}");
    }
    source.delete(&path, DeleteMode::Recoverable).await.unwrap();
    let gone = source.delete(&path, DeleteMode::Destroy).await;
    assert!(matches!(gone, Err(SecretError::NotFound { .. })));
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 0);
}

#[actix_web::test]
async fn is_written_under_a_condition() {
    let folder = Folder::new("conditions");
    let (source, path) = (FileSource::new(), path(folder.join("key")));
    let first = source.set(&path, &bytes("one"), SetOptions::IfAbsent).await.unwrap().unwrap();
    assert_eq!(source.get(&path).await.unwrap().version.as_ref(), Some(&first));
    let again = source.set(&path, &bytes("two"), SetOptions::IfAbsent).await;
    assert!(matches!(again, Err(SecretError::Conflict { .. })));
    let next = SetOptions::IfVersion(first.clone());
    source.set(&path, &bytes("two"), next).await.unwrap();
    let stale = source.set(&path, &bytes("three"), SetOptions::IfVersion(first)).await;
    assert!(matches!(stale, Err(SecretError::Conflict { .. })));
    assert_eq!(read(&path).await.unwrap(), "two");
}

#[actix_web::test]
async fn of_a_folder_are_listed_to_the_leaves() {
    let folder = Folder::new("listed");
    fs::create_dir_all(folder.join("a/b")).unwrap();
    for name in ["z", "a/y", "a/b/x"] {
        put(&folder.join(name), "x", 0o600);
    }
    std::os::unix::fs::symlink("/etc", folder.join("out")).unwrap();
    let names = FileSource::new().list(&format!("{}/", folder.0.display())).await.unwrap();
    let expected = ["a/b/x", "a/y", "z"].map(|name| folder.join(name).display().to_string());
    assert_eq!(names, expected);
    assert!(FileSource::new().list("").await.is_err());
    let nowhere = FileSource::new().list("/nowhere/at/all/").await;
    assert!(matches!(nowhere, Err(SecretError::Inaccessible { .. })));
}

#[actix_web::test]
async fn keeps_its_owner_and_its_group() {
    let folder = Folder::new("owned");
    let (source, key) = (FileSource::new(), folder.join("key"));
    put(&key, "old", 0o640);
    if chown(&key, Some(4321), Some(4322)).is_err() {
        return; // Only root can say whose a file is.
    }
    source.set(&path(&key), &bytes("new"), SetOptions::Always).await.unwrap();
    let now = fs::metadata(&key).unwrap();
    assert_eq!((now.uid(), now.gid(), mode(&key)), (4321, 4322, 0o640));
    // Who may write in the folder, and may not give files away.
    fs::set_permissions(&folder.0, Permissions::from_mode(0o777)).unwrap();
    let rewrite = format!("{CHILD}={}", key.display());
    let child = program("setpriv")
        .args(["--reuid=4323", "--regid=4322", "--clear-groups", "env", &rewrite])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "files::plain::child", "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout).into_owned();
    assert!(said.contains("file cannot write a file and keep its owner and group"), "{said}");
    assert_eq!(fs::read_to_string(&key).unwrap(), "new");
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
}

/// Not a test by itself: what another user does.
#[actix_web::test]
async fn child() {
    let Ok(key) = std::env::var(CHILD) else { return };
    let set = FileSource::new().set(&path(key), &bytes("theirs"), SetOptions::Always).await;
    println!("{}", set.unwrap_err());
}

#[actix_web::test]
async fn of_a_folder_that_is_gone_is_no_absent_secret() {
    let folder = Folder::new("gone");
    let (source, key) = (FileSource::new(), path(folder.join("no/key")));
    for error in [
        source.get(&key).await.unwrap_err(),
        source.exists(&key).await.unwrap_err(),
        source.delete(&key, DeleteMode::Destroy).await.unwrap_err(),
        source.get(&field(&folder.join("no/s.json"), "a")).await.unwrap_err(),
    ] {
        assert!(matches!(error, SecretError::Inaccessible { .. }), "{error}");
    }
    let secrets = Secrets::from_file(folder.join("no/s.json").to_str().unwrap());
    assert!(secrets.get_or("a", b"default".to_vec()).await.is_err());
    assert!(secrets.list("").await.is_err());
    assert!(!source.exists(&path(folder.join("key"))).await.unwrap());
}

#[actix_web::test]
async fn too_deep_to_be_listed_is_said() {
    let folder = Folder::new("deep");
    let deep = folder.0.join(["d"; 17].join("/"));
    fs::create_dir_all(&deep).unwrap();
    put(&deep.join("key"), "x", 0o600);
    let error = FileSource::new().list(&format!("{}/", folder.0.display())).await.unwrap_err();
    assert!(error.to_string().contains("more than 16 folders deep"), "{error}");
}
