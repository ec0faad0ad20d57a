//! The door to password hashing: asynchronous, and never more at once than there is memory for.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread::available_parallelism;

use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::pbkdf2_sha256::{self, Pbkdf2Hash};
use super::stored::{Stored, dspu};
use super::{Argon2Params, PasswordError, PasswordLimits, Verdict, argon2id};

/// Hashes and verifies passwords. A cheap clone; make one and share it.
///
/// The work (about 40 ms and 19 MiB a password) runs on tokio's blocking threads, at most as many
/// at once as there are processors: more would only take memory. The rest waits its turn.
///
/// Verified are Argon2 in PHC form (argon2-cffi, passlib), Django's `pbkdf2_sha256$…`, passlib's
/// `$pbkdf2-sha256$…` and, with [`verify_dspu`](Self::verify_dspu), dspu's pairs. What is not as new
/// hashes are is marked for a rehash.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// # #[actix_web::main]
/// # async fn main() -> Result<(), actix_paseto::toolbox::PasswordError> {
/// use actix_paseto::toolbox::PasswordHasher;
///
/// let hasher = PasswordHasher::default();
/// let stored = hasher.hash("correct horse").await?;
/// assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
///
/// let verdict = hasher.verify("correct horse", &stored).await?;
/// assert!(verdict.valid && !verdict.needs_rehash);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct PasswordHasher {
    params: Argon2Params,
    limits: PasswordLimits,
    slots: Arc<Semaphore>,
}

impl PasswordHasher {
    /// Default: OWASP's parameters, the default limits, one password per processor at once.
    #[must_use]
    pub fn new(params: Argon2Params) -> Self {
        let slots = available_parallelism().map_or(1, NonZeroUsize::get);
        let slots = Arc::new(Semaphore::new(slots.min(Semaphore::MAX_PERMITS)));
        Self { params, limits: PasswordLimits::default(), slots }
    }

    /// Other limits for what is verified.
    #[must_use]
    pub fn with_limits(self, limits: PasswordLimits) -> Self {
        Self { limits, ..self }
    }

    /// How many passwords are worked on at once.
    #[must_use]
    pub fn with_concurrency(self, at_once: NonZeroUsize) -> Self {
        let slots = Semaphore::new(at_once.get().min(Semaphore::MAX_PERMITS));
        Self { slots: Arc::new(slots), ..self }
    }

    /// The hash to store, in PHC form.
    ///
    /// # Errors
    ///
    /// [`PasswordError::Empty`], [`PasswordError::TooLong`], [`PasswordError::Random`],
    /// [`PasswordError::Memory`]; [`PasswordError::NoRuntime`] outside a tokio runtime, and
    /// [`PasswordError::Interrupted`] if it shuts down.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let (this, password) = (self.clone(), self.owned(password)?);
        self.off_thread(move || this.hash_blocking(&password)).await
    }

    /// Judges a password by the hash that was stored.
    ///
    /// # Errors
    ///
    /// [`PasswordError::UnknownFormat`], [`PasswordError::Malformed`] or
    /// [`PasswordError::TooCostly`] for the stored hash, and those of [`hash`](Self::hash) but for
    /// `Empty`.
    pub async fn verify(&self, password: &str, stored: &str) -> Result<Verdict, PasswordError> {
        let (this, password, stored) = (self.clone(), self.owned(password)?, stored.to_owned());
        self.off_thread(move || this.verify_blocking(&password, &stored)).await
    }

    /// Judges a password for a user who does not exist: always wrong, after the time that
    /// [`verify`](Self::verify) takes with a current hash, so that the answer does not tell who is
    /// a user. Hashes that others stored take their own time until they are replaced.
    ///
    /// # Errors
    ///
    /// As [`hash`](Self::hash), but for `Empty`.
    pub async fn verify_absent(&self, password: &str) -> Result<Verdict, PasswordError> {
        let (this, password) = (self.clone(), self.owned(password)?);
        self.off_thread(move || this.waste(&password)).await
    }

    /// Judges a password by the pair that dspu's `hash_password` returned (100 000 rounds of
    /// PBKDF2). A right one always needs a rehash.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    pub async fn verify_dspu(
        &self,
        password: &str,
        hash: &str,
        salt: &[u8],
    ) -> Result<Verdict, PasswordError> {
        let (this, password, stored) = (self.clone(), self.owned(password)?, dspu(hash, salt)?);
        self.off_thread(move || this.verify_pbkdf2(&password, &stored)).await
    }

    /// [`hash`](Self::hash) on the thread that calls: for programs without a runtime.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn hash_blocking(&self, password: &str) -> Result<String, PasswordError> {
        if password.is_empty() {
            return Err(PasswordError::Empty);
        }
        self.check_length(password)?;
        argon2id::hash(password, self.params)
    }

    /// [`verify`](Self::verify) on the thread that calls.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn verify_blocking(&self, password: &str, stored: &str) -> Result<Verdict, PasswordError> {
        self.check_length(password)?;
        match Stored::read(stored)? {
            Stored::Argon2(phc) => argon2id::verify(password, phc, self.params, &self.limits),
            Stored::Pbkdf2(hash) => self.verify_pbkdf2(password, &hash),
            Stored::Unusable => self.waste(password),
        }
    }

    fn verify_pbkdf2(&self, password: &str, hash: &Pbkdf2Hash) -> Result<Verdict, PasswordError> {
        pbkdf2_sha256::verify(password, hash, &self.limits)
    }

    fn waste(&self, password: &str) -> Result<Verdict, PasswordError> {
        argon2id::hash(password, self.params).map(|_| Verdict::WRONG)
    }

    fn check_length(&self, password: &str) -> Result<(), PasswordError> {
        let fits = password.len() <= self.limits.password_len;
        if fits { Ok(()) } else { Err(PasswordError::TooLong) }
    }

    fn owned(&self, password: &str) -> Result<Zeroizing<String>, PasswordError> {
        self.check_length(password)?;
        Ok(Zeroizing::new(password.to_owned()))
    }

    /// The slot moves along: a caller who gives up must not let one more in beside the work.
    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let runtime = Handle::try_current().map_err(|_| PasswordError::NoRuntime)?;
        let slot = Arc::clone(&self.slots).acquire_owned().await;
        let slot = slot.map_err(|_| PasswordError::Interrupted)?;
        let task = runtime.spawn_blocking(move || {
            let done = work();
            drop(slot);
            done
        });
        task.await.map_err(|_| PasswordError::Interrupted)?
    }
}

impl Default for PasswordHasher {
    fn default() -> Self {
        Self::new(Argon2Params::default())
    }
}
