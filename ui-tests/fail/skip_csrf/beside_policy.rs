// The policy says it for all its routes, or for none.
use actix_paseto::paseto_required;

#[paseto_required(policy = Renewal, skip_csrf)]
async fn orders() -> String {
    String::new()
}

actix_paseto::policy! { pub Renewal: from(cookie) }

fn main() {}
