#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::result_large_err,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail loudly"
)]

use figment::Jail;

use super::AwsSource;
use super::address::is_trusted;
use crate::secrets::{AwsSettings, SecretError};

/// Every variable in which the SDK looks; nobody answers on port 1.
const QUIET: [(&str, &str); 13] = [
    ("AWS_REGION", ""),
    ("AWS_DEFAULT_REGION", ""),
    ("AWS_PROFILE", ""),
    ("AWS_CONFIG_FILE", "/nowhere"),
    ("AWS_SHARED_CREDENTIALS_FILE", "/nowhere"),
    ("AWS_ACCESS_KEY_ID", ""),
    ("AWS_SECRET_ACCESS_KEY", ""),
    ("AWS_SESSION_TOKEN", ""),
    ("AWS_ENDPOINT_URL", ""),
    ("AWS_WEB_IDENTITY_TOKEN_FILE", ""),
    ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", ""),
    ("AWS_CONTAINER_CREDENTIALS_FULL_URI", ""),
    ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1"),
];

fn connect(variables: &[(&str, &str)], settings: &AwsSettings) -> Result<AwsSource, SecretError> {
    let mut result = None;
    Jail::expect_with(|jail| {
        QUIET.iter().chain(variables).for_each(|(name, value)| match *value {
            "" => std::env::var(name).map_or((), |_| jail.set_env(name, "")),
            value => jail.set_env(name, value),
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        result = Some(runtime.block_on(AwsSource::connect(settings)));
        Ok(())
    });
    result.unwrap()
}

fn settings(region: Option<&str>, endpoint: Option<&str>) -> AwsSettings {
    let (region, endpoint) = (region.map(str::to_owned), endpoint.map(str::to_owned));
    AwsSettings { region, endpoint, ..AwsSettings::default() }
}

fn complaint(variables: &[(&str, &str)], settings: &AwsSettings) -> &'static str {
    match connect(variables, settings).unwrap_err() {
        SecretError::Config { backend: "aws", what } => what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn without_a_region_nothing_starts() {
    let keys = [("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b")];
    assert!(complaint(&keys, &settings(None, None)).contains("AWS_REGION"));
    assert!(complaint(&keys, &settings(Some(""), None)).contains("AWS_REGION"));
    assert!(connect(&keys, &settings(Some("eu-west-1"), None)).is_ok());
    let region = [keys[0], keys[1], ("AWS_REGION", "eu-west-1")];
    assert!(connect(&region, &settings(None, None)).is_ok());
}

#[test]
fn without_credentials_nothing_starts() {
    let region = settings(Some("eu-west-1"), None);
    assert!(complaint(&[], &region).contains("no usable credentials"));
    for half in [("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b")] {
        assert!(complaint(&[half], &region).contains("together"));
    }
}

#[test]
fn secrets_do_not_travel_in_the_clear() {
    for (address, fits) in [
        ("https://vpce.example", true),
        ("http://127.0.0.1:5000", true),
        ("http://[::1]:5000/", true),
        ("http://localhost", true),
        ("http://vpce.example", false),
        ("http://127.0.0.1.example", false),
        ("http://127.0.0.1@example", false),
        ("https://name:password@example", false),
        ("https://", false),
        ("ftp://127.0.0.1", false),
        ("", false),
    ] {
        assert_eq!(is_trusted(address), fits, "{address}");
    }
    let keys = [("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b")];
    let far = "http://vpce.example";
    assert!(complaint(&keys, &settings(Some("eu-west-1"), Some(far))).contains("https://"));
    for name in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SECRETS_MANAGER"] {
        let variables = [keys[0], keys[1], (name, far)];
        assert!(complaint(&variables, &settings(Some("eu-west-1"), None)).contains("https://"));
    }
}
