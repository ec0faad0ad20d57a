// A contradiction in the arguments is reported once, not at every route.
use actix_paseto::paseto_guarded;

#[paseto_guarded(from(header), skip_csrf)]
mod admin {
    use actix_web::get;

    #[get("/a")]
    async fn a() -> String {
        String::new()
    }

    #[get("/b")]
    async fn b() -> String {
        String::new()
    }
}

fn main() {}
