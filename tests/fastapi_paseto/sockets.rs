//! A real server on a free port, and a real client that opens WebSockets.

use std::io::Read as _;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use actix_paseto::Paseto;
use actix_web::dev::ServerHandle;
use actix_web::web::{Data, ServiceConfig};
use actix_web::{App, HttpServer, rt};
use serde_json::Value;
use tungstenite::client::IntoClientRequest as _;
use tungstenite::handshake::client::Response;
use tungstenite::http::header::{AUTHORIZATION, CONTENT_LENGTH};
use tungstenite::{Error, HandshakeError};

use crate::routes::Override;
use crate::support::Answer;

/// Serves until dropped.
pub struct Server {
    address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub fn start(paseto: &Paseto, routes: fn(&mut ServiceConfig)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let own = paseto.issuer().access("override-user").issue().unwrap();
        let (paseto, own) = (paseto.clone(), Data::new(Override(own.into_string())));
        let (started, handle) = mpsc::channel();
        let thread = thread::spawn(move || {
            let app = move || {
                App::new().configure(paseto.install()).app_data(own.clone()).configure(routes)
            };
            rt::System::new().block_on(async {
                let server = HttpServer::new(app).workers(1).listen(listener).unwrap().run();
                started.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        Self { address, handle: handle.recv().unwrap(), thread: Some(thread) }
    }

    /// Opens a WebSocket and waits for its first message; a refusal is an answer like any other.
    pub fn open(&self, path: &str, token: Option<&str>) -> Result<Value, Answer> {
        let url = format!("ws://{}{path}", self.address);
        let mut request = url.into_client_request().unwrap();
        if let Some(token) = token {
            let value = format!("Bearer {token}").parse().unwrap();
            request.headers_mut().insert(AUTHORIZATION, value);
        }
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let rest = stream.try_clone().unwrap();
        match tungstenite::client(request, stream) {
            Ok((mut socket, _)) => {
                let message = socket.read().unwrap();
                Ok(serde_json::from_str(message.to_text().unwrap()).unwrap())
            }
            Err(HandshakeError::Failure(Error::Http(response))) => Err(answer(*response, rest)),
            Err(error) => panic!("{error}"),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        self.thread.take().unwrap().join().unwrap();
    }
}

/// The client leaves in the stream what of the body has come late.
fn answer(mut response: Response, mut rest: TcpStream) -> Answer {
    let length = response.headers()[CONTENT_LENGTH].to_str().unwrap().parse().unwrap();
    let mut body = response.body_mut().take().unwrap_or_default();
    let read = body.len();
    body.resize(length, 0);
    rest.read_exact(&mut body[read..]).unwrap();
    (response.status().as_u16(), serde_json::from_slice(&body).unwrap())
}
