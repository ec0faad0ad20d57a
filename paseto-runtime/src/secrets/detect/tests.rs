//! The decision as a table.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use std::path::Path;

use super::choice::{self, Choice};
use super::surroundings::Surroundings;
use crate::secrets::SecretError;

struct Made<'a> {
    variables: &'a [(&'a str, &'a str)],
    folders: &'a [&'a str],
}

impl Surroundings for Made<'_> {
    fn variable(&self, name: &str) -> Option<String> {
        let mut found = self.variables.iter().filter(|(known, _)| *known == name);
        found.next().map(|(_, value)| (*value).to_owned())
    }

    fn has_variable(&self, start: &str, end: &str) -> bool {
        let fits = |name: &str| name.starts_with(start) && name.ends_with(end);
        self.variables.iter().any(|(name, value)| fits(name) && !value.is_empty())
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.folders.iter().any(|folder| Path::new(folder) == path)
    }

    fn has_secrets(&self, path: &Path) -> bool {
        self.is_folder(path)
    }
}

fn decide(variables: &str, folders: &[&str]) -> Result<Choice, SecretError> {
    let variables: Vec<_> =
        variables.split_whitespace().map(|pair| pair.split_once('=').unwrap()).collect();
    choice::decide(&Made { variables: &variables, folders })
}

#[test]
fn whole_configurations_are_taken_in_order() {
    let vault = "VAULT_ADDR=https://v:8200/x?CANARY VAULT_TOKEN=CANARY";
    for (variables, folders, said) in [
        (vault.to_owned(), &[] as &[&str], "vault https://v:8200"),
        (format!("{vault} AWS_SECRET_BACKEND=true SECRET_PREFIX=A_"), &[], "vault https://v:8200"),
        ("VAULT_ADDR=https://u:CANARY@v VAULT_TOKEN=CANARY".to_owned(), &[], "vault "),
        ("BAO_ADDR=http://b BAO_TOKEN=CANARY".to_owned(), &[], "vault http://b"),
        ("VAULT_ADDR=http://v VAULT_TOKEN_FILE=/t".to_owned(), &[], "vault http://v"),
        (
            "VAULT_ADDR=http://v VAULT_ROLE_ID=r VAULT_SECRET_ID=CANARY".to_owned(),
            &[],
            "vault http://v",
        ),
        (
            "VAULT_ADDR=http://v VAULT_ROLE_ID=r VAULT_SECRET_ID_FILE=/s".to_owned(),
            &[],
            "vault http://v",
        ),
        ("AWS_SECRET_BACKEND=TRUE AWS_REGION=eu".to_owned(), &[], "aws eu"),
        ("AWS_SECRET_BACKEND=true SECRET_PREFIX=A_".to_owned(), &["/run/secrets"], "aws "),
        ("AWS_SECRET_BACKEND=false SECRET_PREFIX=A_".to_owned(), &[], "env A_"),
        ("AWS_SECRET_BACKEND= VAULT_ADDR= SECRET_PREFIX=A_".to_owned(), &[], "env A_"),
        ("SECRET_PREFIX=A_ A_X_FILE=/x".to_owned(), &["/run/secrets"], "env A_"),
        ("SECRET_PREFIX=A_ B_X_FILE=/x".to_owned(), &["/run/secrets"], "directory /run/secrets"),
        ("CREDENTIALS_DIRECTORY=/c".to_owned(), &["/c", "/run/secrets"], "directory /c"),
        (String::new(), &["/run/secrets"], "directory /run/secrets"),
        ("PASETO_SECRET_BACKEND=auto SECRET_PREFIX=A_".to_owned(), &[], "env A_"),
        (format!("PASETO_SECRET_BACKEND=env {vault}"), &[], "env "),
        (format!("PASETO_SECRET_BACKEND=vault {vault}"), &[], "vault https://v:8200"),
        (format!("PASETO_SECRET_BACKEND=file {vault}"), &[], "file "),
        ("PASETO_SECRET_BACKEND=directory".to_owned(), &["/run/secrets"], "directory /run/secrets"),
        ("PASETO_SECRET_BACKEND=aws".to_owned(), &[], "aws "),
        ("PASETO_SECRET_BACKEND=fernet".to_owned(), &[], "fernet "),
        ("PASETO_SECRET_BACKEND=tpm".to_owned(), &[], "tpm "),
        ("PASETO_SECRET_BACKEND=keyring".to_owned(), &[], "keyring "),
        ("PASETO_SECRET_BACKEND=keyutils".to_owned(), &[], "keyutils "),
    ] {
        let choice = decide(&variables, folders).unwrap_or_else(|e| panic!("{variables}: {e}"));
        assert_eq!(format!("{} {}", choice.backend(), choice.address()), said, "{variables}");
    }
}

#[test]
fn half_a_configuration_is_an_error_that_says_what_is_missing() {
    for (variables, missing) in [
        ("VAULT_ADDR=https://v SECRET_PREFIX=A_", "VAULT_TOKEN"),
        ("VAULT_ADDR=https://v VAULT_TOKEN= SECRET_PREFIX=A_", "VAULT_TOKEN"),
        ("BAO_ADDR=https://v AWS_SECRET_BACKEND=true", "VAULT_ROLE_ID"),
        ("VAULT_TOKEN=CANARY SECRET_PREFIX=A_", "VAULT_ADDR"),
        ("VAULT_ADDR=https://v VAULT_ROLE_ID=CANARY", "VAULT_SECRET_ID"),
        ("VAULT_ADDR=https://v VAULT_SECRET_ID=CANARY", "VAULT_ROLE_ID"),
        ("VAULT_ADDR=https://v VAULT_TOKEN=CANARY VAULT_ROLE_ID=r", "VAULT_SECRET_ID"),
        ("VAULT_ADDR=https://v VAULT_TOKEN=CANARY VAULT_TOKEN_FILE=/x", "VAULT_TOKEN_FILE"),
        ("VAULT_ADDR=v VAULT_ROLE_ID=r VAULT_SECRET_ID=a VAULT_SECRET_ID_FILE=b", "leave one out"),
        ("PASETO_SECRET_BACKEND=vault", "VAULT_ADDR"),
        ("PASETO_SECRET_BACKEND=vault SECRET_PREFIX=A_", "VAULT_ADDR"),
        ("AWS_SECRET_BACKEND=CANARY", "true or false"),
        ("AWS_SECRET_BACKEND=true AWS_ACCESS_KEY_ID=CANARY", "AWS_SECRET_ACCESS_KEY"),
        ("PASETO_SECRET_BACKEND=aws AWS_SECRET_ACCESS_KEY=CANARY", "AWS_ACCESS_KEY_ID"),
        ("CREDENTIALS_DIRECTORY=/gone SECRET_PREFIX=A_", "CREDENTIALS_DIRECTORY"),
        ("PASETO_SECRET_BACKEND=directory", "CREDENTIALS_DIRECTORY"),
        ("PASETO_SECRET_BACKEND=CANARY", "keyutils or auto"),
        ("PASETO_SECRET_BACKEND=auto", "SECRET_PREFIX"),
        ("", "SECRET_PREFIX"),
        ("SECRET_PREFIX= HOME=/root", "SECRET_PREFIX"),
    ] {
        let error = decide(variables, &[]).unwrap_err();
        let said = format!("{error} {error:?}");
        assert!(said.contains(missing) && !said.contains("CANARY"), "{variables}: {said}");
    }
}

#[test]
fn a_choice_prints_no_credentials() {
    let choice = decide("VAULT_ADDR=https://v VAULT_TOKEN=CANARY", &[]).unwrap();
    assert!(!format!("{choice:?}").contains("CANARY"));
}
