//! Two programs on one shelf roll over under load: no good token is refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use actix_paseto::Paseto;
use actix_web::rt;

use super::shelf::Shelf;
use super::support::{app, bearer, call, get};
use super::talk::{keys, me, new_key, program, token};

/// The lives are short, so that keys end within the test as well.
const LINES: &str = "
access_ttl = '3s'
refresh_ttl = '3s'
custom_ttl = '3s'
keys.refresh = '1s'
keys.pending = '3s'
keys.timeout = '1s'
keys.max_stale = '8s'
";

fn seconds() -> u64 {
    let said = std::env::var("PASETO_TEST_ROTATION_SECONDS").ok();
    said.and_then(|said| said.parse().ok()).unwrap_or(10)
}

/// Makes tokens with one, shows them to the other at once, and again shortly before they end.
fn client(one: Paseto, other: Paseto, end: Arc<AtomicBool>, shown: Arc<AtomicUsize>) {
    rt::System::new().block_on(async {
        let app = app!(other, me);
        let mut old: Vec<(Instant, String)> = Vec::new();
        while !end.load(Ordering::SeqCst) {
            let token = token(&one);
            let reply = call(&app, get("/me").insert_header(bearer(&token))).await;
            assert_eq!(reply.verdict(), (200, String::new()));
            shown.fetch_add(1, Ordering::Relaxed);
            if old.len() < 10 {
                old.push((Instant::now(), token));
            }
            if old.first().is_some_and(|(made, _)| made.elapsed() > Duration::from_millis(1500)) {
                let (made, token) = old.remove(0);
                let reply = call(&app, get("/me").insert_header(bearer(&token))).await;
                // Who was kept waiting by the machine has nothing to say.
                let is_in_time = made.elapsed() < Duration::from_secs(2);
                assert!(reply.status == 200 || !is_in_time, "{:?}", reply.verdict());
            }
            rt::time::sleep(Duration::from_millis(1)).await;
        }
    });
}

#[actix_web::test]
async fn two_programs_roll_over_without_one_refusal() {
    let shelf = Shelf::with(&new_key().0);
    let (one, two) = (program(&shelf, LINES).await, program(&shelf, LINES).await);
    let (end, shown) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let pairs = [(&one, &two), (&two, &one), (&one, &one), (&two, &two)];
    let clients: Vec<_> = pairs
        .into_iter()
        .map(|(made, taken)| {
            let (made, taken) = (made.clone(), taken.clone());
            let (end, shown) = (Arc::clone(&end), Arc::clone(&shown));
            thread::spawn(move || client(made, taken, end, shown))
        })
        .collect();
    let begun = Instant::now();
    let (mut rotations, mut made) = (0, std::collections::HashSet::new());
    while begun.elapsed() < Duration::from_secs(seconds()) {
        // Now one of them wants it, now the other, now both: one new key comes of it.
        let (a, b) = match rotations % 3 {
            0 => (one.rotate().await, None),
            1 => (two.rotate().await, None),
            _ => futures_util::future::join(one.rotate(), async { Some(two.rotate().await) }).await,
        };
        assert!(b.is_none_or(|b| b.unwrap().id == a.as_ref().unwrap().id));
        made.insert(a.unwrap().id);
        rotations += 1;
        rt::time::sleep(Duration::from_millis(3500)).await;
        assert!(clients.iter().all(|client| !client.is_finished()), "a client has failed");
    }
    end.store(true, Ordering::SeqCst);
    clients.into_iter().for_each(|client| client.join().unwrap());
    let (keys, shown) = (keys(&one).len(), shown.load(Ordering::SeqCst));
    println!("{} new keys, {shown} tokens shown, {keys} keys at the end", made.len());
    assert!(made.len() > 1 && shown > 100 && keys <= 12);
}
