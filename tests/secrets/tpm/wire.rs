//! Two wires to a TPM, for commands and for control; what comes back can be garbled.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use super::chip::{Chip, two_ports};

/// What happens to the answers of the TPM.
#[derive(Debug, Clone)]
pub(super) enum Lie {
    None,
    /// In place of each answer.
    Says(Vec<u8>),
    /// From the answer of this number on, this byte of it has a bit changed.
    Flips {
        answer: usize,
        byte: usize,
    },
    /// The answer of this number breaks off after so many bytes.
    Breaks {
        answer: usize,
        after: usize,
    },
}

pub(super) struct Wires {
    port: u16,
    lie: Arc<Mutex<Lie>>,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Wires {
    pub(super) fn before(chip: &Chip) -> Self {
        let (lie, heard) = (Arc::new(Mutex::new(Lie::None)), Arc::default());
        let (commands, control) = listeners();
        let port = commands.local_addr().unwrap().port();
        listen(control, chip.port + 1, &Arc::new(Mutex::new(Lie::None)), &Arc::default());
        listen(commands, chip.port, &lie, &heard);
        Self { port, lie, heard }
    }

    pub(super) fn tell(&self, lie: Lie) {
        *self.lie.lock().unwrap() = lie;
    }

    pub(super) fn tcti(&self) -> String {
        format!("swtpm:host=127.0.0.1,port={}", self.port)
    }

    /// Whether these bytes have crossed the wire of commands, in either direction.
    pub(super) fn heard(&self, bytes: &[u8]) -> bool {
        self.heard.lock().unwrap().windows(bytes.len()).any(|part| part == bytes)
    }
}

type Heard = Arc<Mutex<Vec<u8>>>;

/// On two ports that nobody has taken since they were looked for.
fn listeners() -> (TcpListener, TcpListener) {
    loop {
        let port = two_ports();
        let [commands, control] =
            [port, port + 1].map(|port| TcpListener::bind(("127.0.0.1", port)));
        if let (Ok(commands), Ok(control)) = (commands, control) {
            return (commands, control);
        }
    }
}

fn listen(listener: TcpListener, server: u16, lie: &Arc<Mutex<Lie>>, heard: &Heard) {
    let (lie, heard) = (Arc::clone(lie), Arc::clone(heard));
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let (lie, heard) = (lie.lock().unwrap().clone(), Arc::clone(&heard));
            thread::spawn(move || drop(join(client, server, &lie, &heard)));
        }
    });
}

fn join(mut client: TcpStream, port: u16, lie: &Lie, heard: &Heard) -> std::io::Result<()> {
    let mut server = TcpStream::connect(("127.0.0.1", port))?;
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    let commands = Arc::clone(heard);
    thread::spawn(move || {
        drop(copy(&mut from_client, &mut to_server, &commands, |bytes| Some(bytes.to_vec())));
        drop(to_server.shutdown(Shutdown::Both));
    });
    let mut number = 0;
    let result = copy(&mut server, &mut client, heard, |bytes| {
        number += 1;
        told(lie, number, bytes)
    });
    client.shutdown(Shutdown::Both)?;
    server.shutdown(Shutdown::Both)?;
    result
}

fn copy(
    from: &mut TcpStream,
    to: &mut TcpStream,
    heard: &Heard,
    mut change: impl FnMut(&[u8]) -> Option<Vec<u8>>,
) -> std::io::Result<()> {
    let mut buffer = [0; 8_192];
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        heard.lock().unwrap().extend_from_slice(&buffer[..read]);
        match change(&buffer[..read]) {
            Some(bytes) => to.write_all(&bytes)?,
            None => return Ok(()),
        }
    }
}

fn told(lie: &Lie, number: usize, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = bytes.to_vec();
    match lie {
        Lie::None => {}
        Lie::Says(other) => bytes.clone_from(other),
        Lie::Flips { answer, byte } if number >= *answer => {
            let at = (*byte).min(bytes.len() - 1);
            bytes[at] ^= 0x10;
        }
        Lie::Breaks { answer, after } if number == *answer => {
            bytes.truncate(*after);
            if bytes.is_empty() {
                return None;
            }
        }
        Lie::Flips { .. } | Lie::Breaks { .. } => {}
    }
    Some(bytes)
}
