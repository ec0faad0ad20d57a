// Whoever could make a `Guarded` could call a handler without its guard.
use actix_paseto::__private::Guarded;
use actix_paseto::paseto_required;

#[paseto_required(policy = Admin)]
async fn orders() -> String {
    String::new()
}

actix_paseto::policy! { Admin: scopes("admin") }

fn main() {
    let _ = orders(Guarded {});
}
