//! Files that are none, or not to be trusted.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};
use std::time::Duration;

use actix_paseto::secrets::{
    DirectorySource, FileSource, Outage, SecretError, SecretPath, SecretSource as _, SetOptions,
};

use super::{field, path, put, read};
use crate::server::{Folder, program};

#[actix_web::test]
async fn nothing_but_a_regular_file_is_read_or_written() {
    let folder = Folder::new("hostile");
    let pipe = folder.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for file in [pipe.to_str().unwrap(), "/dev/zero", "/dev/null", "/", folder.0.to_str().unwrap()]
    {
        let path = path(file);
        assert!(read(&path).await.is_err(), "{file}");
        let set = FileSource::new().set(&path, &b"x".to_vec().into(), SetOptions::Always).await;
        assert!(set.is_err(), "{file}");
    }
}

#[actix_web::test]
async fn links_are_read_and_never_written_through() {
    let folder = Folder::new("links");
    let (file, link) = (folder.join("file"), folder.join("link"));
    put(&file, "old", 0o600);
    symlink(&file, &link).unwrap();
    assert_eq!(read(&path(&link)).await.unwrap(), "old");
    let set = FileSource::new().set(&path(&link), &b"x".to_vec().into(), SetOptions::Always).await;
    let error = set.unwrap_err();
    assert_eq!(error.to_string(), "file cannot write through a symbolic link");
    assert_eq!(fs::read_to_string(&file).unwrap(), "old");
}

#[actix_web::test]
async fn huge_and_open_files_are_refused() {
    let folder = Folder::new("huge");
    let huge = folder.join("huge.json");
    put(&huge, "", 0o600);
    File::options().write(true).open(&huge).unwrap().set_len(1 << 40).unwrap();
    for path in [path(&huge), field(&huge, "x")] {
        assert!(matches!(read(&path).await, Err(SecretError::TooLong { .. })));
    }
    let open = folder.join("open.json");
    put(&open, "{\"a\": \"CANARY\"}", 0o644);
    assert!(matches!(read(&field(&open, "a")).await, Err(SecretError::Exposed(_))));
    let long = vec![b'a'; 64 * 1024 + 1].into();
    let set = FileSource::new().set(&path(folder.join("new")), &long, SetOptions::Always).await;
    assert!(matches!(set, Err(SecretError::TooLong { .. })));
    assert!(SecretPath::parse("a\0b").is_none());
    let nowhere = path(folder.join("no/where"));
    let set = FileSource::new().set(&nowhere, &b"x".to_vec().into(), SetOptions::Always).await;
    assert!(matches!(set, Err(SecretError::Inaccessible { .. })));
}

/// Whoever opens the file waits until the lease is given back.
const LEASE: &str = "import fcntl, os, signal, sys, time\n\
    signal.signal(signal.SIGIO, signal.SIG_IGN)\n\
    file = os.open(sys.argv[1], os.O_RDWR)\n\
    fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)\n\
    print('held', flush=True)\n\
    time.sleep(100)\n";

#[actix_web::test]
async fn a_disk_that_hangs_is_an_outage_until_it_is_back() {
    let folder = Folder::new("hangs");
    let file = folder.join("key");
    put(&file, "hush", 0o600);
    let short = Duration::from_millis(300);
    let source = FileSource::new().with_timeout(short);
    let mounted = DirectorySource::new(&folder.0).with_timeout(short);
    let mut holder =
        program("python3").args(["-c", LEASE]).arg(&file).stdout(Stdio::piped()).spawn().unwrap();
    let said = BufReader::new(holder.stdout.take().unwrap()).lines().next();
    assert_eq!(said.unwrap().unwrap(), "held");
    for _ in 0..2 {
        for answer in [source.get(&path(&file)).await, mounted.get(&path("key")).await] {
            let error = answer.unwrap_err();
            let late = matches!(error, SecretError::Unavailable { cause: Outage::TimedOut, .. });
            assert!(late, "{error}");
        }
    }
    holder.kill().unwrap();
    holder.wait().unwrap();
    let (patient, mounted) = (Duration::from_secs(100), mounted.clone());
    assert_eq!(
        source.with_timeout(patient).get(&path(&file)).await.unwrap().bytes.expose(),
        b"hush"
    );
    let mounted = mounted.with_timeout(patient).get(&path("key")).await.unwrap();
    assert_eq!(mounted.bytes.expose(), b"hush");
}

#[actix_web::test]
async fn a_lock_on_the_folder_holds_no_writer_up() {
    let folder = Folder::new("locked");
    let key = folder.join("key");
    put(&key, "old", 0o600);
    let held = File::open(&folder.0).unwrap();
    held.lock().unwrap();
    let value = b"new".to_vec().into();
    FileSource::new().set(&path(&key), &value, SetOptions::Always).await.unwrap();
    assert_eq!(fs::read_to_string(&key).unwrap(), "new");
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
}

#[actix_web::test]
async fn a_writer_that_holds_its_lock_is_waited_for_and_no_reader_waits() {
    let folder = Folder::new("waits");
    let key = folder.join("key");
    put(&key, "old", 0o600);
    let lock = File::create(folder.join(".key.paseto-lock")).unwrap();
    lock.lock().unwrap();
    let (source, at) = (FileSource::new(), path(&key));
    let value = b"new".to_vec().into();
    let error = source.set(&at, &value, SetOptions::Always).await.unwrap_err();
    assert!(error.is_transient(), "{error}");
    assert_eq!(read(&at).await.unwrap(), "old");
    let listed = source.list(&format!("{}/", folder.0.display())).await.unwrap();
    assert_eq!(listed, [key.to_str().unwrap()]);
    drop(lock);
    source.set(&at, &value, SetOptions::Always).await.unwrap();
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
}
