//! The guide's variables among all others.

use std::env;

use figment::value::{Dict, Value};

/// Variables that hold keys; the settings get to know their names alone.
const SECRETS: [&str; 3] = ["local_secret", "private_key_pem", "public_key_pem"];

const OTHERS: [&str; 6] = [
    "local_secret_file",
    "private_key_file",
    "public_key_backend",
    "public_key_file",
    "purpose",
    "secret_backend",
];

/// Empty ones are as good as absent, as the guide has it; of secrets, where they are.
pub(in crate::config) fn tidied(mut variables: Dict) -> Dict {
    for key in SECRETS.iter().chain(&OTHERS) {
        if variables.contains_key(*key) && is_empty(key) {
            variables.remove(*key);
        }
    }
    for key in SECRETS {
        if let Some(value) = variables.get_mut(key) {
            *value = Value::from(format!("env:{}", name(key)));
        }
    }
    variables
}

fn is_empty(key: &str) -> bool {
    env::var_os(name(key)).is_none_or(|value| value.as_encoded_bytes().trim_ascii().is_empty())
}

fn name(key: &str) -> String {
    format!("PASETO_{}", key.to_ascii_uppercase())
}
