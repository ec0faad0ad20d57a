//! One secret of a source that holds keys: what it said last, and when it is asked again.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::connection::Given;
use super::freshness::{Freshness, Moment};
use super::history;
use super::live::max_stale;
use super::trouble::Trouble;
use crate::config::{Content, Entry, Fetched, KeyTrust, Settings, Unread};
use crate::key::KeyId;
use crate::schedule::Schedule;
use crate::secrets::{JWKS, SecretError, SecretPath, Version};
use crate::time::Timestamp;

/// As files may be long; a program's own source may have no bound.
const MOST_BYTES: usize = 65_536;

/// What a source said last.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) entries: Arc<[Entry]>,
    /// The key that a source without a document named last.
    pub(super) plain: Option<KeyId>,
}

/// One secret of a source that holds keys.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) connection: usize,
    pub(super) scheme: &'static str,
    /// Of the program, by whatever name.
    is_own: bool,
    pub(super) path: SecretPath,
    pub(super) timeout: Duration,
    /// `None` is never read again by itself.
    interval: Option<Duration>,
    /// How long a new key is only accepted.
    pub(super) pending: Duration,
    /// How long an old key is accepted after the last token was made with it; `None` is for ever.
    pub(super) keep: Option<Duration>,
    /// The part of that which is for processes that learn late of the key after it.
    pub(super) slack: Duration,
    pub(super) held: Option<Held>,
    /// What has ever been revoked in it.
    struck: HashSet<KeyId>,
    failure: Option<Unread>,
    pub(super) fresh: Arc<Freshness>,
    schedule: Schedule,
    pub(super) due: Option<Instant>,
    pub(super) trouble: Trouble,
}

impl Slot {
    pub(super) fn new(
        connection: usize,
        scheme: &'static str,
        path: SecretPath,
        is_own: bool,
    ) -> Self {
        Self {
            connection,
            scheme,
            is_own,
            path,
            timeout: Duration::ZERO,
            interval: None,
            pending: Duration::ZERO,
            keep: Some(Duration::ZERO),
            slack: Duration::MAX,
            held: None,
            struck: HashSet::new(),
            failure: None,
            fresh: Arc::default(),
            schedule: Schedule::default(),
            due: None,
            trouble: Trouble::default(),
        }
    }

    /// One more profile reads it: the most careful one's settings count.
    pub(super) fn serve(&mut self, settings: &Settings) {
        let keys = &settings.keys;
        self.timeout = self.timeout.max(keys.timeout);
        self.interval = match (self.interval, keys.refresh.filter(|_| self.is_alive())) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        self.pending = self.pending.max(keys.pending);
        let stale = max_stale(settings).unwrap_or_default();
        self.slack = self.slack.min(stale);
        let slack = stale + settings.leeway.as_duration();
        let keep = settings.key_life().map(|life| life.saturating_add(slack));
        self.keep = self.keep.zip(keep).map(|(one, other)| one.max(other));
    }

    /// Within it every process has read what its source says now.
    pub(super) fn grace(&self) -> Duration {
        let reads = self.interval.unwrap_or_default().saturating_mul(2);
        self.pending.max(reads.saturating_add(self.timeout))
    }

    /// The variables of a process are what they were when it began.
    pub(super) fn is_alive(&self) -> bool {
        self.is_own || self.scheme != "env"
    }

    /// Whether its age means anything.
    pub(super) fn is_watched(&self) -> bool {
        self.interval.is_some()
    }

    pub(super) fn fetched(&self) -> Fetched {
        match (&self.held, &self.failure) {
            (Some(held), _) => Ok(Arc::clone(&held.entries)),
            (None, Some(error)) => Err(error.clone()),
            (None, None) => Err(self.not_read().into()),
        }
    }

    fn not_read(&self) -> SecretError {
        let cause = crate::secrets::Outage::TimedOut;
        SecretError::Unavailable { backend: self.scheme, cause }
    }

    /// What the source gave, as keys.
    pub(super) fn content(
        &self,
        given: Given,
        trust: KeyTrust,
    ) -> Result<(Content, Option<Version>), Unread> {
        match given {
            Given::Secret(secret) => {
                let text = secret.text(self.scheme, &self.path)?;
                if text.expose().len() > MOST_BYTES {
                    let (backend, path) = (self.scheme, self.path.to_string());
                    return Err(SecretError::TooLong { backend, path, most: MOST_BYTES }.into());
                }
                let content = trust.content(&text, self.scheme, &self.path)?;
                Ok((content, secret.version))
            }
            Given::PublicKeys(keys) if keys.is_empty() => {
                let (backend, path) = (JWKS, self.path.to_string());
                Err(SecretError::NotFound { backend, path }.into())
            }
            Given::PublicKeys(keys) => Ok((Content::Published(keys), None)),
        }
    }

    /// What it would hold if the source says this.
    pub(super) fn absorbed(&self, content: Content, now: Timestamp) -> Held {
        let mut held = history::absorb(self.held.as_ref(), content, now, self.life());
        if held.entries.iter().any(|entry| self.is_undone(entry)) {
            held.entries = held.entries.iter().map(|entry| self.struck_again(entry)).collect();
        }
        held
    }

    /// A revocation is for good, also if the source goes back to an older value.
    fn is_undone(&self, entry: &Entry) -> bool {
        entry.key.is_some() && self.struck.contains(&entry.id)
    }

    fn struck_again(&self, entry: &Entry) -> Entry {
        if self.is_undone(entry) {
            return Entry { is_remembered: true, ..Entry::revoked(entry.id.clone()) };
        }
        entry.clone()
    }

    /// A key that its source gives again although it has been revoked.
    pub(super) fn undone(&self) -> Option<&KeyId> {
        let entries = self.held.as_ref()?.entries.iter();
        entries.clone().find(|entry| is_remembered_revocation(entry)).map(|entry| &entry.id)
    }

    /// What no profile has ever taken need not be remembered when its source says something else.
    pub(super) fn forget(&mut self, content: &Content, is_known: impl Fn(&KeyId) -> bool) {
        let Some(held) = &mut self.held else { return };
        let is_same =
            |plain: &KeyId| matches!(content, Content::Plain(entry) if entry.id == *plain);
        if !held.plain.as_ref().is_some_and(is_same) {
            held.entries =
                held.entries.iter().filter(|entry| is_known(&entry.id)).cloned().collect();
        }
    }

    /// `read` is when the read began: what came later is not in it.
    pub(super) fn succeed(&mut self, content: Content, now: Timestamp, read: Moment) {
        let held = self.absorbed(content, now);
        self.hold(held, read);
        self.due = self.interval.map(|every| Instant::now() + self.schedule.after_success(every));
        if self.trouble.is_over() {
            let Self { scheme, path, .. } = &*self;
            tracing::info!(target: "paseto", backend = scheme, %path, "keys are read again");
        }
    }

    pub(super) fn hold(&mut self, held: Held, read: Moment) {
        let gone = held.entries.iter().filter(|entry| entry.key.is_none());
        self.struck.extend(gone.map(|entry| entry.id.clone()));
        let is_news = held.entries.iter().any(is_remembered_revocation) && self.undone().is_none();
        if is_news {
            let Self { scheme, path, .. } = &*self;
            tracing::warn!(
                target: "paseto", backend = scheme, %path, "a revoked key is back, and stays revoked"
            );
        }
        self.held = Some(held);
        self.failure = None;
        self.fresh.renew(read);
    }

    pub(super) fn failure(&self) -> Option<&Unread> {
        self.failure.as_ref()
    }

    /// What was good stays.
    pub(super) fn fail(&mut self, error: Unread) {
        self.due = self.interval.map(|every| Instant::now() + self.schedule.after_failure(every));
        let cause = error.to_string();
        if self.trouble.is_news(&cause) && self.held.is_some() {
            let Self { scheme, path, .. } = &*self;
            tracing::warn!(
                target: "paseto", backend = scheme, %path, cause, "keys cannot be read again"
            );
        }
        self.failure = Some(error);
    }
}

/// Only this process knows of it.
pub(super) fn is_remembered_revocation(entry: &Entry) -> bool {
    entry.key.is_none() && entry.is_remembered
}
