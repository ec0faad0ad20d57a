//! What a client does: opens, asks, waits for the close.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use tungstenite::client::IntoClientRequest as _;
use tungstenite::protocol::CloseFrame;
use tungstenite::{Error, Message};

pub(crate) type Client = tungstenite::WebSocket<TcpStream>;

pub(crate) fn open(address: SocketAddr, path: &str, token: Option<&str>) -> Result<Client, u16> {
    let mut request = format!("ws://{address}{path}").into_client_request().unwrap();
    if let Some(token) = token {
        let value = format!("Bearer {token}").parse().unwrap();
        request.headers_mut().insert("authorization", value);
    }
    match tungstenite::client(request, connect(address)) {
        Ok((client, _)) => Ok(client),
        Err(tungstenite::HandshakeError::Failure(Error::Http(answer))) => {
            Err(answer.status().as_u16())
        }
        Err(other) => panic!("{other}"),
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

/// Sends a text; the answer to it, or the code and reason of a close.
pub(crate) fn ask(client: &mut Client, text: &str) -> String {
    client.send(Message::text(text)).unwrap();
    match client.read().unwrap() {
        Message::Text(answer) => answer.to_string(),
        Message::Close(frame) => close(frame),
        other => panic!("{other:?}"),
    }
}

/// Reads until the server closes; it must do so, and say why.
pub(crate) fn reason_of_close(mut client: Client) -> String {
    loop {
        let message = client.read().expect("the socket should have been closed in time");
        if let Message::Close(frame) = message {
            return close(frame);
        }
    }
}

fn close(frame: Option<CloseFrame>) -> String {
    let CloseFrame { code, reason } = frame.expect("a close says why");
    format!("{} {reason}", u16::from(code))
}

/// A plain request: its status and its body.
#[allow(dead_code, reason = "not every program of tests asks so")]
pub(crate) fn get(address: SocketAddr, path: &str, token: &str) -> (u16, String) {
    let mut stream = connect(address);
    let head = format!(
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\
         connection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer.split_once("\r\n\r\n").unwrap().1.to_owned())
}
