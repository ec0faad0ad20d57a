//! Which login the settings and the variables come to, for each combination.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use std::time::Duration;

use super::plan::{Credentials, Plan};
use super::{address, place};
use crate::secret::SecretText;
use crate::secrets::{SecretError, SecretRef, VaultSettings};

const ADDRESS: (&str, &str) = ("VAULT_ADDR", "http://127.0.0.1:8200");

fn literal(text: &str) -> Option<SecretRef> {
    Some(SecretRef::Literal(SecretText::from(text.to_owned())))
}

fn plan(settings: &VaultSettings, variables: &[(&str, &str)]) -> Result<Plan, SecretError> {
    let find = |name: &str| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    Plan::make(settings, &find)
}

fn login(
    settings: &VaultSettings,
    variables: &[(&str, &str)],
) -> Result<&'static str, SecretError> {
    Ok(match plan(settings, variables)?.credentials {
        Credentials::Token(SecretRef::Literal(_)) => "token",
        Credentials::Token(SecretRef::Stored { .. }) => "file",
        Credentials::AppRole(_) => "role",
    })
}

/// Every set of variables, with the settings empty.
#[test]
fn half_a_set_of_variables_is_an_error() {
    let all = [
        ADDRESS,
        ("VAULT_TOKEN", "CANARY-token"),
        ("VAULT_TOKEN_FILE", "/run/token"),
        ("VAULT_ROLE_ID", "role"),
        ("VAULT_SECRET_ID", "CANARY-secret"),
    ];
    for bits in 0_usize..32 {
        let chosen: Vec<_> =
            (0..5).filter(|bit| bits >> bit & 1 == 1).map(|bit| all[bit]).collect();
        let got = login(&VaultSettings::default(), &chosen);
        let wanted = match bits {
            0b00011 => Some("token"),
            0b00101 => Some("file"),
            0b11001 => Some("role"),
            _ => None,
        };
        assert_eq!(got.as_ref().ok().copied(), wanted, "{bits:05b}");
        if let Err(error) = got {
            assert!(matches!(error, SecretError::Config { backend: "vault", .. }), "{bits:05b}");
            assert!(!format!("{error} {error:?}").contains("CANARY"), "{bits:05b}");
        }
    }
}

/// Every set of settings, with and without variables that could fill the gaps.
#[test]
fn half_a_set_of_settings_is_an_error() {
    for bits in 0_u8..16 {
        let settings = VaultSettings {
            token: literal("CANARY-token").filter(|_| bits & 1 != 0),
            role_id: Some("role".to_owned()).filter(|_| bits & 2 != 0),
            secret_id: literal("CANARY-secret").filter(|_| bits & 4 != 0),
            wrapped: bits & 8 != 0,
            ..VaultSettings::default()
        };
        let wanted = match bits {
            1 => Some("token"),
            6 | 14 => Some("role"),
            _ => None,
        };
        let got = login(&settings, &[ADDRESS]);
        assert_eq!(got.as_ref().ok().copied(), wanted, "{bits:04b}");
        // The half that is missing may stand in a variable; a token there changes nothing.
        let spare =
            [ADDRESS, ("VAULT_ROLE_ID", "r"), ("VAULT_SECRET_ID", "s"), ("VAULT_TOKEN", "t")];
        let wanted = match bits {
            1 => Some("token"),
            bits if bits & 1 == 0 && bits != 0 => Some("role"),
            _ => None,
        };
        let got = login(&settings, &spare);
        assert_eq!(got.as_ref().ok().copied(), wanted, "{bits:04b} with variables");
    }
}

#[test]
fn the_address_comes_from_settings_then_vault_then_bao() {
    let host = |settings: &VaultSettings, variables: &[_]| {
        plan(settings, variables).ok().map(|plan| plan.address.to_string())
    };
    let token = ("VAULT_TOKEN", "t");
    let bao = ("BAO_ADDR", "https://bao.example");
    let vault = ("VAULT_ADDR", "https://vault.example");
    let mut settings = VaultSettings::default();
    assert_eq!(host(&settings, &[token]), None);
    assert_eq!(host(&settings, &[token, bao]).unwrap(), "https://bao.example/");
    assert_eq!(host(&settings, &[token, bao, vault]).unwrap(), "https://vault.example/");
    settings.address = Some("https://own.example:8200/behind".to_owned());
    assert_eq!(host(&settings, &[token, vault]).unwrap(), "https://own.example:8200/behind");
}

#[test]
fn plain_http_is_for_loopback_alone() {
    for good in [
        "https://vault.example:8200",
        "http://127.0.0.1:8200",
        "http://127.9.9.9",
        "http://[::1]:8200",
        "http://localhost:8200",
    ] {
        assert!(address::parse(good).is_ok(), "{good}");
    }
    for bad in [
        "http://vault.example:8200",
        "http://10.0.0.1",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://127.0.0.1@vault.example",
        "http://[::ffff:10.0.0.1]",
        "https://user:CANARY@vault.example",
        "https://vault.example?CANARY",
        "https://vault.example#CANARY",
        "unix:/run/vault",
        "ftp://127.0.0.1",
        "https://",
        "vault.example",
        "vault.example:8200",
        "not an URL",
        "",
    ] {
        let error = address::parse(bad).unwrap_err();
        assert!(matches!(error, SecretError::Config { .. }), "{bad}");
        assert!(!format!("{error} {error:?}").contains("CANARY"), "{bad}");
    }
}

#[test]
fn what_else_the_settings_say_is_checked() {
    let refused = |change: fn(&mut VaultSettings)| {
        let mut settings = VaultSettings::default();
        change(&mut settings);
        let variables = [ADDRESS, ("VAULT_ROLE_ID", "r"), ("VAULT_SECRET_ID", "s")];
        matches!(plan(&settings, &variables), Err(SecretError::Config { .. }))
    };
    assert!(!refused(|_| {}));
    assert!(refused(|settings| settings.mount = String::new()));
    assert!(refused(|settings| settings.mount = "secret/../sys".to_owned()));
    assert!(refused(|settings| settings.auth_mount = "a//b".to_owned()));
    assert!(refused(|settings| settings.namespace = Some("a\nb".to_owned())));
    assert!(refused(|settings| settings.timeout = Duration::ZERO));
    assert!(refused(|settings| settings.timeout = Duration::from_secs(61)));
}

#[test]
fn a_path_stays_in_its_mount() {
    for good in ["apps/api", "apps/a b", "apps/%2e%2e", "a?b", "a#b", "...", "a..b", "é"] {
        assert!(place::segments(good).is_some(), "{good}");
    }
    for bad in ["", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "a/..", "./a", "a\\b", "a\nb"] {
        assert!(place::segments(bad).is_none(), "{bad:?}");
    }
}

/// What [`Secrets::detect`](crate::secrets::Secrets::detect) takes, this takes as well.
#[test]
fn variables_of_bao_and_files_of_secret_ids_are_taken() {
    let none = VaultSettings::default();
    let role = ("VAULT_ROLE_ID", "role");
    let file = ("VAULT_SECRET_ID_FILE", " /run/secret-id ");
    let secret = ("VAULT_SECRET_ID", "CANARY");
    let bao = ("BAO_TOKEN", "CANARY");
    assert_eq!(login(&none, &[ADDRESS, bao]).unwrap(), "token");
    assert_eq!(login(&none, &[ADDRESS, bao, ("VAULT_TOKEN", "CANARY")]).unwrap(), "token");
    assert_eq!(login(&none, &[ADDRESS, role, file]).unwrap(), "role");
    let Credentials::AppRole(found) = plan(&none, &[ADDRESS, role, file]).unwrap().credentials
    else {
        panic!("no role");
    };
    assert!(matches!(
        &found.secret_id,
        SecretRef::Stored { scheme: "file", path } if path.name() == "/run/secret-id"
    ));
    for wrong in [
        &[ADDRESS, file] as &[_],
        &[ADDRESS, bao, ("VAULT_TOKEN_FILE", "/run/token")],
        &[ADDRESS, role, file, secret],
        &[ADDRESS, role, file, bao],
        &[ADDRESS, ("VAULT_TOKEN_FILE", "k4.local.CANARY")],
    ] {
        let error = login(&none, wrong).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("CANARY"), "{error}");
    }
}
