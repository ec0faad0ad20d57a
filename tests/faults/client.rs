//! An HTTP client for many requests at once over connections that stay.

use std::cell::RefCell;
use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long a client waits for an answer. The application answers long before.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: bool,
    pub(crate) body: String,
}

impl Answer {
    /// The `code` of a refusal.
    pub(crate) fn code(&self) -> String {
        self.text("code")
    }

    pub(crate) fn text(&self, name: &str) -> String {
        let json = serde_json::from_str::<serde_json::Value>(&self.body).unwrap_or_default();
        json[name].as_str().unwrap_or_default().to_owned()
    }
}

/// Connections to one application.
#[derive(Debug)]
pub(crate) struct Client {
    port: u16,
    idle: RefCell<Vec<TcpStream>>,
}

impl Client {
    pub(crate) fn to(port: u16) -> Self {
        Self { port, idle: RefCell::default() }
    }

    /// None if no answer came.
    pub(crate) async fn ask(&self, request: &[u8]) -> Option<Answer> {
        timeout(PATIENCE, self.exchange(request)).await.ok().flatten()
    }

    async fn exchange(&self, request: &[u8]) -> Option<Answer> {
        let mut stream = self.connection().await?;
        stream.write_all(request).await.ok()?;
        let answer = read(&mut stream).await?;
        self.idle.borrow_mut().push(stream);
        Some(answer)
    }

    async fn connection(&self) -> Option<TcpStream> {
        if let Some(stream) = self.idle.borrow_mut().pop() {
            return Some(stream);
        }
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).await.ok()?;
        stream.set_nodelay(true).ok()?;
        Some(stream)
    }
}

pub(crate) fn request(method: &str, path: &str, token: Option<&str>) -> Vec<u8> {
    let bearer = token.map(|token| format!("authorization: Bearer {token}\r\n"));
    let bearer = bearer.unwrap_or_default();
    format!("{method} {path} HTTP/1.1\r\nhost: a\r\n{bearer}content-length: 0\r\n\r\n").into_bytes()
}

async fn read(stream: &mut TcpStream) -> Option<Answer> {
    let mut bytes = Vec::with_capacity(2_048);
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        if let Some(answer) = whole(&bytes) {
            return Some(answer);
        }
    }
}

/// None before its end.
pub(crate) fn whole(bytes: &[u8]) -> Option<Answer> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let value = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    };
    let length = value("content-length").map_or(0, |length| length.parse().unwrap());
    let retry_after = value("retry-after").is_some();
    (body.len() >= length).then(|| Answer { status, retry_after, body: body.to_owned() })
}
