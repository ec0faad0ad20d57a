//! A request and what came back.

use actix_http::Request;
use actix_web::Error;
use actix_web::body::{MessageBody, to_bytes};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::header::HeaderMap;
use actix_web::test::{self, TestRequest};
use actix_web::web::Bytes;
use serde_json::Value;

pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("text"))
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    /// The stable `code` of a refusal; empty for anything else.
    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Let in, with this body.
    #[track_caller]
    pub(crate) fn is_ok(&self, body: &str) {
        assert_eq!((self.status, self.text()), (200, body));
    }

    /// `(401, "token_missing")`.
    pub(crate) fn verdict(&self) -> (u16, String) {
        (self.status, self.code())
    }

    /// Status, headers and body in one text, to compare two answers byte for byte.
    pub(crate) fn whole(&self) -> String {
        let mut lines: Vec<String> = self
            .headers
            .iter()
            .filter(|(name, _)| *name != "date")
            .map(|(name, value)| format!("{name}: {value:?}"))
            .collect();
        lines.sort();
        format!("{}\n{}\n\n{}", self.status, lines.join("\n"), self.text())
    }
}

pub(crate) async fn call<S, B>(app: &S, request: impl Into<Asked>) -> Reply
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let response = test::call_service(app, request.into().0).await;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body = to_bytes(response.into_body()).await;
    Reply { status, headers, body: body.unwrap_or_else(|_| panic!("no body")) }
}

/// What [`call`] takes.
pub(crate) struct Asked(Request);

impl From<TestRequest> for Asked {
    fn from(request: TestRequest) -> Self {
        Self(request.to_request())
    }
}

impl From<Request> for Asked {
    fn from(request: Request) -> Self {
        Self(request)
    }
}

pub(crate) fn get(uri: &str) -> TestRequest {
    TestRequest::get().uri(uri)
}

pub(crate) fn post(uri: &str) -> TestRequest {
    TestRequest::post().uri(uri)
}

/// The header line of a token.
pub(crate) fn bearer(token: &str) -> (&'static str, String) {
    ("authorization", format!("Bearer {token}"))
}
