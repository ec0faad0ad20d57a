//! What a token says of its user.

use actix_paseto::Claims;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
pub struct User {
    #[claim(scopes)]
    pub scopes: Vec<String>,
}
