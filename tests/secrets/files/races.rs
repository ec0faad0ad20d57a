//! Readers and writers at once, and writers that die.

use std::env;
use std::path::Path;
use std::process::Child;
use std::thread;
use std::time::Duration;

use actix_paseto::secrets::{FileSource, SecretError, SecretSource as _, Secrets, SetOptions};

use super::{field, path, put, read};
use crate::server::{Folder, program};

const FILE: &str = "SECRETS_TEST_FILE";
const ROLE: &str = "SECRETS_TEST_ROLE";

/// Not a test by itself: what the children of the other tests do.
#[actix_web::test]
async fn child() {
    let (Ok(file), Ok(role)) = (env::var(FILE), env::var(ROLE)) else { return };
    match role.as_str() {
        "writer" => loop {
            for letter in [b'a', b'b'] {
                let value = vec![letter; 60_000].into();
                FileSource::new().set(&path(&file), &value, SetOptions::Always).await.unwrap();
            }
        },
        _ => {
            for _ in 0..50 {
                count_up(Path::new(&file)).await;
            }
        }
    }
}

fn start(file: &Path, role: &str) -> Child {
    let mut command = program(env::current_exe().unwrap());
    command.args(["--exact", "files::races::child"]).env(FILE, file).env(ROLE, role);
    command.stdout(std::process::Stdio::null()).spawn().unwrap()
}

async fn count_up(file: &Path) {
    let (source, path) = (FileSource::new(), field(file, "count"));
    loop {
        let old = source.get(&path).await.unwrap();
        let count: u32 = std::str::from_utf8(old.bytes.expose()).unwrap().parse().unwrap();
        let next = (count + 1).to_string().into_bytes().into();
        let condition = SetOptions::IfVersion(old.version.unwrap());
        match source.set(&path, &next, condition).await {
            Ok(_) => return,
            Err(SecretError::Conflict { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

#[actix_web::test]
async fn a_writer_that_is_killed_leaves_the_old_or_the_new() {
    let folder = Folder::new("killed");
    let file = folder.join("key");
    put(&file, &"a".repeat(60_000), 0o600);
    for round in 0..15 {
        let mut writer = start(&file, "writer");
        for _ in 0..20 {
            let text = read(&path(&file)).await.unwrap();
            let whole = text.len() == 60_000 && ["a", "b"].contains(&&text[..1]);
            assert!(whole && text.bytes().all(|byte| byte == text.as_bytes()[0]));
            thread::sleep(Duration::from_millis(round % 4));
        }
        writer.kill().unwrap();
        writer.wait().unwrap();
        assert_eq!(read(&path(&file)).await.unwrap().len(), 60_000);
    }
    let value = b"c".to_vec().into();
    FileSource::new().set(&path(&file), &value, SetOptions::Always).await.unwrap();
    let left = std::fs::read_dir(&folder.0).unwrap().count();
    assert_eq!(left, 1, "what the killed have left is gone");
}

#[actix_web::test]
async fn two_processes_that_count_lose_nothing() {
    let folder = Folder::new("counted");
    let file = folder.join("s.json");
    Secrets::from_file(file.to_str().unwrap()).set("count", b"0".to_vec()).await.unwrap();
    let children = [start(&file, "counter"), start(&file, "counter")];
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(read(&field(&file, "count")).await.unwrap(), "100");
}
