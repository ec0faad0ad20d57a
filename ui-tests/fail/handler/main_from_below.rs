// The runtime's macro has taken `async` away by now; the words must still be the right ones.
use actix_paseto::paseto_required;

#[actix_web::main]
#[paseto_required]
async fn main() {}
