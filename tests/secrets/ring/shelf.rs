//! A source in memory that can be made to fail, to hang and to forget its manners.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use actix_paseto::secret::SecretBytes;
use actix_paseto::secrets::{
    Capabilities, Outage, Secret, SecretError, SecretFuture, SecretPath, SecretSource, SetOptions,
    Version,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    Up,
    Down,
    Hangs,
    Panics,
}

#[derive(Debug)]
struct Boards {
    kept: Mutex<HashMap<String, (String, u64)>>,
    mood: Mutex<Mood>,
    reads: AtomicUsize,
    writes: AtomicUsize,
    can_write: AtomicBool,
    can_compare: AtomicBool,
    on_read: Hook,
}

/// What happens between an answer and its arrival.
#[derive(Default)]
struct Hook(Mutex<Option<Box<dyn Fn() + Send>>>);

impl std::fmt::Debug for Hook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hook")
    }
}

#[derive(Debug, Clone)]
pub(super) struct Shelf(Arc<Boards>);

impl Shelf {
    pub(super) fn new() -> Self {
        Self(Arc::new(Boards {
            kept: Mutex::default(),
            mood: Mutex::new(Mood::Up),
            reads: AtomicUsize::new(0),
            writes: AtomicUsize::new(0),
            can_write: AtomicBool::new(true),
            can_compare: AtomicBool::new(true),
            on_read: Hook::default(),
        }))
    }

    /// With this text under `key`.
    pub(super) fn with(text: &str) -> Self {
        let shelf = Self::new();
        shelf.put("key", text);
        shelf
    }

    pub(super) fn put(&self, path: &str, text: &str) {
        let mut kept = self.0.kept.lock().unwrap();
        let version = kept.get(path).map_or(1, |(_, version)| version + 1);
        kept.insert(path.to_owned(), (text.to_owned(), version));
    }

    pub(super) fn text(&self, path: &str) -> String {
        self.0.kept.lock().unwrap()[path].0.clone()
    }

    pub(super) fn mood(&self, mood: Mood) {
        *self.0.mood.lock().unwrap() = mood;
    }

    pub(super) fn on_read(&self, then: impl Fn() + Send + 'static) {
        *self.0.on_read.0.lock().unwrap() = Some(Box::new(then));
    }

    pub(super) fn reads(&self) -> usize {
        self.0.reads.load(Ordering::SeqCst)
    }

    pub(super) fn writes(&self) -> usize {
        self.0.writes.load(Ordering::SeqCst)
    }

    pub(super) fn read_only(&self) {
        self.0.can_write.store(false, Ordering::SeqCst);
    }

    pub(super) fn without_comparing(&self) {
        self.0.can_compare.store(false, Ordering::SeqCst);
    }

    /// How many hold it beside the test.
    pub(super) fn holders(&self) -> usize {
        Arc::strong_count(&self.0) - 1
    }

    async fn mooded(&self) -> Result<(), SecretError> {
        let mood = *self.0.mood.lock().unwrap();
        match mood {
            Mood::Up => Ok(()),
            Mood::Down => {
                Err(SecretError::Unavailable { backend: "shelf", cause: Outage::NoConnection })
            }
            Mood::Hangs => std::future::pending().await,
            Mood::Panics => panic!("the shelf fell down"),
        }
    }

    fn read(&self, path: &SecretPath) -> Result<Secret, SecretError> {
        let kept = self.0.kept.lock().unwrap();
        let absent = SecretError::NotFound { backend: "shelf", path: path.to_string() };
        let (text, version) = kept.get(path.name()).ok_or(absent)?;
        let secret = Secret::new(SecretBytes::from(text.clone().into_bytes()));
        Ok(secret.with_version(version.to_string()))
    }

    fn write(
        &self,
        path: &SecretPath,
        value: &SecretBytes,
        options: &SetOptions,
    ) -> Result<Option<Version>, SecretError> {
        let mut kept = self.0.kept.lock().unwrap();
        let now = kept.get(path.name()).map(|(_, version)| *version);
        let holds = match options {
            SetOptions::IfAbsent => now.is_none(),
            SetOptions::IfVersion(wanted) => {
                now.is_some_and(|now| now.to_string() == wanted.as_str())
            }
            _ => true,
        };
        if !holds {
            return Err(SecretError::Conflict { backend: "shelf", path: path.to_string() });
        }
        let next = now.unwrap_or(0) + 1;
        let text = String::from_utf8(value.expose().to_vec()).unwrap();
        kept.insert(path.name().to_owned(), (text, next));
        self.0.writes.fetch_add(1, Ordering::SeqCst);
        Ok(Some(next.to_string().into()))
    }
}

impl SecretSource for Shelf {
    fn name(&self) -> &'static str {
        "shelf"
    }

    fn capabilities(&self) -> Capabilities {
        let mut can = Capabilities::default();
        can.write = self.0.can_write.load(Ordering::SeqCst);
        can.compare_and_set = self.0.can_compare.load(Ordering::SeqCst);
        can
    }

    fn get<'a>(&'a self, path: &'a SecretPath) -> SecretFuture<'a, Secret> {
        self.0.reads.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            self.mooded().await?;
            let secret = self.read(path);
            if let Some(then) = &*self.0.on_read.0.lock().unwrap() {
                then();
            }
            secret
        })
    }

    fn set<'a>(
        &'a self,
        path: &'a SecretPath,
        value: &'a SecretBytes,
        options: SetOptions,
    ) -> SecretFuture<'a, Option<Version>> {
        Box::pin(async move {
            self.mooded().await?;
            // Between looking and writing others have their turn.
            std::thread::yield_now();
            self.write(path, value, &options)
        })
    }
}
