// For modules there is another attribute, and the message names it.
use actix_paseto::paseto_required;

#[paseto_required]
mod orders {}

fn main() {}
