//! From settings, variables and profiles to a client.

use std::time::Duration;

use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::imds;
use aws_config::imds::region::ImdsRegionProvider;
use aws_config::meta::region::RegionProviderChain;
use aws_config::profile::ProfileFileRegionProvider;
use aws_config::{BehaviorVersion, ConfigLoader, Region, SdkConfig};
use aws_sdk_secretsmanager::config::retry::RetryConfig;
use aws_sdk_secretsmanager::config::timeout::TimeoutConfig;
use aws_sdk_secretsmanager::config::{Builder, Credentials, ProvideCredentials};

use super::address::{Watch, is_trusted};
use super::cause::of_credentials;
use super::{AwsSource, NAME};
use crate::secret::SecretText;
use crate::secrets::{AwsSettings, Outage, SecretError};

/// Elsewhere than on an EC2 instance nobody answers at all.
const METADATA: Duration = Duration::from_millis(500);

/// What is left after it is for the retries.
const CONNECTION: Duration = Duration::from_secs(2);

impl AwsSource {
    /// With the credentials that the AWS SDK finds: variables, the profile, web identity, the
    /// container, the instance. They are found here, and proven by the first secret that is read:
    /// AWS has no call that every key may make.
    ///
    /// # Errors
    ///
    /// [`SecretError::Config`] without a region or credentials, with half of either, and for an
    /// endpoint that is neither `https` nor on this machine; [`SecretError::Unavailable`] if the
    /// place of the credentials does not answer or has failed, [`SecretError::Unauthenticated`] if
    /// it refuses them.
    pub async fn connect(settings: &AwsSettings) -> Result<Self, SecretError> {
        refuse_halves()?;
        let loader = loader(settings).await?;
        let config = loader.load().await;
        let provider = config.credentials_provider().ok_or(no_credentials())?;
        let found = tokio::time::timeout(settings.timeout, provider.provide_credentials()).await;
        let slow = SecretError::Unavailable { backend: NAME, cause: Outage::TimedOut };
        found.map_err(|_| slow)?.map_err(|error| of_credentials(&error, no_credentials()))?;
        Self::from_sdk_config(&config)
    }

    /// With the credentials of an access key; `session` is the token of a temporary one.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    pub async fn with_access_key(
        settings: &AwsSettings,
        id: &str,
        secret: &SecretText,
        session: Option<&SecretText>,
    ) -> Result<Self, SecretError> {
        let session = session.map(|token| token.expose().to_owned());
        let credentials = Credentials::new(id, secret.expose(), session, None, NAME);
        let loader = loader(settings).await?.credentials_provider(credentials);
        Self::from_sdk_config(&loader.load().await)
    }

    /// With the configuration of an application that uses AWS anyway. Limits of time that it does
    /// not set are those of [`AwsSettings::default`].
    ///
    /// ```
    /// # extern crate paseto_runtime as actix_paseto;
    /// use actix_paseto::secrets::AwsSource;
    /// use aws_config::SdkConfig;
    ///
    /// assert!(AwsSource::from_sdk_config(&SdkConfig::builder().build()).is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// [`SecretError::Config`] without a region or a provider of credentials, and for an endpoint
    /// that is neither `https` nor on this machine.
    pub fn from_sdk_config(config: &SdkConfig) -> Result<Self, SecretError> {
        if config.region().is_none_or(|region| region.as_ref().is_empty()) {
            return Err(wrong("there is no region; set `aws.region` or AWS_REGION"));
        }
        if config.credentials_provider().is_none() {
            return Err(no_credentials());
        }
        config.endpoint_url().map_or(Ok(()), check)?;
        let mut times = limits(AwsSettings::default().timeout);
        if let Some(own) = config.timeout_config() {
            times = own.to_builder().take_unset_from(times.into_builder()).build();
        }
        let config = Builder::from(config).timeout_config(times).interceptor(Watch).build();
        Ok(Self { client: aws_sdk_secretsmanager::Client::from_conf(config) })
    }
}

/// Everything but the credentials, which it looks for when they are needed.
async fn loader(settings: &AwsSettings) -> Result<ConfigLoader, SecretError> {
    let of_variable = || std::env::var("AWS_ENDPOINT_URL_SECRETS_MANAGER").ok();
    settings.endpoint.clone().or_else(of_variable).as_deref().map_or(Ok(()), check)?;
    let metadata = || {
        let client = imds::Client::builder().max_attempts(2).connect_timeout(METADATA);
        client.read_timeout(METADATA).operation_timeout(settings.timeout).build()
    };
    let of_instance = ImdsRegionProvider::builder().imds_client(metadata()).build();
    let regions = RegionProviderChain::first_try(settings.region.clone().map(Region::new))
        .or_else(EnvironmentVariableRegionProvider::new())
        .or_else(ProfileFileRegionProvider::new())
        .or_else(of_instance);
    let region = regions.region().await;
    let region = region.ok_or(wrong("there is no region; set `aws.region` or AWS_REGION"))?;
    let chain = DefaultCredentialsChain::builder().imds_client(metadata()).region(region.clone());
    let loader = aws_config::defaults(BehaviorVersion::latest())
        .region(region)
        .credentials_provider(chain.build().await)
        .timeout_config(limits(settings.timeout))
        .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(100)));
    Ok(match &settings.endpoint {
        Some(endpoint) => loader.endpoint_url(endpoint),
        None => loader,
    })
}

fn limits(operation: Duration) -> TimeoutConfig {
    let times = TimeoutConfig::builder().connect_timeout(CONNECTION.min(operation));
    times.operation_timeout(operation).build()
}

fn check(endpoint: &str) -> Result<(), SecretError> {
    let refusal = wrong("the endpoint must be `https://`, or `http://` on this machine");
    if is_trusted(endpoint) { Ok(()) } else { Err(refusal) }
}

/// The SDK would go on to the next place.
fn refuse_halves() -> Result<(), SecretError> {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("AWS_ACCESS_KEY_ID") == is_set("AWS_SECRET_ACCESS_KEY") {
        return Ok(());
    }
    Err(wrong("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set together"))
}

fn no_credentials() -> SecretError {
    wrong(
        "there are no usable credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a \
         profile, or a role",
    )
}

fn wrong(what: &'static str) -> SecretError {
    SecretError::Config { backend: NAME, what }
}
