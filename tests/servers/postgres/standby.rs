//! Servers that follow another one, and copies that a backup holds.

use std::time::{Duration, Instant};

use super::server::{Options, Postgres};
use super::template::{run, tool};
use crate::servers::redis::program;

impl Postgres {
    /// Follows this one from here on, under the name `standby`; it is up, and has all there is.
    pub fn standby(&self) -> Self {
        let mut standby = Self::prepared(Options::default());
        self.back_up(&standby, true);
        standby.start_again();
        self.wait_for("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'", "1");
        standby
    }

    /// Acknowledges nothing from here on that the standby does not have.
    pub fn wait_for_standby(&self) {
        self.set("synchronous_standby_names", "'standby'");
        self.wait_for("SELECT sync_state FROM pg_stat_replication", "sync");
    }

    /// A server as this one is now, which does not follow.
    pub fn restored(&self) -> Self {
        let restored = Self::prepared(Options::default());
        self.back_up(&restored, false);
        restored
    }

    fn back_up(&self, to: &Self, follows: bool) {
        let from =
            format!("host=127.0.0.1 port={} user=postgres application_name=standby", self.port);
        let mut command = program(&tool("pg_basebackup"), &to.home);
        command.args(["-d", &from, "-X", "stream", "-c", "fast", "-N"]);
        if follows {
            command.arg("-R");
        }
        run(command.arg("-D").arg(to.data()));
    }

    /// In place of another, on its port, with its own data.
    pub fn take_port_of(&mut self, other: &mut Self) {
        other.kill();
        self.port = other.port;
    }

    pub fn promote(&self) {
        self.sql("SELECT pg_promote(true, 30)");
    }

    pub fn wait_for(&self, question: &str, answer: &str) {
        let begun = Instant::now();
        while self.sql(question) != answer {
            assert!(begun.elapsed() < Duration::from_secs(20), "{question}: not {answer}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
