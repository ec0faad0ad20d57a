//! A program's own source, which can do everything that a source can.

use std::collections::BTreeMap;
use std::sync::Mutex;

use actix_paseto::secret::SecretBytes;
use actix_paseto::secrets::{
    Capabilities, DeleteMode, Secret, SecretError, SecretFuture, SecretPath, SecretSource,
    SetOptions, Version,
};

#[derive(Debug, Default)]
pub(super) struct Drawer(Mutex<BTreeMap<String, (SecretBytes, u32)>>);

impl Drawer {
    /// As it lies there.
    pub(super) fn text(&self, name: &str) -> String {
        let bytes = self.0.lock().unwrap()[name].0.clone();
        String::from_utf8(bytes.expose().to_vec()).unwrap()
    }

    pub(super) fn put(&self, name: &str, content: &str) {
        let bytes = SecretBytes::from(content.as_bytes().to_vec());
        self.0.lock().unwrap().insert(name.to_owned(), (bytes, 1));
    }
}

impl SecretSource for Drawer {
    fn name(&self) -> &'static str {
        "drawer"
    }

    fn capabilities(&self) -> Capabilities {
        let mut all = Capabilities::default();
        (all.write, all.compare_and_set, all.delete, all.list) = (true, true, true, true);
        all
    }

    fn get<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, Secret> {
        let found = self.0.lock().unwrap().get(path.name()).cloned();
        let found =
            found.map(|(bytes, version)| Secret::new(bytes).with_version(version.to_string()));
        Box::pin(std::future::ready(found.ok_or_else(|| missing(path))))
    }

    fn set<'a>(
        &'a self,
        path: &'a SecretPath,
        value: &'a SecretBytes,
        options: SetOptions,
    ) -> SecretFuture<'a, Option<Version>> {
        let mut all = self.0.lock().unwrap();
        let now = all.get(path.name()).map_or(0, |(_, version)| *version);
        let is_other = matches!(&options, SetOptions::IfVersion(version) if version.as_str() != now.to_string());
        let fits = !is_other && (options != SetOptions::IfAbsent || now == 0);
        let written = if fits {
            all.insert(path.name().to_owned(), (value.clone(), now + 1));
            Ok(Some(Version::from((now + 1).to_string())))
        } else {
            Err(SecretError::Conflict { backend: "drawer", path: path.to_string() })
        };
        Box::pin(std::future::ready(written))
    }

    fn delete<'a>(&'a self, path: &'a SecretPath, _: DeleteMode) -> SecretFuture<'a, ()> {
        let gone = self.0.lock().unwrap().remove(path.name());
        Box::pin(std::future::ready(gone.map(drop).ok_or_else(|| missing(path))))
    }

    fn list<'a>(&'a self, prefix: &'a str) -> SecretFuture<'a, Vec<String>> {
        let all = self.0.lock().unwrap();
        let names = all.keys().filter(|name| name.starts_with(prefix)).cloned().collect();
        Box::pin(std::future::ready(Ok(names)))
    }
}

fn missing(path: &SecretPath) -> SecretError {
    SecretError::NotFound { backend: "drawer", path: path.to_string() }
}
