// A guarded handler cannot be called as the function it was.
use actix_paseto::paseto_required;

#[paseto_required]
async fn orders(page: String) -> String {
    page
}

fn main() {
    let _ = orders(String::new());
}
