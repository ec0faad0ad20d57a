//! The Secret Service: GNOME Keyring, on a bus of the test's own.
//!
//! Credentials that expire are not known to it; a wrong one is a password that does not open the
//! keyring.

pub(crate) mod desktop;
mod inside;
mod wire;

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixListener;
use std::thread;

use super::session;
use crate::server::Folder;

fn run(test: &str) {
    session::on_a_bus(&format!("os::secret_service::inside::{test}"));
}

#[test]
fn other_programs_find_what_is_written_and_write_what_is_found() {
    run("exchanges_with_secret_tool");
}

#[test]
fn what_is_absent_or_empty_is_not_found() {
    run("finds_nothing");
}

#[test]
fn a_field_is_a_member_of_a_json_object() {
    run("keeps_fields");
}

#[test]
fn names_are_listed_under_a_prefix() {
    run("lists");
}

#[test]
fn two_items_of_one_name_are_an_error() {
    run("is_ambiguous");
}

#[test]
fn lengths_and_conditions_are_checked() {
    run("refuses_what_cannot_be");
}

#[test]
fn a_locked_collection_is_an_outage() {
    run("is_locked");
}

#[test]
fn a_wrong_password_leaves_the_collection_locked() {
    run("is_unlocked_with_the_wrong_password");
}

#[test]
fn a_daemon_that_hangs_is_not_waited_for() {
    run("hangs");
}

#[test]
fn a_daemon_that_is_killed_and_started_again_is_found_again() {
    run("is_killed_and_back");
}

#[test]
fn a_bus_without_the_service_is_no_connection() {
    run("has_no_service");
}

#[test]
fn a_service_that_breaks_the_protocol_is_malformed_or_out() {
    run("is_lied_to");
}

#[test]
fn no_error_and_no_type_shows_a_secret() {
    run("shows_no_secret");
}

#[test]
fn no_bus_is_no_connection() {
    let folder = Folder::new("no-bus");
    let address = format!("unix:path={}", folder.join("absent").display());
    session::with_bus_at(&address, "os::secret_service::wire::is_not_there");
}

#[test]
fn a_bus_that_talks_nonsense_is_no_connection() {
    let folder = Folder::new("nonsense");
    let address = bus(&folder, |mut client| {
        let mut bytes = [0; 64];
        drop(client.read(&mut bytes));
        drop(client.write_all(b"HTTP/1.1 200 OK\r\n\r\n"));
    });
    session::with_bus_at(&address, "os::secret_service::wire::is_not_there");
}

#[test]
fn a_bus_that_never_answers_is_not_waited_for() {
    let folder = Folder::new("silent");
    let address = bus(&folder, |mut client| drop(client.read_to_end(&mut Vec::new())));
    session::with_bus_at(&address, "os::secret_service::wire::does_not_answer");
}

fn bus(folder: &Folder, serve: impl Fn(std::os::unix::net::UnixStream) + Send + 'static) -> String {
    let socket = folder.join("bus");
    let listener = UnixListener::bind(&socket).unwrap();
    thread::spawn(move || listener.incoming().flatten().for_each(serve));
    format!("unix:path={}", socket.display())
}
