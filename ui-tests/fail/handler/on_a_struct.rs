// Only a function can be guarded.
use actix_paseto::paseto_required;

#[paseto_required]
struct Orders;

fn main() {}
