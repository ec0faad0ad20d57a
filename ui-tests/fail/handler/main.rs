// `main` is nobody's route: whoever guards it means the handlers.
use actix_paseto::paseto_required;

#[paseto_required]
#[actix_web::main]
async fn main() {}
