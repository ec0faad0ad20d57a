//! One request and its answer.

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Client, ClientBuilder, Method, Request, Response, Url, redirect};
use serde::Serialize;
use zeroize::Zeroizing;

use super::answer::{Answer, unavailable};
use super::plan::Plan;
use super::{NAME, malformed, misconfigured};
use crate::secret::SecretText;
use crate::secrets::{SecretError, authorities, failure};

/// The longest answer. One entry of Vault's own storage is at most 1 MiB.
pub(super) const MOST: usize = 2 * 1024 * 1024;

/// A server and how it is talked to.
pub(super) struct Wire {
    client: Client,
    base: Url,
    namespace: Option<HeaderValue>,
}

/// A request to come.
pub(super) struct Call<'a> {
    pub(super) method: Method,
    /// Behind `/v1`, not yet encoded.
    pub(super) segments: Vec<&'a str>,
    pub(super) query: Option<(&'static str, &'a str)>,
    pub(super) body: Option<Zeroizing<Vec<u8>>>,
    /// What errors name.
    pub(super) path: &'a str,
}

impl<'a> Call<'a> {
    pub(super) fn new(method: Method, segments: Vec<&'a str>, path: &'a str) -> Self {
        Self { method, segments, query: None, body: None, path }
    }

    pub(super) fn with_body(mut self, body: &impl Serialize) -> Result<Self, SecretError> {
        self.body = Some(json(body).ok_or_else(|| malformed(self.path, "not writable as JSON"))?);
        Ok(self)
    }
}

impl Wire {
    pub(super) async fn new(plan: &Plan) -> Result<Self, SecretError> {
        let builder = Client::builder()
            .timeout(plan.timeout)
            .redirect(redirect::Policy::none())
            .no_proxy()
            // A connection belongs to the runtime that opened it, which may be gone by the next
            // call; and calls are rare.
            .pool_max_idle_per_host(0);
        let client = trusting(builder, plan).await?.build();
        let client = client.map_err(|_| misconfigured("`vault.ca` is no authority for TLS"))?;
        Ok(Self { client, base: plan.address.clone(), namespace: plan.namespace.clone() })
    }

    pub(super) const fn address(&self) -> &Url {
        &self.base
    }

    /// Whatever the status, it is an answer.
    pub(super) async fn send(
        &self,
        call: &Call<'_>,
        token: Option<&SecretText>,
    ) -> Result<Answer, SecretError> {
        let request = self.request(call, token)?;
        let response = self.client.execute(request).await;
        let response = response.map_err(|error| failed(&error, call.path))?;
        let status = response.status().as_u16();
        let body = read(response, call.path).await?;
        Ok(Answer::new(status, body, call.path))
    }

    fn request(&self, call: &Call<'_>, token: Option<&SecretText>) -> Result<Request, SecretError> {
        let mut request = Request::new(call.method.clone(), self.url(call)?);
        let headers = request.headers_mut();
        headers.insert("x-vault-request", HeaderValue::from_static("true"));
        if let Some(namespace) = &self.namespace {
            headers.insert("x-vault-namespace", namespace.clone());
        }
        if let Some(token) = token {
            headers.insert("x-vault-token", secret_header(token)?);
        }
        if let Some(body) = &call.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(body.to_vec().into());
        }
        Ok(request)
    }

    fn url(&self, call: &Call<'_>) -> Result<Url, SecretError> {
        let mut url = self.base.clone();
        let no_base = |()| misconfigured("the address must be an URL with a host");
        url.path_segments_mut().map_err(no_base)?.pop_if_empty().push("v1").extend(&call.segments);
        if let Some((name, value)) = call.query {
            url.query_pairs_mut().append_pair(name, value);
        }
        Ok(url)
    }
}

fn secret_header(token: &SecretText) -> Result<HeaderValue, SecretError> {
    let mut header = HeaderValue::from_str(token.expose())
        .map_err(|_| misconfigured("the token must be plain ASCII"))?;
    header.set_sensitive(true);
    Ok(header)
}

async fn trusting(builder: ClientBuilder, plan: &Plan) -> Result<ClientBuilder, SecretError> {
    match &plan.ca {
        // Plain HTTP to loopback must not fail where the system has no certificates.
        _ if plan.address.scheme() == "http" => Ok(builder.tls_certs_only([])),
        None => Ok(builder),
        Some(ca) => {
            let none = "`vault.ca` holds no certificate as PEM";
            let all = authorities::read(ca, NAME, none, plan.timeout).await?;
            Ok(builder.tls_certs_only(all))
        }
    }
}

/// What has arrived is added up first: a buffer that grows would leave copies behind.
async fn read(mut response: Response, path: &str) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let (mut chunks, mut length) = (Vec::new(), 0_usize);
    while let Some(chunk) = response.chunk().await.map_err(|error| failed(&error, path))? {
        length = length.saturating_add(chunk.len());
        if length > MOST {
            return Err(SecretError::TooLong { backend: NAME, path: path.to_owned(), most: MOST });
        }
        chunks.push(chunk);
    }
    let mut body = Zeroizing::new(Vec::with_capacity(length));
    chunks.iter().for_each(|chunk| body.extend_from_slice(chunk));
    Ok(body)
}

fn failed(error: &reqwest::Error, path: &str) -> SecretError {
    failure::of(error).map_or_else(|| malformed(path, "not HTTP"), unavailable)
}

/// JSON in a buffer that never grows. `None` if `value` cannot be JSON.
pub(super) fn json(value: &impl Serialize) -> Option<Zeroizing<Vec<u8>>> {
    let mut length = Length(0);
    serde_json::to_writer(&mut length, value).ok()?;
    let mut text = Zeroizing::new(Vec::with_capacity(length.0));
    serde_json::to_writer(&mut *text, value).ok()?;
    Some(text)
}

struct Length(usize);

impl std::io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
