//! The variables of the Python guide to keys.

use super::*;
use crate::secrets::SecretRef;

fn means(
    variables: &[(&str, &str)],
    file: &str,
    purpose: Purpose,
    active: &[&str],
    accept: &[&str],
) {
    accepted(file, variables, |settings| {
        let texts = |all: &[crate::secret::SecretText]| -> Vec<String> {
            all.iter().map(|text| text.expose().to_owned()).collect()
        };
        assert_eq!(settings.issue, purpose, "{variables:?}");
        assert!(settings.accept.contains(&purpose), "{variables:?}");
        assert_eq!(texts(&settings.keys.active), active, "{variables:?}");
        assert_eq!(texts(&settings.keys.accept), accept, "{variables:?}");
    });
}

#[test]
fn each_backend_has_its_place() {
    let local = |variables: &[(&str, &str)], active: &str| {
        means(variables, "", Purpose::Local, &[active], &[]);
    };
    let purpose = ("PASETO_PURPOSE", "local");
    let backend = |name| ("PASETO_SECRET_BACKEND", name);
    let secret = ("PASETO_LOCAL_SECRET", "k4.local.x");
    let file = ("PASETO_LOCAL_SECRET_FILE", "/etc/key");
    local(&[secret], "env:PASETO_LOCAL_SECRET");
    local(&[purpose, secret], "env:PASETO_LOCAL_SECRET");
    local(&[backend("env"), secret, file], "env:PASETO_LOCAL_SECRET");
    local(&[file], "file:/etc/key");
    local(&[backend("file"), secret, file], "file:/etc/key");
    local(&[backend("vault")], "vault:apps/fastapi-paseto#local_secret_key");
    local(&[backend("tpm")], "tpm:/run/secrets/paseto-local.blob");
    local(&[backend("fernet")], "fernet:/run/secrets/paseto.enc");
    accepted("", &[backend("fernet")], |settings| {
        let [SecretRef::Stored { scheme: "file", path }] = settings.backends.fernet.keys.as_slice()
        else {
            panic!("no key for fernet");
        };
        assert_eq!(path.name(), "/run/secrets/paseto-fernet.key");
    });
    let public = ("PASETO_PURPOSE", "public");
    let pair = [("PASETO_PRIVATE_KEY_PEM", "a"), ("PASETO_PUBLIC_KEY_PEM", "b")];
    let (private_pem, public_pem) = ("env:PASETO_PRIVATE_KEY_PEM", "env:PASETO_PUBLIC_KEY_PEM");
    means(&pair, "", Purpose::Public, &[private_pem], &[public_pem]);
    means(&pair[1..], "", Purpose::Public, &[], &[public_pem]);
    let files = [("PASETO_PRIVATE_KEY_FILE", "/a"), ("PASETO_PUBLIC_KEY_FILE", "/b")];
    means(&files, "", Purpose::Public, &["file:/a"], &["file:/b"]);
    let vault = ("PASETO_PUBLIC_KEY_BACKEND", "vault");
    let at = |field| format!("vault:apps/fastapi-paseto#{field}");
    let (a, b) = (at("private_key_pem"), at("public_key_pem"));
    means(&[public, vault], "", Purpose::Public, &[&a], &[&b]);
    means(&[public, secret, pair[0]], "", Purpose::Public, &[private_pem], &[]);
}

#[test]
fn our_own_words_stand() {
    let own = "[default]\nkeys.active = 'file:/own'";
    means(&[("PASETO_SECRET_BACKEND", "vault")], own, Purpose::Local, &["file:/own"], &[]);
    means(&[("PASETO_SECRET_BACKEND", "aws")], own, Purpose::Local, &["file:/own"], &[]);
    means(&[("PASETO_PURPOSE", "public")], own, Purpose::Public, &["file:/own"], &[]);
    means(&[("PASETO_LOCAL_SECRET", " ")], own, Purpose::Local, &["file:/own"], &[]);
    let named = "[default]\nkeys.active = 'env:PASETO_LOCAL_SECRET'";
    let same = "env:PASETO_LOCAL_SECRET";
    means(&[("PASETO_LOCAL_SECRET", "x")], named, Purpose::Local, &[same], &[]);
}

#[test]
fn contradictions_and_halves_are_told_with_both_names() {
    let own = "[default]\nkeys.active = 'file:/own'";
    for (file, variables, said) in [
        (
            own,
            &[("PASETO_LOCAL_SECRET", "canary")] as &[_],
            "local_secret (in PASETO_LOCAL_SECRET): is at odds with `keys.active`",
        ),
        (
            "",
            &[("PASETO_KEYS__ACTIVE", "env:X"), ("PASETO_LOCAL_SECRET_FILE", "/x")],
            "local_secret_file (in PASETO_LOCAL_SECRET_FILE): is at odds with `keys.active`",
        ),
        (
            "[default]\naccept = 'v4.local'",
            &[("PASETO_PURPOSE", "public"), ("PASETO_PUBLIC_KEY_PEM", "x")],
            "purpose (in PASETO_PURPOSE): is at odds with `accept`",
        ),
        (
            "[default]\nkeys.accept = 'file:/own'",
            &[("PASETO_PUBLIC_KEY_PEM", "x")],
            "public_key_pem (in PASETO_PUBLIC_KEY_PEM): is at odds with `keys.accept`",
        ),
        ("", &[("PASETO_PURPOSE", "local")], "local_secret: is missing or empty"),
        (
            "",
            &[("PASETO_PURPOSE", "local"), ("PASETO_SECRET_BACKEND", "file")],
            "local_secret_file: is missing or empty",
        ),
        ("", &[("PASETO_PURPOSE", "public")], "private_key_pem: is missing or empty"),
        ("", &[("PASETO_PURPOSE", "canary")], "purpose (in PASETO_PURPOSE): must be \"local\" or"),
        (
            "",
            &[("PASETO_SECRET_BACKEND", "canary")],
            "secret_backend (in PASETO_SECRET_BACKEND): must be of",
        ),
        (
            "",
            &[("PASETO_PUBLIC_KEY_BACKEND", "fernet")],
            "public_key_backend (in PASETO_PUBLIC_KEY_BACKEND): must be of",
        ),
        (
            "",
            &[("PASETO_LOCAL_SECRET", "a"), ("PASETO_PUBLIC_KEY_PEM", "b")],
            "purpose: is missing, and there are keys for both",
        ),
        (
            "",
            &[("PASETO_LOCAL_SECRET", "a"), ("PASETO_LOCAL_SECRET_FILE", "b")],
            "local_secret_file (in PASETO_LOCAL_SECRET_FILE): is set beside",
        ),
        (
            "",
            &[("PASETO_PURPOSE", "local"), ("PASETO_SECRET_BACKEND", "aws")],
            "secret_backend (in PASETO_SECRET_BACKEND): has no place",
        ),
        (
            "",
            &[("PASETO_LOCAL_SECRET_FILE", "k4.local.canary")],
            "local_secret_file (in PASETO_LOCAL_SECRET_FILE): what follows `file:`",
        ),
    ] {
        let lines = refused(file, variables);
        assert!(lines.len() == 1 && lines[0].starts_with(said), "{variables:?}: {lines:?}");
        assert!(!lines[0].contains("canary"), "{lines:?}");
    }
}

#[test]
fn a_local_secret_of_any_text_is_no_key() {
    let variables = [("PASETO_LOCAL_SECRET", "canary canary canary")];
    jail("", &variables, |_, figment| {
        let settings = Settings::read(&figment, "default").unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (trust, clock) = (crate::config::KeyTrust::Sound, crate::time::Clock::system());
        let profiles = [("default".to_owned(), settings)];
        let opening = crate::keeper::open(&profiles, &[], trust, clock.clone());
        let texts = runtime.block_on(opening).unwrap().texts.remove(0);
        let errors = profiles[0].1.load_keys(&figment, "default", &texts, clock.now()).unwrap_err();
        let said = format!("{errors} {errors:?}");
        assert!(said.starts_with("local_secret (in PASETO_LOCAL_SECRET): not a key"), "{said}");
        assert!(said.contains("generate local") && !said.contains("canary"), "{said}");
    });
}
