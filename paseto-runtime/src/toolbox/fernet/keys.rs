//! Several Fernet keys, as Python's `MultiFernet`: the first seals, all of them open.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::key::FernetKey;
use crate::secret::SecretBytes;
use crate::time::{Clock, Timestamp};
use crate::toolbox::error::OpenError;

/// How far ahead a token's time may lie when its age is asked about, as Python has it.
const MAX_CLOCK_SKEW: Duration = Duration::from_secs(60);

/// Fernet under several keys, with the meaning of Python's `MultiFernet`.
///
/// Tokens are shared with Python both ways. Their time of making is readable by anyone. New designs
/// take [`AesKeys`](crate::toolbox::AesKeys), which binds a context.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use std::time::Duration;
/// use actix_paseto::toolbox::{FernetKey, FernetKeys};
///
/// let old = FernetKeys::new(FernetKey::generate()?);
/// let token = old.seal(b"hush");
///
/// let keys = old.rotated_to(FernetKey::generate()?);
/// assert_eq!(keys.open_within(&token, Duration::from_secs(60))?.expose(), b"hush");
/// let token = keys.rotate(&token)?; // under the new key, with the old time
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct FernetKeys {
    active: FernetKey,
    older: Vec<FernetKey>,
    clock: Clock,
}

impl FernetKeys {
    /// One key, which seals and opens.
    #[must_use]
    pub fn new(active: FernetKey) -> Self {
        Self { active, older: Vec::new(), clock: Clock::system() }
    }

    /// These keys open too, tried in this order.
    #[must_use]
    pub fn with_older(mut self, keys: impl IntoIterator<Item = FernetKey>) -> Self {
        self.older.extend(keys);
        self
    }

    /// From now on `active` seals; the one before opens still.
    #[must_use]
    pub fn rotated_to(mut self, active: FernetKey) -> Self {
        let before = std::mem::replace(&mut self.active, active);
        self.older.insert(0, before);
        self
    }

    /// Another clock, for tests of age. Default: the system's.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Seals under the active key, stamped with the present second.
    #[must_use]
    pub fn seal(&self, content: &[u8]) -> String {
        self.seal_at(content, self.clock.now())
    }

    /// Opens a token of any age.
    ///
    /// # Errors
    ///
    /// [`OpenError::Refused`] whatever the cause.
    pub fn open(&self, token: &str) -> Result<SecretBytes, OpenError> {
        self.authentic(token).map(|(content, _)| content)
    }

    /// Opens a token that was made at most `age` ago, in whole seconds.
    ///
    /// # Errors
    ///
    /// [`OpenError::Refused`]; [`OpenError::Expired`] for an authentic token that is older, or made
    /// more than 60 s in the future.
    pub fn open_within(&self, token: &str, age: Duration) -> Result<SecretBytes, OpenError> {
        let (content, made) = self.authentic(token)?;
        let now = self.clock.now().whole_seconds();
        let too_old = now.since(made).as_secs() > age.as_secs();
        if too_old || made.since(now) > MAX_CLOCK_SKEW {
            return Err(OpenError::Expired);
        }
        Ok(content)
    }

    /// When the token was made. The token is verified first, but not for its age.
    ///
    /// # Errors
    ///
    /// [`OpenError::Refused`].
    pub fn made_at(&self, token: &str) -> Result<Timestamp, OpenError> {
        self.authentic(token).map(|(_, made)| made)
    }

    /// The same content under the active key, with the time it had.
    ///
    /// # Errors
    ///
    /// [`OpenError::Refused`].
    pub fn rotate(&self, token: &str) -> Result<String, OpenError> {
        let (content, made) = self.authentic(token)?;
        Ok(self.seal_at(content.expose(), made))
    }

    fn seal_at(&self, content: &[u8], at: Timestamp) -> String {
        self.active.engine().encrypt_at_time(content, at.since(Timestamp::MIN).as_secs())
    }

    /// The engine is told that it is the time of the token: it judges the future even without an
    /// age, which Python does not, and its sum of time and age overflows on a forged time.
    fn authentic(&self, token: &str) -> Result<(SecretBytes, Timestamp), OpenError> {
        let token = token.trim_ascii();
        let (seconds, made) = unverified_time(token).ok_or(OpenError::Refused)?;
        let keys = std::iter::once(&self.active).chain(&self.older);
        keys.map(FernetKey::engine)
            .find_map(|engine| engine.decrypt_at_time(token, None, seconds).ok())
            .map(|content| (content.into(), made))
            .ok_or(OpenError::Refused)
    }
}

/// `None` for another version, or a time beyond the calendar.
fn unverified_time(token: &str) -> Option<(u64, Timestamp)> {
    // The version and the time are nine bytes: twelve characters of base64.
    let front = URL_SAFE_NO_PAD.decode(token.as_bytes().first_chunk::<12>()?).ok()?;
    let (version, time) = front.split_first()?;
    let seconds = u64::from_be_bytes(time.try_into().ok()?);
    let made = Timestamp::MIN.checked_add(Duration::from_secs(seconds))?;
    (*version == 0x80).then_some((seconds, made))
}
