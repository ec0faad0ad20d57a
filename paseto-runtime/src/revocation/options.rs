//! How a shared store is used.

use std::path::PathBuf;
use std::time::Duration;

/// How a shared store is used; the table `revocation` of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "made with `..SharedOptions::default()`")]
pub struct SharedOptions {
    /// Keeps applications apart that use one server. Default: `paseto`. Key:
    /// `revocation.namespace`, whose default is `paseto-` and the name of the profile.
    pub namespace: String,
    /// How long one answer may take. Default: 250 ms. Key: `revocation.timeout`.
    pub timeout: Duration,
    /// What follows once data are missing. Default: refuse. Key: `revocation.after_data_loss`.
    pub after_data_loss: AfterDataLoss,
    /// Takes a server that evicts entries, or that does not keep them over a restart. Default:
    /// `false`. Key: `revocation.dangerous_allow_forgetting`.
    pub dangerous_allow_forgetting: bool,
    /// How many replicas of a Redis must have a change before it is acknowledged (`WAIT`).
    /// Default: 0. Key: `revocation.replicas`.
    pub replicas: usize,
    /// How many connections to PostgreSQL. Default: 4. Key: `revocation.connections`.
    pub connections: usize,
    /// Whether statements are prepared under a name once per connection. Not through a PgBouncer
    /// older than 1.21. Default: `false`. Key: `revocation.prepared`.
    pub prepared: bool,
    /// PEM of the authorities that vouch for the server, instead of the system's. Default: none.
    /// Key: `revocation.ca_file`.
    pub ca_file: Option<PathBuf>,
}

impl Default for SharedOptions {
    fn default() -> Self {
        Self {
            namespace: "paseto".to_owned(),
            timeout: Duration::from_millis(250),
            after_data_loss: AfterDataLoss::default(),
            dangerous_allow_forgetting: false,
            replicas: 0,
            connections: 4,
            prepared: false,
            ca_file: None,
        }
    }
}

/// What follows once a store's data are found missing while the program runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AfterDataLoss {
    /// `refuse`: 503, until an operator resumes.
    #[default]
    Refuse,
    /// `void`: every login from before counts no longer, and the store goes on at once.
    Void,
}
