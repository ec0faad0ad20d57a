// Claims of a type without a name could only be read after the other parameters.
use actix_paseto::claims::ClaimSet;
use actix_paseto::{Claims, paseto_required};

#[paseto_required]
async fn show(_who: Claims<impl ClaimSet>) -> String {
    String::new()
}

fn main() {}
