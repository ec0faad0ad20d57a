// Actix calls handlers without a receiver; the guard could not hand one on.
use actix_paseto::paseto_required;

struct Orders;

impl Orders {
    #[paseto_required(policy = Named)]
    async fn list(&self) -> String {
        String::new()
    }
}

actix_paseto::policy! { Named }

fn main() {}
