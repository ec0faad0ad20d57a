//! What the backends are told: plain data, also for backends that are not built in.

use std::path::PathBuf;
use std::time::Duration;

use super::SecretRef;

/// The tables of the configuration for backends.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct BackendSettings {
    /// Table `vault`.
    pub vault: VaultSettings,
    /// Table `aws`.
    pub aws: AwsSettings,
    /// Table `tpm`.
    pub tpm: TpmSettings,
    /// Table `fernet`.
    pub fernet: FernetSettings,
    /// Table `jwks`.
    pub jwks: JwksSettings,
}

/// How Vault or `OpenBao` is reached. What is not said comes from these variables:
///
/// - `VAULT_ADDR`, or else `BAO_ADDR`: the address;
/// - `VAULT_NAMESPACE`;
/// - `VAULT_CACERT`: the file of the certificate authority;
/// - `VAULT_TOKEN`, or else `BAO_TOKEN`; or `VAULT_TOKEN_FILE`, the path of a file with a token;
/// - `VAULT_ROLE_ID` with `VAULT_SECRET_ID`, or with `VAULT_SECRET_ID_FILE`, the path of a file with
///   one.
///
/// No others are read, `VAULT_SKIP_VERIFY` and those of proxies among them. A file is read again for
/// each login, so that an agent or an operator may replace what stands in it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VaultSettings {
    /// `https://vault.example:8200`; `http` for loopback alone. Key: `vault.address`.
    pub address: Option<String>,
    /// The mount of the KV engine, version 2. Default: `secret`. Key: `vault.mount`.
    pub mount: String,
    /// Default: none. Key: `vault.namespace`.
    pub namespace: Option<String>,
    /// PEM of the certificate authority, instead of the system's. Key: `vault.ca`.
    pub ca: Option<PathBuf>,
    /// A token; or `role_id` and `secret_id`. Key: `vault.token`.
    pub token: Option<SecretRef>,
    /// `AppRole`. Key: `vault.role_id`.
    pub role_id: Option<String>,
    /// `AppRole`. Key: `vault.secret_id`.
    pub secret_id: Option<SecretRef>,
    /// Whether `secret_id` is a wrapping token, good for one look. Default: `false`. Key:
    /// `vault.wrapped`.
    pub wrapped: bool,
    /// The mount of the `AppRole` method. Default: `approle`. Key: `vault.auth_mount`.
    pub auth_mount: String,
    /// For one request. Unit: a duration, 100 ms to 60 s. Default: `5s`. Key: `vault.timeout`.
    pub timeout: Duration,
}

impl Default for VaultSettings {
    fn default() -> Self {
        Self {
            address: None,
            mount: "secret".to_owned(),
            namespace: None,
            ca: None,
            token: None,
            role_id: None,
            secret_id: None,
            wrapped: false,
            auth_mount: "approle".to_owned(),
            timeout: Duration::from_secs(5),
        }
    }
}

/// How AWS Secrets Manager is reached. Credentials, and what is not said here, come from where the
/// AWS SDK finds them: the profile, the container, the instance, and these variables:
///
/// - `AWS_REGION`, or else `AWS_DEFAULT_REGION`;
/// - `AWS_ENDPOINT_URL_SECRETS_MANAGER`, or else `AWS_ENDPOINT_URL`;
/// - `AWS_ACCESS_KEY_ID` with `AWS_SECRET_ACCESS_KEY`, and `AWS_SESSION_TOKEN`;
/// - `AWS_PROFILE`, `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`;
/// - `AWS_WEB_IDENTITY_TOKEN_FILE` with `AWS_ROLE_ARN`, and `AWS_ROLE_SESSION_NAME`;
/// - `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or `AWS_CONTAINER_CREDENTIALS_FULL_URI`, and
///   `AWS_CONTAINER_AUTHORIZATION_TOKEN` or `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`;
/// - `AWS_EC2_METADATA_DISABLED`, `AWS_EC2_METADATA_SERVICE_ENDPOINT` and its `_MODE`.
///
/// This library itself looks at the endpoint, and at whether both halves of a key are there; all else
/// is the SDK's, and so are its other variables.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AwsSettings {
    /// Default: the SDK's. Key: `aws.region`.
    pub region: Option<String>,
    /// Instead of AWS's own. Key: `aws.endpoint`.
    pub endpoint: Option<String>,
    /// For one operation with its retries. Unit: a duration, 100 ms to 60 s. Default: `5s`. Key:
    /// `aws.timeout`.
    pub timeout: Duration,
}

impl Default for AwsSettings {
    fn default() -> Self {
        Self { region: None, endpoint: None, timeout: Duration::from_secs(5) }
    }
}

/// Which TPM 2.0, and under which conditions it unseals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TpmSettings {
    /// The TCTI, as tpm2-tools take it. Default: the variable `TPM2TOOLS_TCTI`, else
    /// `device:/dev/tpmrm0`. Key: `tpm.device`.
    pub device: Option<String>,
    /// The authorisation value of the sealed object. Default: none. Key: `tpm.password`.
    pub password: Option<SecretRef>,
    /// The SHA-256 registers that the policy binds, 0 to 23. Default: none. Key: `tpm.pcrs`.
    pub pcrs: Vec<u8>,
}

/// The keys of Fernet-wrapped files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FernetSettings {
    /// The first one wraps, all of them unwrap. From a stronger place than the files. Key:
    /// `fernet.keys`.
    pub keys: Vec<SecretRef>,
}

/// How a JWKS document is had. No variable stands in for what is not said; the client asks by way of
/// the proxy that `HTTPS_PROXY` or `ALL_PROXY` names, unless `NO_PROXY` or loopback forbids it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JwksSettings {
    /// The OpenID issuer. If it is said, its discovery document must name the same issuer and the
    /// same JWKS address. Default: none. Key: `jwks.issuer`.
    pub issuer: Option<String>,
    /// The only host that is asked. Default: that of the address. Key: `jwks.host`.
    pub host: Option<String>,
    /// PEM of the certificate authority, instead of the system's. Key: `jwks.ca`.
    pub ca: Option<PathBuf>,
    /// The longest document. Unit: bytes, 1 KiB to 1 MiB. Default: 65536. Key: `jwks.max_length`.
    pub max_length: usize,
    /// For one request. Unit: a duration, 100 ms to 60 s. Default: `5s`. Key: `jwks.timeout`.
    pub timeout: Duration,
}

impl Default for JwksSettings {
    fn default() -> Self {
        Self {
            issuer: None,
            host: None,
            ca: None,
            max_length: 65_536,
            timeout: Duration::from_secs(5),
        }
    }
}
