//! The same over a connection: what a parser of HTTP makes of it counts.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use actix_web::{App, HttpServer, rt};

use crate::browser::Session;
use crate::routes::routes;
use crate::support::paseto;

fn serve() -> (SocketAddr, [Session; 2]) {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        rt::System::new().block_on(async {
            let paseto = paseto("").await;
            let issuer = paseto.issuer();
            let sessions = ["alice", "mallory"]
                .map(|user| Session::made(&issuer.pair(user).issue_cookies().unwrap()));
            let app = move || {
                let app = App::new().wrap(paseto.sliding_sessions());
                app.configure(paseto.install()).configure(routes)
            };
            let server = HttpServer::new(app).workers(1).bind("127.0.0.1:0").unwrap();
            tell.send((server.addrs()[0], sessions)).unwrap();
            server.run().await.unwrap();
        });
    });
    told.recv().unwrap()
}

/// Head and body of the answer to these header lines.
fn ask(address: SocketAddr, request: &str, lines: &[&[u8]]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let head = format!("{request} HTTP/1.1\r\nHost: app.example\r\nConnection: close\r\n");
    let mut bytes = head.into_bytes();
    for line in lines {
        bytes.extend([line, &b"\r\n"[..]].concat());
    }
    bytes.extend(b"Content-Length: 0\r\n\r\n");
    stream.write_all(&bytes).unwrap();
    let mut answer = vec![];
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8(answer).unwrap()
}

#[track_caller]
fn assert_answer(answer: &str, status: u16, end: &str) {
    let told = answer.split(' ').nth(1).unwrap();
    assert_eq!((told, answer.ends_with(end)), (&*status.to_string(), true), "{answer}");
}

#[test]
fn bytes_in_and_bytes_out() {
    let (address, [alice, mallory]) = serve();
    let ours = format!("Cookie: __Host-access={}", alice.access);
    let ours = ours.as_bytes();
    let junk = [&b"Cookie: a=\xff\xfe; %db=%; "[..], &[b'x'; 4_096]].concat();
    let hundred: Vec<String> = (0..100).map(|at| format!("c{at}=v{at}")).collect();
    let hundred = format!("Cookie: {}", hundred.join("; "));
    let encoded = format!("Cookie: %5F%5FHost-access={}", mallory.access);
    let second = format!("Cookie: __Host-access={}", mallory.access);
    let lower = format!("cookie: __Host-access={}", mallory.access);
    for (lines, status, end) in [
        (&[ours][..], 200, "alice"),
        (&[&*junk, ours], 200, "alice"),
        (&[ours, &*junk], 200, "alice"),
        (&[hundred.as_bytes(), ours], 200, "alice"),
        (&[encoded.as_bytes()], 401, "\"token_missing\"}"),
        (&[encoded.as_bytes(), ours], 200, "alice"),
        (&[second.as_bytes(), ours], 400, "\"invalid_request\"}"),
        (&[ours, lower.as_bytes()], 400, "\"invalid_request\"}"),
    ] {
        assert_answer(&ask(address, "GET /me", lines), status, end);
    }
    let value = format!("x-csrf-TOKEN: \t{} ", alice.csrf);
    let value = value.as_bytes();
    for (lines, status) in [
        (&[value][..], 200),
        (&[], 403),
        (&[value, &b"Sec-Fetch-Site: cross-site"[..]], 403),
        (&[value, &b"Origin: null"[..]], 403),
        (&[value, &b"Origin: https://app.example.evil.com"[..]], 403),
        (&[value, &b"Origin: https://app.example"[..]], 200),
        (&[value, value], 403),
    ] {
        let lines = [&[ours], lines].concat();
        assert_answer(&ask(address, "POST /either", &lines), status, "");
    }
    let answer = ask(address, "POST /login/bob", &[]);
    assert_answer(&answer, 200, "\"}");
    assert_eq!(answer.lines().filter(|line| line.contains(": __Host-")).count(), 3, "{answer}");
}
