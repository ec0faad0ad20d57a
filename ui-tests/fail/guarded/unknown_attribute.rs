// A route attribute under another name would leave its handler open.
use actix_paseto::paseto_guarded;

#[paseto_guarded]
mod admin {
    use actix_paseto::paseto_required;
    use actix_web::{get, get as fetch};

    #[get("/a")]
    async fn a() -> String {
        String::new()
    }

    #[paseto_required]
    #[fetch("/b")]
    async fn b() -> String {
        String::new()
    }

    /// Nobody guards it.
    #[allow(dead_code)]
    #[fetch("/x")]
    async fn x() -> String {
        String::new()
    }

    pub mod deep {
        use actix_web::get as fetch;

        #[cfg_attr(all(), fetch("/y"))]
        async fn y() -> String {
            String::new()
        }
    }
}

fn main() {}
