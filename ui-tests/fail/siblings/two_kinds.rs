// A token is not an access and a refresh token at once.
use actix_paseto::{paseto_required, refresh_required};
use actix_web::get;

#[paseto_required]
#[get("/orders")]
#[refresh_required]
async fn orders() -> String {
    String::new()
}

fn main() {}
