use actix_web::App;
use actix_web::test;
use actix_web::web::Data;

use crate::routes::{self, Override};
use crate::support::{ask, bare, bearing, hello, refused, send, server};

#[actix_web::test]
async fn invalid_override() {
    let paseto = server().await;
    let token = paseto.issuer().access("test").issue().unwrap();
    let answer = ask(&paseto, bearing("/override/literal", token)).await;
    assert_eq!(answer, refused(422, "Invalid PASETO format"));
}

#[actix_web::test]
async fn override_() {
    let paseto = server().await;
    let token = paseto.issuer().access("test").issue().unwrap().into_string();
    let app = App::new().configure(paseto.install()).app_data(Data::new(Override(token)));
    let app = test::init_service(app.configure(routes::all)).await;
    assert_eq!(send(&app, bare("/override")).await, hello("world"));
}
