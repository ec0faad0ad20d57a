// Tokens that are used up: refresh tokens that rotate, and letters that are opened once.
#![deny(warnings)]

use actix_paseto::{Token, WebSocket, paseto_guarded, paseto_required, policy, refresh_required};
use actix_web::{App, get, post};

#[post("/refresh")]
#[refresh_required(rotate)]
async fn below(_token: Token) -> &'static str {
    "renewed"
}

#[refresh_required(from(cookie, json("refresh_token"), header), rotate, assertion = "tenant")]
#[post("/c/refresh")]
async fn above() -> &'static str {
    "renewed"
}

// Without rotation the URL is the application's affair.
#[post("/old/refresh")]
#[refresh_required(from(query("token")))]
async fn unrotated() -> &'static str {
    "renewed"
}

// The link of a letter has no other place than its URL.
#[get("/email/verify")]
#[paseto_required(kind = "email-verify", single_use, from(query("token")))]
async fn verify(token: Token) -> String {
    token.subject().to_string()
}

#[paseto_required(single_use, kind = "reset", from(cookie("reset"), json), scopes("password"))]
#[post("/reset")]
async fn reset() -> &'static str {
    "reset"
}

#[get("/ws")]
#[paseto_required(kind = "ws-ticket", single_use, from(query("ticket")))]
async fn live(_socket: WebSocket) -> &'static str {
    "live"
}

policy! {
    pub Renewal: refresh, rotate, from(cookie);
    pub Letter: kind = "letter", single_use;
}

struct Named;

impl Named {
    #[refresh_required(policy = Renewal)]
    async fn renew(_token: Token) -> &'static str {
        "renewed"
    }

    #[paseto_required(policy = Letter)]
    async fn open() -> &'static str {
        "opened"
    }
}

#[paseto_guarded(kind = "invitation", single_use)]
mod invited {
    #[actix_web::post("/join")]
    pub(super) async fn join() -> &'static str {
        "joined"
    }
}

fn main() {
    let app = App::new().service((below, above, unrotated, verify, reset, live));
    let app = app.route("/renew", actix_web::web::post().to(Named::renew));
    let _ = app.route("/open", actix_web::web::post().to(Named::open)).service(invited::join);
}
