// A type that each registration chooses cannot be named by the one policy of the handler.
use actix_paseto::claims::ClaimSet;
use actix_paseto::{Claims, paseto_required};

#[paseto_required]
async fn of<C: ClaimSet>(_who: Claims<C>) -> &'static str {
    "any claims"
}

fn main() {}
