//! A page of somebody else, with buttons that try to act for its visitor.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;

/// Serves the page until the test program ends, and tells its port.
pub fn serve(target: &str) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let page = PAGE.replace("TARGET", target);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let page = page.clone();
            // A browser opens connections on which it may never ask anything.
            thread::spawn(move || answer(stream, &page));
        }
    });
    port
}

fn answer(mut stream: TcpStream, page: &str) {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    if lines.find(String::is_empty).is_none() {
        return;
    }
    let length = page.len();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n";
    drop(write!(stream, "{head}content-length: {length}\r\n\r\n{page}"));
}

const PAGE: &str = r#"<!doctype html><meta charset="utf-8"><title>A prize</title>
<link rel="icon" href="data:,">
<form id="form" method="post" enctype="text/plain" action="http://TARGET/c/transfer">
  <input type="hidden" name='{"amount":25,"and":"' value='"}'>
  <button>Your prize</button>
</form>
<button id="login-form-button" form="login-form">A login</button>
<form id="login-form" method="post" enctype="text/plain" action="http://TARGET/c/login">
  <input type="hidden" name='{"user":"bob","password":"correct horse","and":"' value='"}'>
</form>
<button id="simple">A plain request</button>
<button id="preflighted">A request with JSON and a header</button>
<button id="socket">A socket</button>
<output id="told"></output>
<script>
  const $ = (id) => document.getElementById(id);
  const tell = (words) => { $("told").textContent = words; };
  const send = (options) => fetch("http://TARGET/c/transfer", {
    method: "POST", credentials: "include", body: '{"amount":25}', ...options,
  }).then((answer) => tell(`answer: ${answer.type} ${answer.status}`), () => tell("no answer"));
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": "guessed" };
  $("simple").onclick = () => send({ mode: "no-cors" });
  $("preflighted").onclick = () => send({ mode: "cors", headers });
  $("socket").onclick = () => {
    const socket = new WebSocket("ws://TARGET/ws");
    socket.onopen = () => tell("it opened");
    socket.onclose = ({ code }) => tell(`it closed: ${code}`);
  };
</script>
"#;
