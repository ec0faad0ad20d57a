//! The kernel's keyrings, under `keyctl session -`.
//!
//! The kernel does not answer slowly or wrongly, and is not killed: a session that ends takes its
//! keyring along, and a sandbox forbids the calls.

mod inside;

use super::session::{self, printed};
use crate::server::Folder;

fn run(test: &str) {
    session::under(&["keyctl", "session", "-"], &format!("os::keyutils::inside::{test}"));
}

#[test]
fn keyctl_finds_what_is_written_and_writes_what_is_found() {
    run("exchanges_with_keyctl");
}

#[test]
fn what_is_absent_or_has_expired_is_not_found() {
    run("finds_nothing");
}

#[test]
fn a_field_is_a_member_of_a_json_object() {
    run("keeps_fields");
}

#[test]
fn lengths_names_and_conditions_are_checked() {
    run("refuses_what_cannot_be");
}

#[test]
fn a_key_that_may_not_be_used_is_denied() {
    run("is_denied");
}

#[test]
fn a_session_that_has_ended_is_said() {
    run("has_ended");
}

#[test]
fn no_error_and_no_type_shows_a_secret() {
    run("shows_no_secret");
}

/// A program started without a session keyring sees the user's; from a login, which has one, the
/// user's is joined instead.
#[test]
fn a_session_keyring_of_its_own_is_asked_for() {
    let test = "os::keyutils::inside::has_no_session";
    let shown = printed("keyctl", &["show", "@s"]).unwrap();
    if String::from_utf8_lossy(&shown).contains("_uid_ses.") {
        session::under(&[], test);
    } else {
        let user = String::from_utf8(printed("id", &["-u"]).unwrap()).unwrap();
        let name = format!("_uid_ses.{}", user.trim());
        session::under(&["keyctl", "session", &name], test);
    }
}

/// Forbids the three system calls of keyrings, as the default of container engines does.
const SANDBOX: &str = "
import ctypes, os, struct, sys
calls = {'x86_64': (248, 249, 250), 'aarch64': (217, 218, 219)}[os.uname().machine]
allow, forbid = (6, 0, 0, 0x7fff0000), (6, 0, 0, 0x00050001)
jumps = [(0x15, 3 - at, 0, call) for at, call in enumerate(calls)]
code = b''.join(struct.pack('HBBI', *one) for one in [(0x20, 0, 0, 0), *jumps, allow, forbid])
class Program(ctypes.Structure):
    _fields_ = [('length', ctypes.c_ushort), ('code', ctypes.c_char_p)]
system = ctypes.CDLL(None, use_errno=True)
assert system.prctl(38, 1, 0, 0, 0) == 0
assert system.prctl(22, 2, ctypes.byref(Program(len(code) // 8, code)), 0, 0) == 0
os.execvp(sys.argv[1], sys.argv[1:])
";

#[test]
fn a_sandbox_without_keyrings_is_said() {
    let folder = Folder::new("sandbox");
    let script = folder.join("sandbox.py");
    std::fs::write(&script, SANDBOX).unwrap();
    let script = script.display().to_string();
    session::under(&["python3", &script], "os::keyutils::inside::is_forbidden");
}
