//! `examples/toolbox.rs`, as its clients see it.

use actix_web::App;
use actix_web::http::StatusCode;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use serde_json::{Value, json};

#[allow(dead_code, reason = "its `main` serves a port")]
#[path = "../../examples/toolbox.rs"]
mod program;

macro_rules! app {
    () => {
        init_service(
            App::new()
                .configure(actix_paseto::Paseto::dev().unwrap().install())
                .app_data(program::shop().unwrap())
                .configure(program::routes),
        )
        .await
    };
}

macro_rules! call {
    ($app:expr, $request:expr) => {{
        let response = call_service(&$app, $request.to_request()).await;
        let status = response.status();
        (status, String::from_utf8(read_body(response).await.to_vec()).unwrap())
    }};
}

fn post(path: &str, body: &Value) -> TestRequest {
    TestRequest::post().uri(path).set_json(body)
}

#[actix_web::test]
async fn a_customer_signs_up_and_reads_what_is_sealed() {
    let app = app!();
    let alice = json!({ "user": "alice", "password": "correct horse", "iban": "DE89 3704" });
    assert_eq!(call!(app, post("/sign-up", &alice)).0, StatusCode::OK);
    assert_eq!(call!(app, post("/sign-up", &alice)).0, StatusCode::CONFLICT);

    let wrong = json!({ "user": "alice", "password": "wrong" });
    let nobody = json!({ "user": "bob", "password": "correct horse" });
    let (refused, absent) =
        (call!(app, post("/login", &wrong)), call!(app, post("/login", &nobody)));
    assert_eq!(refused.0, StatusCode::UNAUTHORIZED);
    assert_eq!(refused, absent);

    let pair: Value = serde_json::from_str(&call!(app, post("/login", &alice)).1).unwrap();
    let bearer = ("authorization", format!("Bearer {}", pair["access_token"].as_str().unwrap()));
    let get = |path: &str| TestRequest::get().uri(path).insert_header(bearer.clone());
    let row = call!(app, get("/row")).1;
    assert!(row.contains("$argon2id$") && !row.contains("3704") && !row.contains("horse"), "{row}");
    assert_eq!(call!(app, get("/iban")), (StatusCode::OK, "DE89 3704".to_owned()));

    let ask = TestRequest::post().uri("/api-keys").insert_header(bearer.clone());
    let key = call!(app, ask).1;
    let report = |key: &str| TestRequest::get().uri("/report").insert_header(("x-api-key", key));
    assert_eq!(call!(app, report(&key)).1, "a report for alice");
    assert_eq!(call!(app, report(&key[1..])).0, StatusCode::UNAUTHORIZED);
    assert_eq!(call!(app, TestRequest::get().uri("/report")).0, StatusCode::UNAUTHORIZED);
}
