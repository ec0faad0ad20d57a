// A parameter that cannot be named is left unchecked, not refused.
#![deny(warnings)]

use actix_paseto::paseto_required;
use actix_web::FromRequest;

// Actix cannot infer such a parameter where it is registered, guarded or not.
#[allow(dead_code)]
#[paseto_required]
async fn echo(value: impl FromRequest + ToString) -> String {
    value.to_string()
}

fn main() {}
