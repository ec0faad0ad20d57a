//! The example `keys`, in the hands of an operator.

mod service;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
#[cfg(feature = "fernet")]
use std::process::Command;

use actix_paseto::codec::{Key, SigningKey, VerifyingKey};
use actix_paseto::key::Identified as _;

use crate::harness::{App, Finished};

/// A folder of a test's own, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// For its owner alone.
    fn put(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let file = self.file(name);
        fs::write(&file, content).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        file
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn keys(arguments: &[&str]) -> Finished {
    keys_with(arguments, "")
}

fn keys_with(arguments: &[&str], input: &str) -> Finished {
    App::run("keys", arguments, &[("FERNET_KEY", FERNET_KEY)], input)
}

fn done(finished: Finished) -> Finished {
    assert_eq!(finished.status.code(), Some(0), "{}", finished.stderr);
    finished
}

#[track_caller]
fn failed(finished: &Finished, code: i32, said: &str) {
    assert_eq!(finished.status.code(), Some(code), "{}", finished.stderr);
    assert!(finished.stderr.contains(said), "{}", finished.stderr);
    assert!(!finished.stderr.contains("CANARY"), "{}", finished.stderr);
    assert_eq!(finished.stdout, "");
}

fn mode(file: &str) -> u32 {
    fs::metadata(file).unwrap().permissions().mode() & 0o777
}

const FERNET_KEY: &str = "a4RfWQdgAMIbyUxgIfJNoyU9rte6t7mcKC2FmQxvSPU=";

#[test]
fn what_is_not_understood_is_said_without_being_repeated() {
    for (arguments, said) in [
        (&["k4.local.CANARY"][..], "keys: no such command"),
        (&["generate", "CANARY"], "keys: a key is `local`, `public` or `fernet`"),
        (&["generate", "local", "--CANARY"], "keys: no such option"),
        (&["generate", "local", "CANARY"], "keys: too many files or names"),
        (&["generate", "local", "--pem"], "keys: a local key has no PEM"),
        (&["generate", "local", "--force"], "keys: --force goes with --to"),
        (&["generate", "local", "--to"], "keys: an option lacks its value"),
        (&["generate", "local", "--to", "a", "--to", "b"], "keys: an option is given twice"),
        (&["jwks"], "keys: a file or a name is missing"),
        (&["id", "a", "b"], "keys: too many files or names"),
    ] {
        let refused = keys(arguments);
        failed(&refused, 2, said);
        assert_eq!(refused.stderr, format!("{said}\nkeys --help says what there is\n"));
    }
    for help in ["--help", "-h", "help"] {
        assert!(done(keys(&[help])).stdout.starts_with("usage: keys generate"));
    }
}

#[test]
fn keys_go_into_files_of_their_owner_and_replace_none() {
    let folder = Folder::new("operator-generate");
    for (kind, name, more, begins) in [
        ("local", "local.key", &[][..], "k4.local."),
        ("public", "pair.key", &[], "k4.secret."),
        ("public", "pair.pem", &["--pem"], "-----BEGIN PRIVATE KEY-----"),
    ] {
        let file = folder.file(name);
        let arguments = [&["generate", kind, "--to", &file], more].concat();
        let made = done(keys(&arguments));
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with(begins) && text.ends_with('\n'));
        assert_eq!((made.stdout.as_str(), mode(&file)), ("", 0o600));
        let id = Key::from_text(&text).unwrap().id().to_string();
        assert_eq!(made.stderr, format!("{file}: {id}\n"));
        assert_eq!(done(keys(&["id", &file])).stdout.trim(), id);

        failed(&keys(&arguments), 1, "exists; --force replaces it");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        done(keys(&[&arguments[..], &["--force"]].concat()));
        assert_ne!(fs::read_to_string(&file).unwrap(), text);
        assert_eq!(mode(&file), 0o600);
    }
    let nowhere = folder.file("none/local.key");
    failed(&keys(&["generate", "local", "--to", &nowhere]), 1, "cannot be written: ");
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 3);

    let printed = done(keys(&["generate", "public", "--pem"]));
    let id = SigningKey::from_text(&printed.stdout).unwrap().id().to_string();
    assert_eq!(printed.stderr.trim(), id);
}

#[test]
fn a_name_may_begin_as_a_key_does() {
    let folder = Folder::new("operator-names");
    let run = |arguments: &[&str]| {
        let own = std::env::current_exe().unwrap();
        let program = own.parent().and_then(Path::parent).unwrap().join("examples/keys");
        let ran = std::process::Command::new(program)
            .current_dir(&folder.0)
            .args(arguments)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Finished { status: ran.status, stdout: text(ran.stdout), stderr: text(ran.stderr) }
    };
    for name in ["k4.key", "k4.old.pem", "k4"] {
        let id = done(run(&["generate", "local", "--to", name])).stderr;
        assert_eq!(id, format!("{name}: {}", done(run(&["id", name])).stdout));
    }
    for key in ["k4.local.CANARY", "k4.secret.CANARY", &"CANARY".repeat(9)] {
        failed(&run(&["generate", "local", "--to", key]), 1, "looks like a key");
    }
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 3);
}

#[test]
fn the_public_half_is_for_others() {
    let folder = Folder::new("operator-public");
    let key = SigningKey::generate().unwrap();
    let pair = folder.put("pair.pem", key.to_pem().unwrap().expose());
    let printed = done(keys(&["public", &pair])).stdout;
    assert_eq!(printed.trim(), key.verifying_key().to_paserk());
    let pem = done(keys_with(&["public", "--pem"], key.to_paserk().expose())).stdout;
    assert_eq!(VerifyingKey::from_text(&pem).unwrap().id(), key.id());
    let file = folder.file("public.pem");
    done(keys(&["public", &pair, "--pem", "--to", &file]));
    assert_eq!((fs::read_to_string(&file).unwrap(), mode(&file)), (pem, 0o644));
    assert_eq!(done(keys(&["public", &file])).stdout, printed);

    let local = done(keys(&["generate", "local"])).stdout;
    let local = local.split('"').nth(1).unwrap();
    let file = folder.put("local.key", local);
    failed(&keys(&["public", &file]), 1, "keys: a local key has no public half");
    failed(&keys(&["jwks", &pair, &file]), 1, "keys: a local key has no public half");
}

#[test]
fn keys_in_the_wrong_place_are_not_repeated() {
    let folder = Folder::new("operator-wrong");
    let key = SigningKey::generate().unwrap();
    let open = folder.put("open.key", key.to_paserk().expose());
    fs::set_permissions(&open, fs::Permissions::from_mode(0o644)).unwrap();
    failed(&keys(&["id", &open]), 1, "is open to every user");
    failed(&keys(&["id", &folder.file("none")]), 1, "is absent or empty");
    failed(&keys_with(&["id"], ""), 1, "keys: standard input is empty");
    failed(&keys_with(&["id", "-"], "CANARY"), 1, "keys: not a key");
    failed(&keys_with(&["id"], &"CANARY".repeat(20_000)), 1, "longer than 64 KiB");
    failed(&keys(&["id", "k4.secret.CANARY"]), 1, "looks like a key");
    let to = ["generate", "local", "--to", "k4.local.CANARY"];
    failed(&keys(&to), 1, "looks like a key");
}

#[test]
fn a_jwks_document_holds_public_keys() {
    let folder = Folder::new("operator-jwks");
    let made = [SigningKey::generate().unwrap(), SigningKey::generate().unwrap()];
    let pair = folder.put("a.pem", made[0].to_pem().unwrap().expose());
    let public = folder.put("b.key", made[1].verifying_key().to_paserk());
    let file = folder.file("jwks.json");
    let printed = done(keys(&["jwks", &pair, &public])).stdout;
    done(keys(&["jwks", &pair, &public, "--to", &file]));
    assert_eq!((fs::read_to_string(&file).unwrap(), mode(&file)), (printed.clone(), 0o644));
    assert!(!printed.contains("\"d\""));

    let document: serde_json::Value = serde_json::from_str(&printed).unwrap();
    for (jwk, key) in document["keys"].as_array().unwrap().iter().zip(&made) {
        let text = format!("k4.public.{}", jwk["x"].as_str().unwrap());
        assert_eq!(VerifyingKey::from_text(&text).unwrap().id(), key.id());
        assert_eq!(jwk["kid"], key.id().as_str());
        assert_eq!((&jwk["kty"], &jwk["crv"]), (&"OKP".into(), &"Ed25519".into()));
        assert_eq!((&jwk["use"], &jwk["alg"]), (&"sig".into(), &"EdDSA".into()));
    }
}

/// Python's `cryptography` on one side, the operator on the other.
#[cfg(feature = "fernet")]
fn python(code: &str, arguments: &[&str]) -> String {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let mut python = Command::new(target.join("python/bin/python"));
    let ran = python.args(["-c", code]).args(arguments).output().expect("run scripts/install");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

#[cfg(feature = "fernet")]
#[test]
fn files_are_wrapped_and_unwrapped_as_python_does() {
    const OPEN: &str = "import sys; from cryptography.fernet import Fernet; \
        print(Fernet(sys.argv[1]).decrypt(open(sys.argv[2], 'rb').read().strip()).decode(), end='')";
    const SEAL: &str = "import sys; from cryptography.fernet import Fernet; \
        print(Fernet(sys.argv[1]).encrypt(sys.argv[2].encode()).decode())";
    let folder = Folder::new("operator-fernet");
    let plain = folder.put("plain", "CANARY hush\n");
    let (wrapped, back) = (folder.file("paseto.enc"), folder.file("back"));
    done(keys(&["wrap", &plain, "--key", "env:FERNET_KEY", "--to", &wrapped]));
    assert_eq!(python(OPEN, &[FERNET_KEY, &wrapped]), "CANARY hush\n");
    let unwrap = ["unwrap", &wrapped, "--key", "env:FERNET_KEY", "--to", &back];
    let unwrapped = done(keys(&unwrap));
    assert_eq!((unwrapped.stdout, unwrapped.stderr), (String::new(), String::new()));
    assert_eq!(fs::read_to_string(&back).unwrap(), "CANARY hush\n");
    assert_eq!((mode(&wrapped), mode(&back)), (0o600, 0o600));
    failed(&keys(&unwrap), 1, "exists; --force replaces it");

    let key = folder.file("fernet.key");
    done(keys(&["generate", "fernet", "--to", &key]));
    let (kept, text) = (format!("file:{key}"), fs::read_to_string(&key).unwrap());
    failed(&keys(&["unwrap", &wrapped, "--key", &kept, "--to", &back]), 1, "stays sealed");
    folder.put("paseto.enc", python(SEAL, &[text.trim(), "more"]));
    let both = ["--key", "env:FERNET_KEY", "--key", &kept];
    done(keys(&[&["unwrap", &wrapped, "--to", &back, "--force"][..], &both].concat()));
    assert_eq!(fs::read_to_string(&back).unwrap(), "more");

    let piped = ["wrap", "--key", "env:FERNET_KEY", "--to", &wrapped, "--force"];
    done(keys_with(&piped, "hush"));
    assert_eq!(python(OPEN, &[FERNET_KEY, &wrapped]), "hush");
    assert_eq!(done(keys(&["generate", "fernet"])).stdout.len(), 45);
}

#[cfg(feature = "fernet")]
#[test]
fn fernet_keys_are_named_and_never_given() {
    let folder = Folder::new("operator-fernet-keys");
    let (plain, to) = (folder.put("plain", "CANARY"), folder.file("paseto.enc"));
    let wrap = |key: &str| keys(&["wrap", &plain, "--to", &to, "--key", key]);
    failed(&wrap("CANARY"), 2, "a secret does not belong here: name where it is kept");
    failed(&wrap(FERNET_KEY), 2, "a secret does not belong here");
    failed(&wrap("env:OPERATOR_TEST_NO_SUCH_KEY"), 1, "is absent or empty");
    failed(&wrap(&format!("file:{plain}")), 1, "leads to a text that is no Fernet key");
    failed(&keys(&["wrap", &plain, "--to", &to]), 2, "say where the Fernet key is kept: --key REF");
    let without = ["unwrap", &plain, "--key", "env:FERNET_KEY"];
    failed(&keys(&without), 2, "say which file to make: --to FILE");
    failed(&keys(&[&without[..], &["--to", &to]].concat()), 1, "is malformed: no Fernet token");
    assert!(!Path::new(&to).exists());
}

#[cfg(feature = "tpm")]
#[test]
fn a_seal_needs_its_file_and_a_tpm() {
    let folder = Folder::new("operator-tpm");
    let (plain, to) = (folder.put("plain", "CANARY"), folder.file("paseto.blob"));
    failed(&keys(&["seal", &plain]), 2, "say which file to make: --to FILE");
    let seal = ["seal", &plain, "--to", &to];
    for pcrs in ["24", "a", "0,,1", "-1"] {
        let refused = keys(&[&seal[..], &["--pcrs", pcrs]].concat());
        failed(&refused, 2, "--pcrs takes numbers from 0 to 23");
    }
    failed(&keys(&[&seal[..], &["--password", "CANARY"]].concat()), 2, "a secret does not belong");
    let absent = [&seal[..], &["--device", "device:/dev/null/none", "--pcrs", "0,7"]].concat();
    assert_eq!(keys(&absent).status.code(), Some(1));
    assert!(!Path::new(&to).exists());
}

/// What a command says in JSON.
fn told(arguments: &[&str]) -> serde_json::Value {
    serde_json::from_str(&done(keys(arguments)).stdout).unwrap()
}

#[test]
fn a_service_s_keys_are_looked_at_replaced_and_revoked() {
    let folder = Folder::new("operator-ring");
    let file = folder.file("api.key");
    done(keys(&["generate", "local", "--to", &file]));
    let first = done(keys(&["id", &file])).stdout.trim().to_owned();
    let source = format!("file:{file}");
    let asked = |words: &[&str]| told(&[words, &["--source", &source]].concat());

    let before = asked(&["status"]);
    assert_eq!(before[0]["keys"][0]["id"], first.as_str());
    assert_eq!(before[0]["keys"].as_array().unwrap().len(), 1);

    let rotation = asked(&["rotate"]);
    assert_eq!(rotation["retires"], first.as_str());
    let second = rotation["id"].as_str().unwrap().to_owned();
    let ids: Vec<_> = asked(&["status"])[0]["keys"].as_array().unwrap().clone();
    assert!(ids.iter().any(|key| key["id"] == second.as_str()));

    assert_eq!(asked(&["revoke", &first])["id"], first.as_str());
    let after = asked(&["status"]).to_string();
    assert!(after.contains(&second) && !after.contains("k4.local."), "{after}");
    assert_eq!(mode(&file), 0o600);

    failed(&keys(&["revoke", "CANARY", "--source", &source]), 2, "name the key by its id");
    failed(&keys(&["rotate", "--source", "k4.local.CANARY"]), 2, "--source names where");
    assert_ne!(keys(&["rotate", "--source", "env:OPERATOR_TEST_NO_SUCH"]).status.code(), Some(0));
}

#[test]
fn a_mistake_of_the_configuration_is_said_once_with_its_place_and_causes() {
    let folder = Folder::new("operator-mistakes");
    let file = folder.put("api.key", r#"{"keys":[]}"#);
    let refused = keys(&["status", "--source", &format!("file:{file}")]);
    failed(&refused, 1, "keys: keys.active (in --source): no key for v4.local");
    assert_eq!(refused.stderr.lines().count(), 1, "{}", refused.stderr);

    done(keys(&["generate", "local", "--to", &file, "--force"]));
    let unknown = "k4.lid.iVtYQDjr5gEijCSjJC3fQaJm7nCeQSeaty0Jixy8dbsk";
    let absent = keys(&["revoke", unknown, "--source", &format!("file:{file}")]);
    failed(&absent, 1, unknown);
}

/// A TPM in software, on two neighbouring ports.
#[cfg(feature = "tpm")]
struct Tpm(std::process::Child, u16);

#[cfg(feature = "tpm")]
impl Tpm {
    fn start(folder: &Folder) -> Self {
        use std::net::{TcpListener, TcpStream};

        let free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
        let mut ports = (20_000..60_000).step_by(2).skip(std::process::id() as usize % 9_000);
        let port = ports.find(|port| free(*port) && free(port + 1)).unwrap();
        let at = |name: &str, port| format!("{name}=tcp,port={port},bindaddr=127.0.0.1");
        let mut swtpm = std::process::Command::new("swtpm");
        swtpm.args(["socket", "--tpm2", "--flags", "not-need-init,startup-clear", "--tpmstate"]);
        swtpm.arg(format!("dir={}", folder.0.display()));
        swtpm.args(["--server", &at("type", port), "--ctrl", &at("type", port + 1)]);
        let child = swtpm.spawn().expect("run scripts/install");
        while TcpStream::connect(("127.0.0.1", port + 1)).is_err() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        Self(child, port)
    }
}

#[cfg(feature = "tpm")]
impl Drop for Tpm {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[cfg(feature = "tpm")]
#[test]
fn a_sealed_key_is_used_and_never_printed() {
    let folder = Folder::new("operator-seal");
    let tpm = Tpm::start(&folder);
    let device = format!("swtpm:host=127.0.0.1,port={}", tpm.1);
    let (key, blob) = (folder.file("api.key"), folder.file("api.blob"));
    done(keys(&["generate", "local", "--to", &key]));
    let id = done(keys(&["id", &key])).stdout;
    let seal = ["seal", &key, "--to", &blob, "--pcrs", "0,7", "--device", &device];
    assert_eq!(done(keys(&seal)).stdout, "");
    failed(&keys(&seal), 1, "exists; --force replaces it");
    let used = ["status", "--source", &format!("tpm:{blob}")];
    let variables = [("TPM2TOOLS_TCTI", device.as_str()), ("PASETO_TPM__PCRS", "[0, 7]")];
    let status = done(App::run("keys", &used, &variables, ""));
    assert!(status.stdout.contains(id.trim()), "{}", status.stdout);
    assert!(!status.stdout.contains("k4.local."));
}
