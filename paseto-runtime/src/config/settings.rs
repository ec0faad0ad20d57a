//! The settings of one profile. Each field says its unit, its default and where it comes from.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use super::sessions::{CookieSettings, CsrfSettings, FamilySettings};
use crate::key::KidRule;
use crate::kind::Purpose;
use crate::revocation::SharedOptions;
use crate::secret::SecretText;
use crate::secrets::BackendSettings;
use crate::time::Leeway;

const MINUTE: u64 = 60;
const DAY: u64 = 24 * 60 * MINUTE;

/// What one profile says, checked. Neither serializable nor printable: it holds keys.
#[derive(Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Which tokens are taken. Default: `["v4.local"]`. Key: `accept`.
    pub accept: Vec<Purpose>,
    /// Which tokens are made; one of `accept`. Default: the first of `accept`. Key: `issue`.
    pub issue: Purpose,
    /// The claim `iss`: set at issue, required at verification. Default: none. Key: `issuer`.
    pub issuer: Option<String>,
    /// The claim `aud`: set at issue; one must match at verification. Default: none. Key:
    /// `audience`.
    pub audience: Vec<String>,
    /// The `realm` of the challenge (RFC 9110 §11.5). Default: `paseto`. Key: `realm`.
    pub realm: String,
    /// For `exp`, `nbf` and `iat` alike. Unit: a duration, at most 300 s. Default: `0s`. Key:
    /// `leeway`.
    pub leeway: Leeway,
    /// How long an access token lives. Unit: a duration. Default: `15m`. Key: `access_ttl`.
    pub access_ttl: Ttl,
    /// How long a refresh token lives. Unit: a duration. Default: `30d`. Key: `refresh_ttl`.
    pub refresh_ttl: Ttl,
    /// How long a token of a custom kind lives. Unit: a duration. Default: `30d`. Key:
    /// `custom_ttl`.
    pub custom_ttl: Ttl,
    /// Where a token is looked for, in this order. Default: `["header"]`. Key: `sources`.
    pub sources: Vec<SourceName>,
    /// The same for WebSocket handshakes. Default: `["header"]`. Key: `websocket_sources`.
    pub websocket_sources: Vec<SourceName>,
    /// The longest token that is looked at. Unit: bytes, 64 to 8192. Default: 4096. Key:
    /// `max_token_length`.
    pub max_token_length: usize,
    /// Whether a token without `exp` is refused. Default: `true`. Key: `require_expiry`.
    pub require_expiry: bool,
    /// The longest life that a token may claim. Unit: a duration. Default: `400d`. Key: `max_ttl`.
    pub max_ttl: Duration,
    /// Table `header`.
    pub header: HeaderSettings,
    /// Table `json`.
    pub json: JsonSettings,
    /// Table `cookie`.
    pub cookie: CookieSettings,
    /// Table `csrf`.
    pub csrf: CsrfSettings,
    /// Table `family`.
    pub family: FamilySettings,
    /// Table `query`.
    pub query: QuerySettings,
    /// Table `websocket`.
    pub websocket: WebsocketSettings,
    /// Table `cache`.
    pub cache: CacheSettings,
    /// Table `keys`.
    pub keys: KeySettings,
    /// Tables `vault`, `aws`, `tpm`, `fernet` and `jwks`.
    pub backends: BackendSettings,
    /// Table `revocation`.
    pub revocation: RevocationSettings,
}

impl Default for Settings {
    fn default() -> Self {
        let days = |days| Duration::from_secs(days * DAY);
        Self {
            accept: vec![Purpose::Local],
            issue: Purpose::Local,
            issuer: None,
            audience: Vec::new(),
            realm: "paseto".to_owned(),
            leeway: Leeway::default(),
            access_ttl: Ttl::For(Duration::from_secs(15 * MINUTE)),
            refresh_ttl: Ttl::For(days(30)),
            custom_ttl: Ttl::For(days(30)),
            sources: vec![SourceName::Header],
            websocket_sources: vec![SourceName::Header],
            max_token_length: 4_096,
            require_expiry: true,
            max_ttl: days(400),
            header: HeaderSettings::default(),
            json: JsonSettings::default(),
            cookie: CookieSettings::default(),
            csrf: CsrfSettings::default(),
            family: FamilySettings::default(),
            query: QuerySettings::default(),
            websocket: WebsocketSettings::default(),
            cache: CacheSettings::default(),
            keys: KeySettings::default(),
            backends: BackendSettings::default(),
            revocation: RevocationSettings::default(),
        }
    }
}

impl Settings {
    /// How long a token may live that is made as configured; `None` is for ever.
    pub(crate) fn longest_life(&self) -> Option<Duration> {
        let lives = [self.access_ttl, self.refresh_ttl, self.custom_ttl].map(Ttl::life);
        lives.into_iter().collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// How long the tokens of a key are accepted after the last of them; `None` is for ever.
    pub(crate) fn key_life(&self) -> Option<Duration> {
        self.keys.keep.map_or_else(|| self.longest_life(), Ttl::life)
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").finish_non_exhaustive()
    }
}

/// How long a token lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a token expires or it does not")]
pub enum Ttl {
    /// This long, at least a second: the claim `exp` has no fractions.
    For(Duration),
    /// For ever; spelled `"never"`, and only without `require_expiry`.
    Never,
}

impl Ttl {
    /// `None` is for ever.
    pub(crate) const fn life(self) -> Option<Duration> {
        match self {
            Self::For(life) => Some(life),
            Self::Never => None,
        }
    }
}

/// A place in the request where a token may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SourceName {
    /// `header`: the header that the table `header` names.
    Header,
    /// `cookie`: the cookie that the table `cookie` names for the kind of token.
    Cookie,
    /// `query`: the parameter that the table `query` names.
    Query,
    /// `json`: the member of the body that the table `json` names. Not for WebSockets.
    Json,
    /// `subprotocol`: `bearer.<token>` among the offered subprotocols. For WebSockets only.
    Subprotocol,
}

/// The header that holds the token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeaderSettings {
    /// Its name, an RFC 9110 token. Default: `Authorization`. Key: `header.name`.
    pub name: String,
    /// The word before the token; `""` is none. Default: `Bearer`. Key: `header.scheme`.
    pub scheme: Option<String>,
}

impl Default for HeaderSettings {
    fn default() -> Self {
        Self { name: "Authorization".to_owned(), scheme: Some("Bearer".to_owned()) }
    }
}

/// The member of a JSON body that holds the token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JsonSettings {
    /// Its name, at the top level. Default: `access_token`. Key: `json.field`.
    pub field: String,
    /// The word before the token; `""` is none. Default: none. Key: `json.scheme`.
    pub scheme: Option<String>,
    /// The longest body that is read for it, never shorter than `max_token_length`. Unit: bytes,
    /// at most 1 MiB. Default: 16384. Key: `json.max_length`.
    pub max_length: usize,
}

impl Default for JsonSettings {
    fn default() -> Self {
        Self { field: "access_token".to_owned(), scheme: None, max_length: 16_384 }
    }
}

/// The parameter of the query that holds the token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuerySettings {
    /// Its name. Default: `token`. Key: `query.name`.
    pub name: String,
    /// The word before the token; `""` is none. Default: none. Key: `query.scheme`.
    pub scheme: Option<String>,
}

impl Default for QuerySettings {
    fn default() -> Self {
        Self { name: "token".to_owned(), scheme: None }
    }
}

/// Who may open a WebSocket.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WebsocketSettings {
    /// Origins as browsers send them, `https://app.example`: scheme, host and port, in lower
    /// case. Default: none. Key: `websocket.origins`.
    pub origins: Vec<String>,
    /// How often an open socket asks a store that does not announce revocations by itself. Unit: a
    /// duration, 1 s to 30 s. Default: `5s`. Key: `websocket.recheck`.
    pub recheck: Duration,
}

impl Default for WebsocketSettings {
    fn default() -> Self {
        Self { origins: Vec::new(), recheck: Duration::from_secs(5) }
    }
}

/// Tokens that were let in before, so that they need not be opened and read again.
///
/// Whatever can change is asked again at every request: times, issuer, audience, what the route
/// demands, and the revocation store.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheSettings {
    /// How much memory they may take; what handlers make of the claims comes on top. 0 remembers
    /// nothing. Unit: bytes. Default: 33554432, about 80 000 tokens. Key: `cache.capacity`.
    pub capacity: usize,
}

impl Default for CacheSettings {
    fn default() -> Self {
        Self { capacity: 32 * 1_048_576 }
    }
}

/// Keys as text: PASERK, PEM, or a source such as `env:NAME`. Not read yet.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct KeySettings {
    /// Keys that make tokens, at most one for each purpose. Default: none. Key: `keys.active`.
    pub active: Vec<SecretText>,
    /// Further keys whose tokens are taken, at most 16 for each purpose. Default: none. Key:
    /// `keys.accept`.
    pub accept: Vec<SecretText>,
    /// How strictly the `kid` of the footer selects. Default: `preferred`. Key: `keys.kid`.
    pub kid: KidRule,
    /// How often sources are read again; `None`, spelled `"never"`, is at the start alone. Not for
    /// keys that stand in the configuration itself or in `env:`. Unit: a duration, 1 s to 1 d.
    /// Default: `60s`. Key: `keys.refresh`.
    pub refresh: Option<Duration>,
    /// How long after the last good read of its source an active key still makes tokens; `None`,
    /// spelled `"never"`, is for ever. Unit: a duration, at least twice `keys.refresh`. Default:
    /// `1h`. Key: `keys.max_stale`.
    pub max_stale: Option<Duration>,
    /// How long a new key is only accepted before it makes tokens: every process must have read it
    /// by then, also one whose clock is behind. Where `keys.refresh` is `"never"`, nobody reads it
    /// but who is told to. Unit: a duration, 0 or at least twice `keys.refresh` and `keys.timeout`.
    /// Default: `5m`. Key: `keys.pending`.
    pub pending: Duration,
    /// How long an old key is accepted after the last token was made with it: as long as the
    /// longest life of a token, also of one made with
    /// [`expires_in`](crate::issue::TokenBuilder::expires_in). [`Ttl::Never`], spelled `"never"`,
    /// is for good. `keys.max_stale` and `leeway` are added, since others may make tokens with it
    /// that much longer. Unit: a duration, not shorter than the longest of `access_ttl`,
    /// `refresh_ttl` and `custom_ttl`. Default: the longest of them. Key: `keys.keep`.
    pub keep: Option<Ttl>,
    /// How long one read of all sources may take. Unit: a duration, 100 ms to 60 s. Default:
    /// `10s`. Key: `keys.timeout`.
    pub timeout: Duration,
}

impl Default for KeySettings {
    fn default() -> Self {
        Self {
            active: Vec::new(),
            accept: Vec::new(),
            kid: KidRule::default(),
            refresh: Some(Duration::from_secs(60)),
            max_stale: Some(Duration::from_secs(60 * MINUTE)),
            pending: Duration::from_secs(5 * MINUTE),
            keep: None,
            timeout: Duration::from_secs(10),
        }
    }
}

/// Where revocations are kept, and for which tokens the store is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevocationSettings {
    /// Default: `memory`. Key: `revocation.store`.
    pub store: StoreChoice,
    /// Default: `["access", "refresh", "*"]`. Key: `revocation.kinds`.
    pub kinds: KindFilter,
    /// How many entries the store in memory or in a file holds; full, it refuses further
    /// revocations. Default: 1 000 000. Key: `revocation.capacity`.
    pub capacity: usize,
    /// How long the store may take to answer. Unit: a duration, 1 ms to 10 s. Default: `250ms`.
    /// Key: `revocation.timeout`.
    pub timeout: Duration,
    /// Keeps applications apart that share a server. Letters, digits, `.`, `_` and `-`, at most
    /// 64. Default: `paseto-` and the name of the profile. Key: `revocation.namespace`.
    pub namespace: Option<String>,
    /// Whether this process keeps a copy of a shared store, and asks that. Default: `false`. Key:
    /// `revocation.replica`.
    pub replica: bool,
    /// How old the copy may be; beyond, the answer is 503. Unit: a duration, 200 ms to 60 s.
    /// Default: `1s`. Key: `revocation.max_staleness`.
    pub max_staleness: Duration,
    /// How a shared store is used; each field names its key. Its namespace and its timeout are
    /// those above.
    pub shared: SharedOptions,
}

impl Default for RevocationSettings {
    fn default() -> Self {
        Self {
            store: StoreChoice::Memory,
            kinds: KindFilter { access: true, refresh: true, custom: true },
            capacity: 1_000_000,
            timeout: Duration::from_millis(250),
            namespace: None,
            replica: false,
            max_staleness: Duration::from_secs(1),
            shared: SharedOptions::default(),
        }
    }
}

/// Which revocation store.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreChoice {
    /// `memory`: in this process, lost when it ends.
    Memory,
    /// `file:PATH`: in a file on this machine, for one process and the profiles that share a key.
    File(PathBuf),
    /// `redis://…`: in a Redis that several nodes share.
    Redis(StoreUrl),
    /// `postgres://…`: in a PostgreSQL that several nodes share.
    Postgres(StoreUrl),
}

/// The address of a shared store. It may hold a password: redacted in every output.
#[derive(Debug, Clone)]
pub struct StoreUrl(SecretText);

impl StoreUrl {
    /// The address itself.
    #[must_use]
    pub fn secret(&self) -> &SecretText {
        &self.0
    }
}

impl From<String> for StoreUrl {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl PartialEq for StoreUrl {
    fn eq(&self, other: &Self) -> bool {
        self.0.expose() == other.0.expose()
    }
}

impl Eq for StoreUrl {}

/// For which kinds of tokens the store is asked. `"*"` in the list is every kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct KindFilter {
    /// `"access"`.
    pub access: bool,
    /// `"refresh"`.
    pub refresh: bool,
    /// The application's own kinds; only `"*"` takes them in.
    pub custom: bool,
}
