//! A refused page is told what to send, and nothing that it did not know.

use serde_json::json;

use crate::browser::{Session, post};
use crate::routes::serve;
use crate::support::{Reply, call};

#[track_caller]
fn assert_told(reply: &Reply, detail: &str) {
    let expected = json!({
        "status": 403,
        "title": "Forbidden",
        "detail": detail,
        "error": "insufficient_scope",
        "code": "csrf_failed",
    });
    assert_eq!(reply.json(), expected);
    assert_eq!(reply.status, 403);
    assert_eq!(reply.header("content-type"), Some("application/problem+json"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(reply.header("set-cookie"), None);
}

const FOREIGN: &str = "send the request from a page of this origin or of an allowed one.";

#[actix_web::test]
async fn each_refusal_names_what_to_send() {
    let lines = "csrf.header = \"X-XSRF\"\ncsrf.cookie = \"__Host-xsrf\"";
    for (lines, header, cookie) in
        [("", "X-CSRF-Token", "__Host-csrf"), (lines, "X-XSRF", "__Host-xsrf")]
    {
        let (_, paseto, app) = serve!(lines);
        let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
        let ask = || session.bare_post("/either");
        let reply = call(&app, ask()).await;
        assert_told(
            &reply,
            &format!(
                "The header `{header}` is missing: send the value of the cookie `{cookie}` in it."
            ),
        );
        let reply = call(&app, ask().insert_header((header, "secret-guess"))).await;
        assert_told(
            &reply,
            &format!(
                "The header `{header}` does not hold the token's CSRF value: send the value of the \
                 cookie `{cookie}` in it."
            ),
        );
        assert!(!reply.whole().contains("secret-guess"));
        let reply = call(&app, ask().insert_header(("sec-fetch-site", "cross-site"))).await;
        assert_told(&reply, &format!("`Sec-Fetch-Site` names a foreign page: {FOREIGN}"));
        let reply = call(&app, ask().insert_header(("origin", "https://evil.example"))).await;
        assert_told(&reply, &format!("`Origin` is not allowed: {FOREIGN}"));
        assert!(!reply.whole().contains("evil.example"));
        let reply = call(&app, post("/login/x").insert_header(("origin", "null"))).await;
        assert_told(&reply, &format!("`Origin` is not allowed: {FOREIGN}"));
    }
}

/// Put into a cookie by hand, it cannot be guarded.
#[actix_web::test]
async fn a_token_without_a_value_only_reads() {
    let (_, paseto, app) = serve!("");
    let issued = paseto.issuer().pair("alice").issue().unwrap().access_token;
    let [access, refresh, csrf] = [issued.as_str(), "", ""].map(str::to_owned);
    let session = Session { access, refresh, csrf };
    assert_eq!(call(&app, session.get("/me")).await.text(), "alice");
    for ask in [session.post("/either"), session.bare_post("/either")] {
        let detail = "The token carries no CSRF value: log in again for a cookie whose token does.";
        assert_told(&call(&app, ask).await, detail);
    }
}
