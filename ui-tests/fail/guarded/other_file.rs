// The routes of another file cannot be seen, so they would stay open.
use actix_paseto::paseto_guarded;

#[paseto_guarded]
mod admin {
    use actix_web::get;

    pub mod users;

    #[get("/")]
    async fn index() -> String {
        String::new()
    }
}

fn main() {}
