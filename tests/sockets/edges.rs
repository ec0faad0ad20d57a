//! Sockets at their edges: opened without a guard, fed without being read, ended by their token.

use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::mpsc;
use std::time::Duration;

use actix_paseto::prelude::*;
use actix_web::{App, HttpResponse, HttpServer, Result, get, rt};

use crate::client::{open, reason_of_close};
use crate::support::{builder, local};

/// No attribute, and nothing that authenticates by itself.
#[get("/bare")]
async fn bare(socket: WebSocket) -> Result<HttpResponse> {
    socket.start(|mut socket| async move { while socket.recv().await.is_some() {} })
}

/// Sends from another task, and never receives.
#[get("/ticks")]
#[paseto_required]
async fn ticks(socket: WebSocket) -> Result<HttpResponse> {
    socket.start(|socket| async move {
        let mut sender = socket.sender();
        drop(socket);
        while sender.text("tick").await.is_ok() {
            rt::time::sleep(Duration::from_millis(100)).await;
        }
    })
}

/// The token authenticates by itself, and its end is the socket's.
#[get("/beside")]
async fn beside(_token: Token, socket: WebSocket) -> Result<HttpResponse> {
    socket.start(|mut socket| async move { while socket.recv().await.is_some() {} })
}

fn serve() -> (SocketAddr, String) {
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        rt::System::new().block_on(async {
            let paseto = builder(local("")).await;
            let short = Duration::from_secs(2);
            let token = paseto.issuer().access("alice").expires_in(short).issue().unwrap();
            let app = move || App::new().configure(paseto.install()).service((bare, ticks, beside));
            let server = HttpServer::new(app).workers(1).bind("127.0.0.1:0").unwrap();
            tell.send((server.addrs()[0], token.into_string())).unwrap();
            server.run().await.unwrap();
        });
    });
    told.recv().unwrap()
}

#[test]
fn a_broken_protocol_is_told_from_a_long_message_and_from_bad_text() {
    let (address, token) = serve();
    let zero_mask = [0; 4];
    let unknown_opcode = [&[0x83, 0x80][..], &zero_mask].concat();
    let not_utf_8 = [&[0x81, 0x82][..], &zero_mask, &[0xff, 0xfe]].concat();
    let length = 2_usize << 20;
    let head = [&[0x82, 0xff][..], &(length as u64).to_be_bytes(), &zero_mask].concat();
    let two_mebibytes = [head, vec![0; length]].concat();
    for (frame, code) in [(unknown_opcode, "1002"), (not_utf_8, "1007"), (two_mebibytes, "1009")] {
        let mut client = open(address, "/beside", Some(&token)).unwrap();
        client.get_mut().write_all(&frame).unwrap();
        let reason = reason_of_close(client);
        assert!(reason.starts_with(code), "{code}: {reason}");
    }
}

#[test]
fn without_a_guard_no_socket_opens() {
    let (address, token) = serve();
    assert_eq!(open(address, "/bare", None).err(), Some(401));
    assert_eq!(open(address, "/bare", Some(&token)).err(), Some(401));
}

#[test]
fn a_socket_that_is_only_written_to_ends_with_its_token() {
    let (address, token) = serve();
    let client = open(address, "/ticks", Some(&token)).unwrap();
    assert_eq!(reason_of_close(client), "1008 token expired");
}

#[test]
fn a_socket_beside_a_bare_token_ends_with_it() {
    let (address, token) = serve();
    let client = open(address, "/beside", Some(&token)).unwrap();
    assert_eq!(reason_of_close(client), "1008 token expired");
    assert_eq!(open(address, "/beside", None).err(), Some(401));
}
