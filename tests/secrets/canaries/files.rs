//! Variables, files, directories, and the front of all sources.

use std::fmt::Debug;

use actix_paseto::secrets::{DirectorySource, EnvSource, FileSource, SecretError, Secrets};

use crate::files::put;
use crate::server::Folder;

fn silent(thing: &impl Debug) {
    assert!(!format!("{thing:?} {thing:#?}").contains("CANARY"));
}

fn quiet(error: &SecretError) {
    silent(error);
    assert!(!error.to_string().contains("CANARY"));
    assert!(std::error::Error::source(error).is_none());
}

#[actix_web::test]
async fn sources_and_their_errors_show_nothing() {
    let folder = Folder::new("canaries");
    let file = folder.join("s.json");
    put(&file, "{\"a\": {\"b\": \"CANARY\"}}", 0o600);
    let env = EnvSource::with_prefix("CANARIES_");
    let all = [
        Secrets::new(env.clone()),
        Secrets::from_file(file.to_str().unwrap()),
        Secrets::from_directory(folder.0.clone()),
    ];
    for secrets in &all {
        drop(secrets.set("a/c", b"CANARY".to_vec()).await);
        if let Ok(secret) = secrets.get("a/c").await {
            silent(&secret);
        }
        for key in ["gone", "a", "k4.local.CANARY", "-----BEGIN CANARY", "", "a/b/c#d"] {
            for result in [secrets.get(key).await.map(drop), secrets.delete(key).await] {
                let _ = result.map_err(|error| quiet(&error));
            }
            let set = secrets.set(key, b"CANARY\xff".to_vec()).await;
            drop(set.map_err(|error| quiet(&error)));
        }
        silent(secrets);
        silent(&secrets.list("").await);
    }
    silent(&env);
    silent(&FileSource::new());
    silent(&DirectorySource::new(folder.0.clone()));
}
