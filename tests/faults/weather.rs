//! That the bad network is as bad as it says.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::servers::proxy::{Proxy, Weather};

/// Says everything again.
fn echo() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || std::io::copy(&mut &stream, &mut &stream));
        }
    });
    port
}

fn connect(proxy: &Proxy) -> TcpStream {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, proxy.port())).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    stream
}

fn trip(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(b"x")?;
    stream.read_exact(&mut [0])
}

#[test]
fn what_is_slow_is_late_and_what_is_swallowed_comes_afterwards() {
    let proxy = Proxy::to(echo());
    let mut stream = connect(&proxy);
    trip(&mut stream).unwrap();
    proxy.set(Weather::Hole);
    trip(&mut stream).unwrap_err();
    proxy.set(Weather::Fair);
    stream.read_exact(&mut [0]).unwrap();
    let (there, back) = (Duration::from_millis(40), Duration::from_millis(60));
    proxy.set(Weather::Slow { there, back });
    let begun = Instant::now();
    trip(&mut stream).unwrap();
    assert!(begun.elapsed() >= there + back);
    assert_eq!((proxy.traffic().connections, proxy.traffic().bytes), (1, 3));
}

#[test]
fn half_is_lost_and_sent_again_and_a_reset_ends_all() {
    let proxy = Proxy::to(echo());
    proxy.set(Weather::Lossy);
    let late = (0..12).filter(|_| {
        let mut stream = connect(&proxy);
        let begun = Instant::now();
        trip(&mut stream).is_err() || begun.elapsed() >= Duration::from_millis(200)
    });
    assert!((1..12).contains(&late.count()));
    proxy.set(Weather::Fair);
    let mut stream = connect(&proxy);
    trip(&mut stream).unwrap();
    proxy.reset();
    thread::sleep(Duration::from_millis(50));
    let ended = trip(&mut stream).unwrap_err();
    assert_ne!(ended.kind(), std::io::ErrorKind::WouldBlock, "not reset: {ended}");
}
