//! Requests byte for byte as the test writes them, which no polite client would do, and what every
//! refusal must look like.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// A request in the making.
pub struct Request {
    host: String,
    head: Vec<u8>,
    body: Vec<u8>,
    patience: Duration,
}

impl Request {
    pub fn new(method: &str, host: &str, path: &str) -> Self {
        let head = format!("{method} {path} HTTP/1.1\r\n").into_bytes();
        let patience = Duration::from_secs(20);
        Self { host: host.to_owned(), head, body: Vec::new(), patience }
    }

    /// How long the answer may take.
    pub fn within(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// Once more for a second one of the same name.
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.head.extend_from_slice(name.as_bytes());
        self.head.extend_from_slice(b": ");
        self.head.extend_from_slice(value.as_ref());
        self.head.extend_from_slice(b"\r\n");
        self
    }

    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").body(body.to_string())
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub fn send(mut self) -> Reply {
        let has_host = String::from_utf8_lossy(&self.head).contains("\r\nhost: ");
        if !has_host {
            let host = self.host.clone();
            self = self.header("host", host);
        }
        let length = self.body.len().to_string();
        let Self { host, mut head, body, patience } = self.header("content-length", length);
        head.extend_from_slice(b"\r\n");
        let mut stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(patience)).unwrap();
        // Who is refused early need not be read to the end.
        drop(stream.write_all(&head).and_then(|()| stream.write_all(&body)));
        Reply::read(BufReader::new(stream))
    }
}

/// The answer.
pub struct Reply {
    pub status: u16,
    /// The names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// An access token and its refresh token.
pub struct Pair {
    pub access: String,
    pub refresh: String,
}

impl Reply {
    fn read(mut stream: BufReader<TcpStream>) -> Self {
        let mut lines = stream.by_ref().lines().map(|line| line.unwrap());
        let first = lines.next().expect("an answer");
        let status = first.split(' ').nth(1).unwrap().parse().unwrap();
        let lines = lines.take_while(|line| !line.is_empty());
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_lowercase(), value.trim().to_owned())
        });
        let mut reply = Self { status, headers: headers.collect(), body: String::new() };
        let length: u64 = reply.header("content-length").parse().unwrap_or(0);
        assert_eq!(reply.header("transfer-encoding"), "");
        stream.take(length).read_to_string(&mut reply.body).unwrap();
        reply
    }

    /// The only header of this name; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        let mut values = self.headers.iter().filter(|(known, _)| known == name);
        let value = values.next().map_or("", |(_, value)| value);
        assert!(values.next().is_none(), "two headers `{name}`");
        value
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    /// Let in, with this body.
    #[track_caller]
    pub fn is(&self, body: &str) {
        assert_eq!((self.status, self.body.as_str()), (200, body));
    }

    /// Let in, with this JSON.
    #[track_caller]
    pub fn is_json(&self, body: Value) {
        assert_eq!(self.status, 200, "{}", self.body);
        assert_eq!(self.json(), body);
    }

    #[track_caller]
    pub fn pair(&self) -> Pair {
        assert_eq!(self.status, 200, "{}", self.body);
        let body = self.json();
        assert_eq!(body["token_type"], "Bearer");
        let text = |name: &str| body[name].as_str().unwrap().to_owned();
        Pair { access: text("access_token"), refresh: text("refresh_token") }
    }

    /// Refused as the README says: status, code, problem document, challenge.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> &Self {
        assert_eq!(self.status, status, "{}", self.body);
        let problem = self.json();
        assert_eq!((&problem["code"], &problem["status"]), (&code.into(), &status.into()));
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.header("cache-control"), "no-store");
        let challenge = self.header("www-authenticate");
        if status == 503 {
            assert_eq!((challenge, self.header("retry-after")), ("", "1"));
            return self;
        }
        assert!(challenge.starts_with("Bearer realm=\""), "{challenge}");
        match problem["error"].as_str() {
            Some(error) => {
                assert!(challenge.contains(&format!("error=\"{error}\"")), "{challenge}")
            }
            None => assert!(!challenge.contains("error"), "{challenge}"),
        }
        self
    }
}
