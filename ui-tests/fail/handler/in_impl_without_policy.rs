// A struct cannot be declared inside an `impl`, so the policy must be named.
use actix_paseto::paseto_required;

struct Orders;

impl Orders {
    #[paseto_required]
    async fn list() -> String {
        String::new()
    }
}

fn main() {}
