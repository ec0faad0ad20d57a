// The guard that the module puts there is as safe from such a macro as one that was written.
use actix_paseto::paseto_guarded;

#[paseto_guarded]
mod orders {
    use actix_web::get;
    use sibling_macros::drops_attributes;

    #[get("/orders")]
    #[drops_attributes]
    pub async fn list() -> String {
        String::new()
    }
}

fn main() {}
