//! What is at the address of the bus is no bus.

use actix_paseto::secrets::{Outage, SecretError, SecretServiceSource};

async fn outage() -> Outage {
    match SecretServiceSource::connect().await {
        Err(SecretError::Unavailable { backend: "keyring", cause }) => cause,
        other => panic!("{other:?}"),
    }
}

#[ignore = "run by no_bus_is_no_connection and a_bus_that_talks_nonsense_is_no_connection"]
#[actix_web::test]
async fn is_not_there() {
    assert_eq!(outage().await, Outage::NoConnection);
}

#[ignore = "run by a_bus_that_never_answers_is_not_waited_for"]
#[actix_web::test]
async fn does_not_answer() {
    assert_eq!(outage().await, Outage::TimedOut);
}
