//! Keys that are half configured, absent, or in the wrong place.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::sync::{Arc, Mutex};

use actix_paseto::secrets::{SecretError, SecretSource as _};
use actix_paseto::toolbox::{FernetKey, FernetKeys};

use super::{connect, key, path, put, read};
use crate::server::Folder;

#[actix_web::test]
async fn half_a_configuration_is_an_error() {
    let open = key();
    for (keys, said) in [
        (&[][..], "fernet: say where the key is in `fernet.keys`"),
        (&["hunter2"], "fernet: `fernet.keys` leads to a text that is no Fernet key"),
        (
            &[open.as_str(), "hunter2"],
            "fernet: `fernet.keys` leads to a text that is no Fernet key",
        ),
        (&["fernet:key"], "fernet: a key of Fernet files cannot be kept in a Fernet file"),
        (&["jwks:https://id.example/"], "fernet: a key of Fernet files is no public key"),
    ] {
        assert_eq!(connect(keys).await.unwrap_err().to_string(), said);
    }
    let zeros = format!("{}=", "A".repeat(43));
    assert!(matches!(connect(&[&zeros]).await, Err(SecretError::Config { .. })));
    assert!(connect(&["env:PASETO_TEST_NO_SUCH_VARIABLE"]).await.is_err());
}

#[actix_web::test]
async fn a_key_file_is_there_and_its_owner_s_alone() {
    let (folder, key) = (Folder::new("fernet"), key());
    let file = folder.join("fernet.key");
    let kept = format!("file:{}", file.display());
    let absent = connect(&[&key, &kept]).await.unwrap_err();
    assert!(matches!(absent, SecretError::NotFound { backend: "file", .. }), "{absent}");
    put(&file, &key);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(connect(&[&kept]).await, Err(SecretError::Exposed(_))));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(connect(&[&kept]).await.is_ok());
}

#[actix_web::test]
async fn a_wrong_key_opens_nothing() {
    let (folder, file_key) = (Folder::new("fernet"), FernetKey::generate().unwrap());
    let file = folder.join("paseto.enc");
    put(&file, FernetKeys::new(file_key).seal(b"hush"));
    let error = read(&[&key(), &key()], &file).await.unwrap_err();
    assert!(matches!(error, SecretError::Sealed { backend: "fernet", .. }), "{error}");
    assert!(!error.is_transient());
}

/// What is logged on this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn warnings(&self) -> usize {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        assert!(!text.contains("CANARY"), "{text}");
        text.matches("the Fernet key lies beside the file it wraps").count()
    }
}

#[actix_web::test]
async fn a_key_beside_what_it_wraps_is_warned_of_once() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let (folder, elsewhere) = (Folder::new("fernet"), Folder::new("fernet-key"));
    let key = FernetKey::generate().unwrap();
    let (file, beside, apart) =
        (folder.join("paseto.enc"), folder.join("fernet.key"), elsewhere.join("fernet.key"));
    let link = elsewhere.join("link.key");
    put(&file, FernetKeys::new(key.clone()).seal(b"CANARY"));
    for key_file in [&beside, &apart] {
        put(key_file, key.to_text().expose());
    }
    symlink(&beside, &link).unwrap();
    for (key_file, warnings) in [(&apart, 0), (&beside, 1), (&link, 2)] {
        let source = connect(&[&format!("file:{}", key_file.display())]).await.unwrap();
        source.get(&path(&file)).await.unwrap();
        source.get(&path(&file)).await.unwrap();
        assert_eq!(log.warnings(), warnings, "{}", key_file.display());
    }
    connect(&[key.to_text().expose()]).await.unwrap().get(&path(&file)).await.unwrap();
    assert_eq!(log.warnings(), 2);
}
