//! The page: one document, its style and its script, all of them in the program.

use actix_paseto::prelude::*;
use actix_web::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{Path, ServiceConfig};
use actix_web::{HttpResponse, get};

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

const FILES: [(&str, &str, &str); 7] = [
    ("page.css", CSS, include_str!("page/page.css")),
    ("page.js", SCRIPT, include_str!("page/page.js")),
    ("page.svg", "image/svg+xml", include_str!("page/page.svg")),
    ("socket.js", SCRIPT, include_str!("page/socket.js")),
    ("step_up.js", SCRIPT, include_str!("page/step_up.js")),
    ("view.js", SCRIPT, include_str!("page/view.js")),
    ("wire.js", SCRIPT, include_str!("page/wire.js")),
];

/// Nothing but files of this origin, no text that becomes script, and no frame around it.
const RULES: [(HeaderName, &str); 3] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    (REFERRER_POLICY, "same-origin"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

pub fn routes(config: &mut ServiceConfig) {
    config.service((page, file));
}

#[get("/")]
#[paseto_public(reason = "this is where one logs in")]
async fn page() -> HttpResponse {
    served(HTML, include_str!("page/page.html"))
}

#[get("/page/{name}")]
#[paseto_public(reason = "the page needs its style and its script")]
async fn file(name: Path<String>) -> HttpResponse {
    let known = FILES.iter().find(|(known, ..)| *known == name.as_str());
    known.map_or_else(|| HttpResponse::NotFound().finish(), |(_, kind, text)| served(kind, text))
}

fn served(kind: &'static str, text: &'static str) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    for rule in RULES {
        response.insert_header(rule);
    }
    response.insert_header((CONTENT_TYPE, kind)).body(text)
}
