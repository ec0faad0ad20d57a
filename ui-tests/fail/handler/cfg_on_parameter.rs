// The tuple of parameters and its pattern would disagree.
use actix_paseto::paseto_required;
use actix_web::HttpRequest;

#[paseto_required]
async fn orders(#[cfg(debug_assertions)] _req: HttpRequest) -> String {
    String::new()
}

fn main() {}
