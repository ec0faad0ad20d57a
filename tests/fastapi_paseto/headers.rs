use actix_web::test::TestRequest;

use crate::support::{Answer, ask, bare, bearing, hello, refused, server};

const BAD_HEADER: &str = "Bad Authorization header. Expected value 'Bearer <PASETO>'";

fn with_header(value: &str) -> TestRequest {
    bare("/required").insert_header(("Authorization", value.to_owned()))
}

async fn answer_to(value: &str) -> Answer {
    ask(&server().await, with_header(value)).await
}

#[actix_web::test]
async fn header_without_paseto() {
    assert_eq!(answer_to("Bearer").await, refused(422, BAD_HEADER));
    assert_eq!(answer_to("Bearer ").await, refused(422, BAD_HEADER));
}

#[actix_web::test]
async fn header_without_bearer() {
    assert_eq!(answer_to("Test asd").await, refused(422, BAD_HEADER));
    assert_eq!(answer_to("Test ").await, refused(422, BAD_HEADER));
}

#[actix_web::test]
async fn header_invalid_paseto() {
    assert_eq!(answer_to("Bearer asd").await, refused(422, "Invalid PASETO format"));
}

#[actix_web::test]
async fn requires_exact_bearer_scheme() {
    let paseto = server().await;
    let token = paseto.issuer().access("test").issue().unwrap().into_string();
    let answer = ask(&paseto, with_header(&format!("NotBearer {token}"))).await;
    assert_eq!(answer, refused(422, BAD_HEADER));
    let answer = ask(&paseto, with_header(&format!("bearer {token}"))).await;
    assert_eq!(answer, hello("world"));
}

#[actix_web::test]
async fn valid_header() {
    let paseto = server().await;
    let token = paseto.issuer().access("test").issue().unwrap();
    assert_eq!(ask(&paseto, bearing("/required", token)).await, hello("world"));
}
