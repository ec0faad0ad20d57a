// Handlers registered without a route attribute.
#![deny(warnings)]

use actix_paseto::paseto_required;
use actix_web::{App, web};

#[paseto_required]
async fn orders(page: web::Query<Vec<(String, String)>>) -> String {
    page.len().to_string()
}

fn main() {
    let _ = App::new().route("/", web::get().to(orders)).default_service(web::to(orders));
}
