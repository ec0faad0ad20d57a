//! A wire between a client and a real server that can be cut, clogged, or made to lie.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// What happens to the connections that are made from now on.
#[derive(Debug, Clone)]
pub enum Wire {
    /// Both ways, unchanged.
    Whole,
    /// Closed as soon as it is open.
    Cut,
    /// Taken, and never answered.
    Clogged,
    /// Every request is answered with these bytes, whatever it was.
    Answers(Vec<u8>),
    /// The server's answer breaks off after so many bytes.
    CutAfter(usize),
}

/// A listener on a free loopback port in front of a server.
pub struct Proxy {
    pub port: u16,
    wire: Arc<Mutex<Wire>>,
    connections: Arc<AtomicUsize>,
}

impl Proxy {
    /// In front of this loopback port.
    pub fn before(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let own = listener.local_addr().unwrap().port();
        let wire = Arc::new(Mutex::new(Wire::Whole));
        let connections = Arc::new(AtomicUsize::new(0));
        let (of_thread, count) = (Arc::clone(&wire), Arc::clone(&connections));
        // It ends with the program: a thread that waits harms nobody.
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                count.fetch_add(1, Ordering::SeqCst);
                let wire = of_thread.lock().unwrap().clone();
                thread::spawn(move || drop(serve(client, port, &wire)));
            }
        });
        Self { port: own, wire, connections }
    }

    /// From the next connection on.
    pub fn set(&self, wire: Wire) {
        *self.wire.lock().unwrap() = wire;
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// An HTTP answer that closes its connection.
pub fn http(status: &str, content_type: &str, body: &str) -> Wire {
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\nconnection: close");
    Wire::Answers(format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes())
}

fn serve(mut client: TcpStream, port: u16, wire: &Wire) -> std::io::Result<()> {
    match wire {
        Wire::Cut => client.shutdown(Shutdown::Both),
        Wire::Clogged => swallow(&mut client),
        Wire::Answers(bytes) => {
            let mut request = [0; 16_384];
            let _some_of_it = client.read(&mut request)?;
            client.write_all(bytes)?;
            client.shutdown(Shutdown::Write)?;
            swallow(&mut client)
        }
        Wire::Whole => join(client, port, usize::MAX),
        Wire::CutAfter(bytes) => join(client, port, *bytes),
    }
}

fn swallow(client: &mut TcpStream) -> std::io::Result<()> {
    std::io::copy(client, &mut std::io::sink()).map(drop)
}

fn join(mut client: TcpStream, port: u16, most: usize) -> std::io::Result<()> {
    let mut server = TcpStream::connect(("127.0.0.1", port))?;
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || {
        drop(std::io::copy(&mut from_client, &mut to_server));
        drop(to_server.shutdown(Shutdown::Write));
    });
    let mut left = most;
    let mut buffer = [0; 4_096];
    while left > 0 {
        let read = server.read(&mut buffer)?;
        let part = read.min(left);
        if read == 0 || client.write_all(&buffer[..part]).is_err() {
            break;
        }
        left -= part;
    }
    client.shutdown(Shutdown::Both)?;
    server.shutdown(Shutdown::Both)
}
