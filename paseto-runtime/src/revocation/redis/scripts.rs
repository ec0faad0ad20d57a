//! What the server does in one step: each answer begins with the epoch and the count of changes.

use std::sync::LazyLock;

use redis::Cmd;

/// Neither refused for lack of memory, nor, like what only reads, answered by a replica: data there
/// may be old.
const ASKS: &str = "#!lua flags=allow-oom\n";

/// Refused for lack of memory before anything is written.
const WRITES: &str = "#!lua\n";

const LOOK: &str = include_str!("scripts/look.lua");
const NOTE: &str = include_str!("scripts/note.lua");
const WRITE: &str = include_str!("scripts/write.lua");
const FAMILY: &str = include_str!("scripts/family.lua");

#[derive(Debug)]
pub(super) struct Scripts {
    pub(super) check: Script,
    pub(super) families: Script,
    pub(super) log: Script,
    pub(super) token: Script,
    pub(super) end: Script,
    pub(super) subject: Script,
    pub(super) enroll: Script,
    pub(super) consume: Script,
    pub(super) begin: Script,
    pub(super) lost: Script,
}

pub(super) static SCRIPTS: LazyLock<Scripts> = LazyLock::new(|| Scripts {
    check: made_of(&[ASKS, LOOK, include_str!("scripts/check.lua")]),
    families: made_of(&[ASKS, LOOK, include_str!("scripts/families.lua")]),
    log: made_of(&[ASKS, LOOK, include_str!("scripts/log.lua")]),
    token: made_of(&[WRITES, LOOK, NOTE, WRITE, include_str!("scripts/token.lua")]),
    end: made_of(&[WRITES, LOOK, NOTE, WRITE, include_str!("scripts/end.lua")]),
    subject: made_of(&[WRITES, LOOK, NOTE, WRITE, include_str!("scripts/subject.lua")]),
    enroll: made_of(&[WRITES, LOOK, NOTE, WRITE, FAMILY, include_str!("scripts/enroll.lua")]),
    consume: made_of(&[WRITES, LOOK, NOTE, WRITE, FAMILY, include_str!("scripts/consume.lua")]),
    begin: made_of(&[WRITES, LOOK, NOTE, include_str!("scripts/begin.lua")]),
    // Also when there is no memory left: it is refused in the end.
    lost: made_of(&[ASKS, LOOK, NOTE, WRITE, include_str!("scripts/lost.lua")]),
});

#[derive(Debug)]
pub(super) struct Script {
    text: String,
    hash: String,
}

fn made_of(parts: &[&str]) -> Script {
    let text = parts.concat();
    let hash = redis::Script::new(&text).get_hash().to_owned();
    Script { text, hash }
}

impl Scripts {
    /// Hands all of them to the server, so that no question needs a second trip.
    pub(super) fn loads(&self) -> [Cmd; 10] {
        let all = [
            &self.check,
            &self.families,
            &self.log,
            &self.token,
            &self.end,
            &self.subject,
            &self.enroll,
            &self.consume,
            &self.begin,
            &self.lost,
        ];
        all.map(|script| {
            let mut load = redis::cmd("SCRIPT");
            load.arg("LOAD").arg(&script.text);
            load
        })
    }
}

/// A script with what it works on.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) script: &'static Script,
    pub(super) keys: Vec<String>,
    pub(super) args: Vec<String>,
}

impl Call {
    pub(super) fn by_hash(&self) -> Cmd {
        self.command("EVALSHA", &self.script.hash)
    }

    /// For a server that has forgotten the script; it learns it by this.
    pub(super) fn by_text(&self) -> Cmd {
        self.command("EVAL", &self.script.text)
    }

    fn command(&self, name: &str, script: &str) -> Cmd {
        let mut command = redis::cmd(name);
        command.arg(script).arg(self.keys.len()).arg(&self.keys).arg(&self.args);
        command
    }
}
