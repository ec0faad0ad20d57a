// None, twelve, sixteen and seventeen parameters: actix knows tuples up to sixteen.
#![deny(warnings)]

use actix_paseto::paseto_required;
use actix_web::{App, HttpRequest, web};

type D = web::Data<u8>;

#[paseto_required]
async fn none() -> &'static str {
    "none"
}

#[paseto_required]
#[rustfmt::skip]
async fn twelve(
    a: D, b: D, c: D, d: D, e: D, f: D, g: D, h: D, i: D, j: D, k: D, l: D,
) -> String {
    (**a + **b + **c + **d + **e + **f + **g + **h + **i + **j + **k + **l).to_string()
}

#[paseto_required]
#[rustfmt::skip]
async fn sixteen(
    a: D, b: D, c: D, d: D, e: D, f: D, g: D, h: D, i: D, j: D, k: D, l: D, m: D, n: D, o: D, p: D,
) -> String {
    (**a + **b + **c + **d + **e + **f + **g + **h + **i + **j + **k + **l + **m + **n + **o + **p).to_string()
}

#[paseto_required]
#[rustfmt::skip]
async fn seventeen(
    a: D, b: D, c: D, d: D, e: D, f: D, g: D, h: D, i: D, j: D, k: D, l: D, m: D, n: D, o: D, p: D,
    req: HttpRequest,
) -> String {
    let sum = **a + **b + **c + **d + **e + **f + **g + **h + **i + **j + **k + **l + **m + **n + **o + **p;
    format!("{} {sum}", req.path())
}

fn main() {
    let app = App::new().route("/0", web::get().to(none)).route("/12", web::get().to(twelve));
    let _ = app.route("/16", web::get().to(sixteen)).route("/17", web::get().to(seventeen));
}
