//! Who shows tokens that are none does not get through to the store.

use std::sync::MutexGuard;
use std::time::{Duration, Instant};

use tokio::task::LocalSet;

use crate::actions::forged;
use crate::app::{Node, Setup};
use crate::client::{Client, request};
use crate::servers::proxy::Proxy;

const TOKENS: usize = 4_000;

/// Pieces that go to the store within so much time all the same, such as beats of its heart.
fn idle(proxy: &Proxy, time: Duration) -> u64 {
    let before = proxy.traffic().pieces;
    std::thread::sleep(time);
    proxy.traffic().pieces - before
}

pub(crate) fn cause_no_traffic(
    _alone: MutexGuard<'static, ()>,
    store: &str,
    setup: &Setup,
    proxy: &Proxy,
) {
    let node = Node::start(setup);
    std::thread::sleep(Duration::from_millis(500));
    let before = proxy.traffic().pieces;
    let begun = Instant::now();
    show(node.port, &forged(&setup.key()));
    let time = begun.elapsed();
    let during = proxy.traffic().pieces - before;
    let idle = idle(proxy, time);
    println!("forged: | {store} | {TOKENS} | {during} | {idle} |");
    assert!(during <= idle + 40, "{store}: {during} pieces, {idle} of an idle node");
}

/// Sixteen at a time.
fn show(port: u16, tokens: &[String]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    LocalSet::new().block_on(&runtime, async {
        let client = Client::to(port);
        for _ in 0..TOKENS / 16 {
            let all = (0..16).map(|n| {
                let (client, token) = (&client, &tokens[n % tokens.len()]);
                async move {
                    let path = if n % 3 == 0 { "/refresh" } else { "/me" };
                    let method = if n % 3 == 0 { "POST" } else { "GET" };
                    let answer = client.ask(&request(method, path, Some(token))).await;
                    assert_eq!(answer.unwrap().status, 401);
                }
            });
            futures_util::future::join_all(all).await;
        }
    });
}
