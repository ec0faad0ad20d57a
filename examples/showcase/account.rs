//! The users of the showcase, and what a token says of them.

use std::collections::HashMap;

use actix_paseto::Claims;
use argon2::Argon2;
use argon2::PasswordVerifier as _;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{Error, PasswordHash, PasswordHasher as _, SaltString};
use serde::{Deserialize, Serialize};

/// The custom claims of every token of the showcase.
#[derive(Clone, Serialize, Deserialize, Claims)]
pub struct Account {
    pub role: Role,
    #[claim(scopes, len(..=16))]
    pub scopes: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Customer,
    Staff,
}

/// Names and password hashes; a real service has a database.
pub struct Users(HashMap<&'static str, String>);

impl Users {
    pub fn with_demo_accounts() -> Result<Self, Error> {
        let mut users = HashMap::new();
        for name in ["alice", "bob", "admin"] {
            let salt = SaltString::generate(&mut OsRng);
            let hash = Argon2::default().hash_password(b"correct horse", &salt)?;
            users.insert(name, hash.to_string());
        }
        Ok(Self(users))
    }

    /// Takes as long for a name that does not exist as for a wrong password.
    pub fn check(&self, name: &str, password: &str) -> Option<Role> {
        let known = self.0.get(name);
        let hash = known.or_else(|| self.0.values().next())?;
        let hash = PasswordHash::new(hash).ok()?;
        Argon2::default().verify_password(password.as_bytes(), &hash).ok()?;
        known.map(|_| if name == "admin" { Role::Staff } else { Role::Customer })
    }
}
