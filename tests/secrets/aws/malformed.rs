//! Answers that are none.

use actix_paseto::secrets::{AwsSource, Outage, SecretError, SecretSource as _};

use super::moto::{Moto, settings, source};
use super::{read, write};
use crate::proxy::{Proxy, Wire, http};

const JSON: &str = "application/x-amz-json-1.1";

async fn behind_proxy() -> (Moto, Proxy, AwsSource) {
    let moto = Moto::start();
    let proxy = Proxy::before(moto.port);
    let source = source(&settings(proxy.port)).await;
    write(&source, "apps/key", "first").await;
    (moto, proxy, source)
}

fn is_malformed<T>(answer: &Result<T, SecretError>) -> bool {
    matches!(answer, Err(SecretError::Malformed { backend: "aws", .. }))
}

#[actix_web::test]
async fn what_is_no_answer_of_the_service_is_malformed() {
    let (_moto, proxy, source) = behind_proxy().await;
    for body in [
        "",
        "<html>sign in</html>",
        "{",
        "[]",
        "{}",
        r#"{"SecretString":5}"#,
        r#"{"SecretString":"a","SecretBinary":"YQ=="}"#,
        r#"{"SecretBinary":"?"}"#,
        "\u{0}",
    ] {
        proxy.set(http("200 OK", JSON, body));
        let answer = read(&source, "apps/key").await;
        assert!(is_malformed(&answer), "{body}: {answer:?}");
    }
    proxy.set(http("200 OK", JSON, "nonsense"));
    assert!(is_malformed(&source.list("apps").await));
}

/// A page of some proxy's own must not look like a missing secret.
#[actix_web::test]
async fn only_the_service_itself_says_that_a_secret_is_absent() {
    let (_moto, proxy, source) = behind_proxy().await;
    for status in ["404 Not Found", "400 Bad Request", "302 Found"] {
        for body in ["<html>no such page</html>", "{}", r#"{"__type":"Novelty"}"#] {
            proxy.set(http(status, "text/html", body));
            assert!(is_malformed(&read(&source, "apps/key").await), "{status} {body}");
        }
    }
}

#[actix_web::test]
async fn failures_of_the_service_are_outages() {
    let (_moto, proxy, source) = behind_proxy().await;
    let server = |code: &str| format!(r#"{{"__type":"{code}","message":"m"}}"#);
    for (status, body, cause) in [
        ("500 Internal", server("InternalServiceError"), Outage::Server),
        ("503 Unavailable", "<html>".to_owned(), Outage::Server),
        ("400 Bad Request", server("ThrottlingException"), Outage::Throttled),
        ("429 Too Many", "{}".to_owned(), Outage::Throttled),
    ] {
        proxy.set(http(status, JSON, &body));
        let expected = SecretError::Unavailable { backend: "aws", cause };
        assert_eq!(read(&source, "apps/key").await.unwrap_err(), expected, "{status}");
    }
    proxy.set(http("400 Bad Request", JSON, &server("DecryptionFailure")));
    assert!(matches!(read(&source, "apps/key").await, Err(SecretError::Sealed { .. })));
}

#[actix_web::test]
async fn an_answer_without_an_end_is_not_read() {
    let (_moto, proxy, source) = behind_proxy().await;
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    for length in ["content-length: 99999999\r\n", "transfer-encoding: chunked\r\n", ""] {
        proxy.set(Wire::Answers(format!("{head}{length}\r\n5\r\n{{\"a\":").into_bytes()));
        assert!(is_malformed(&read(&source, "apps/key").await), "{length}");
    }
}
