//! The application is killed while it refreshes: never two children of one token.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::time::{Duration, Instant};

use crate::app::{Node, Setup};
use crate::client::{Answer, request, whole};

/// How often; `PASETO_TEST_FAULT_KILLS` tells.
fn kills() -> u32 {
    std::env::var("PASETO_TEST_FAULT_KILLS").map_or(15, |text| text.parse().unwrap())
}

/// What had happened when it was killed.
#[derive(Debug, Default)]
struct Seen {
    answered: u32,
    used: u32,
    untouched: u32,
}

/// Killed a little later each time: before the request is read, while it is on its way to the
/// store, and after it has been answered.
pub(crate) fn leave_no_two_children(store: &str, setup: &Setup) {
    let mut node = Node::start(setup);
    let mut seen = Seen::default();
    let whole = length_of_a_refresh(&node);
    for kill in 0..kills() {
        let parent = post(node.port, "/login/alice", None).unwrap().text("refresh_token");
        let pause = whole * (kill % 16) / 10;
        let child = refresh_and_kill(node, &parent, pause);
        node = Node::start(setup);
        let again = post(node.port, "/refresh", Some(&parent)).unwrap();
        match (child, again.status) {
            (Some(child), 401) => {
                // Who brought the parent again has ended the login.
                let child = post(node.port, "/refresh", Some(&child)).unwrap();
                assert_eq!((child.status, child.code().as_str()), (401, "token_revoked"));
                seen.answered += 1;
            }
            (None, 401) => {
                assert_eq!(again.code(), "token_used");
                seen.used += 1;
            }
            (None, 200) => {
                let third = post(node.port, "/refresh", Some(&parent)).unwrap();
                assert_eq!((third.status, third.code().as_str()), (401, "token_used"));
                seen.untouched += 1;
            }
            (child, _) => panic!("{store}, kill {kill}: {again:?}, child {}", child.is_some()),
        }
    }
    let Seen { answered, used, untouched } = seen;
    println!("kills: | {store} | {} | {answered} | {used} | {untouched} | 0 |", kills());
    assert!(answered + used > 0 && untouched > 0, "{seen:?}: all alike");
}

fn length_of_a_refresh(node: &Node) -> Duration {
    let lengths = (0..5).map(|_| {
        let parent = post(node.port, "/login/alice", None).unwrap().text("refresh_token");
        let begun = Instant::now();
        assert_eq!(post(node.port, "/refresh", Some(&parent)).unwrap().status, 200);
        begun.elapsed()
    });
    lengths.min().unwrap_or_default()
}

/// The child, where its answer came out before the end.
fn refresh_and_kill(node: Node, token: &str, pause: Duration) -> Option<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, node.port)).unwrap();
    stream.write_all(&request("POST", "/refresh", Some(token))).unwrap();
    std::thread::sleep(pause);
    drop(node);
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let answer = whole(&bytes).filter(|answer| answer.status == 200)?;
    Some(answer.text("refresh_token"))
}

/// None if no answer came.
fn post(port: u16, path: &str, token: Option<&str>) -> Option<Answer> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    stream.write_all(&request("POST", path, token)).ok()?;
    let mut bytes = Vec::new();
    let mut piece = [0; 4_096];
    loop {
        let read = stream.read(&mut piece).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&piece[..read]);
        if let Some(answer) = whole(&bytes) {
            return Some(answer);
        }
    }
}
