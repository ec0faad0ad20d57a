//! A PgBouncer in transaction mode.

use std::process::Child;
use std::time::{Duration, Instant};

use super::server::Postgres;
use crate::servers::redis::{Home, free_port, program};

/// Lends few connections to many. It is killed when this is dropped.
pub struct Bouncer {
    child: Child,
    port: u16,
    _home: Home,
}

impl Bouncer {
    pub fn before(server: &Postgres, connections: usize) -> Self {
        let (home, port) = (Home::new("pgbouncer"), free_port());
        let settings = format!(
            "[databases]\n* = host=127.0.0.1 port={} user=postgres\n[pgbouncer]\n\
             listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n\
             pool_mode = transaction\ndefault_pool_size = {connections}\nmax_client_conn = 500\n\
             server_login_retry = 1\n",
            server.port()
        );
        let file = home.write("pgbouncer.ini", &settings);
        let child = program("/usr/sbin/pgbouncer", &home).arg(file).spawn();
        let child = child.expect("pgbouncer; scripts/install installs it");
        let begun = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(10), "pgbouncer does not answer");
            std::thread::sleep(Duration::from_millis(10));
        }
        Self { child, port, _home: home }
    }

    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Bouncer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
