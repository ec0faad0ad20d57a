//! A server with two threads, and clients with real connections to it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use actix_paseto::{Issuer, PasetoBuilder};
use actix_web::{App, HttpServer, rt};
use serde_json::Value;

use crate::doors::doors;
use crate::routes::routes;

pub(crate) fn serve(builder: PasetoBuilder) -> (SocketAddr, Issuer) {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        rt::System::new().block_on(async {
            let paseto = crate::support::builder(builder).await;
            let issuer = paseto.issuer();
            let app = move || {
                let revoke = paseto.revocation_endpoint();
                let app = App::new().configure(paseto.install()).route("/revoke", revoke);
                app.configure(routes).configure(doors)
            };
            let server = HttpServer::new(app).workers(2).keep_alive(Duration::from_secs(600));
            let server = server.bind("127.0.0.1:0").unwrap();
            tell.send((server.addrs()[0], issuer)).unwrap();
            server.run().await.unwrap();
        });
    });
    told.recv().unwrap()
}

/// The header lines each end with a line break.
pub(crate) fn request(path: &str, headers: &str, body: &str) -> Vec<u8> {
    let method = if path.ends_with("/claims") { "GET" } else { "POST" };
    let length = body.len();
    let head = format!("{method} {path} HTTP/1.1\r\nhost: a\r\n{headers}");
    format!("{head}content-length: {length}\r\n\r\n{body}").into_bytes()
}

pub(crate) fn bearing(path: &str, token: &str) -> Vec<u8> {
    request(path, &format!("authorization: Bearer {token}\r\n"), "")
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    head: Vec<String>,
    body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Status and `code` of a refusal.
    pub(crate) fn verdict(&self) -> (u16, String) {
        let code = serde_json::from_str::<Value>(&self.body).unwrap_or_default();
        (self.status, code["code"].as_str().unwrap_or_default().to_owned())
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let start = format!("set-cookie: {name}=");
        let value = self.head.iter().find_map(|line| line.strip_prefix(&start))?;
        value.split(';').next().map(str::to_owned)
    }
}

/// A connection that stays.
pub(crate) struct Client(BufReader<TcpStream>);

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        Self(BufReader::new(stream))
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).unwrap();
    }

    pub(crate) fn read(&mut self) -> Answer {
        let head: Vec<_> = std::iter::from_fn(|| self.line()).collect();
        let status = head[0].split(' ').nth(1).unwrap().parse().unwrap();
        let length = head.iter().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
        self.0.read_exact(&mut body).unwrap();
        Answer { status, head, body: String::from_utf8(body).unwrap() }
    }

    /// None where the head ends.
    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        assert!(self.0.read_line(&mut line).unwrap() > 0, "the server has closed");
        Some(line.trim_end().to_owned()).filter(|line| !line.is_empty())
    }

    pub(crate) fn ask(&mut self, request: &[u8]) -> Answer {
        self.write(request);
        self.read()
    }
}
