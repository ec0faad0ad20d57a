// Above the guard it runs first, and only the module's attribute runs before it.
use actix_paseto::paseto_guarded;

#[paseto_guarded]
mod orders {
    use actix_paseto::paseto_required;
    use actix_web::get;
    use sibling_macros::drops_attributes;

    #[get("/orders")]
    #[drops_attributes]
    #[paseto_required(fresh)]
    pub async fn list() -> String {
        String::new()
    }
}

fn main() {}
