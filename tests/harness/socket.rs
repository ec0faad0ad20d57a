//! WebSocket clients, with every blocking step bounded.

use std::net::TcpStream;
use std::time::Duration;

use tungstenite::client::IntoClientRequest as _;
use tungstenite::handshake::client::Response;
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::{Message, WebSocket};

use super::app::App;
use super::http::Request;

/// An open socket.
pub struct Socket {
    socket: WebSocket<TcpStream>,
    /// The subprotocol that was agreed on; empty if none.
    pub protocol: String,
}

impl Socket {
    /// Opens one with these headers besides its own.
    #[track_caller]
    pub fn open(app: &App, path: &str, headers: &[(&str, &str)]) -> Self {
        let mut request = format!("ws://{}{path}", app.host()).into_client_request().unwrap();
        for (name, value) in headers {
            let name: tungstenite::http::HeaderName = name.parse().unwrap();
            request.headers_mut().append(name, value.parse().unwrap());
        }
        let stream = TcpStream::connect(app.host()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
        let (socket, response) = tungstenite::client(request, stream).unwrap();
        Self { socket, protocol: agreed(&response) }
    }

    pub fn send(&mut self, text: &str) {
        self.socket.send(Message::text(text)).unwrap();
    }

    /// The next text.
    #[track_caller]
    pub fn text(&mut self) -> String {
        match self.socket.read().unwrap() {
            Message::Text(text) => text.to_string(),
            other => panic!("no text: {other:?}"),
        }
    }

    /// Waits for the other side to close, and tells its code and reason.
    #[track_caller]
    pub fn closed(&mut self) -> (u16, String) {
        loop {
            match self.socket.read().unwrap() {
                Message::Close(frame) => {
                    let frame = frame.unwrap();
                    return (CloseCode::into(frame.code), frame.reason.to_string());
                }
                Message::Text(_) | Message::Binary(_) => {}
                other => panic!("no close: {other:?}"),
            }
        }
    }
}

fn agreed(response: &Response) -> String {
    let protocol = response.headers().get("sec-websocket-protocol");
    protocol.map_or("", |protocol| protocol.to_str().unwrap()).to_owned()
}

/// A handshake that is expected to be refused, so that the answer is a plain one.
pub fn handshake(app: &App, path: &str) -> Request {
    app.get(path)
        .header("connection", "Upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
}
