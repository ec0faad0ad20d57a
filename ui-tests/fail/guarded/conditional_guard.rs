// A guard that may or may not be there cannot be completed.
use actix_paseto::paseto_guarded;

#[paseto_guarded]
mod admin {
    use actix_paseto::paseto_public;
    use actix_web::get;

    #[get("/")]
    #[cfg_attr(debug_assertions, paseto_public(reason = "debugging"))]
    async fn index() -> String {
        String::new()
    }
}

fn main() {}
