//! What a browser does with the cookies of an answer.

use actix_http::header::HeaderMap;
use actix_paseto::web::SessionCookies;
use actix_web::HttpResponse;
use actix_web::test::TestRequest;

use crate::support::{self, Reply};

/// One `Set-Cookie`, its attributes in the order of the alphabet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SetCookie {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) attributes: Vec<String>,
}

impl SetCookie {
    fn parse(line: &str) -> Self {
        let mut parts = line.split("; ").map(str::to_owned);
        let pair = parts.next().unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        let mut attributes: Vec<String> = parts.collect();
        attributes.sort();
        Self { name: name.to_owned(), value: value.to_owned(), attributes }
    }

    pub(crate) fn attributes(&self) -> String {
        self.attributes.join("; ")
    }
}

pub(crate) fn set_by(headers: &HeaderMap) -> Vec<SetCookie> {
    let lines = headers.get_all("set-cookie");
    lines.map(|line| SetCookie::parse(line.to_str().unwrap())).collect()
}

pub(crate) fn set(reply: &Reply) -> Vec<SetCookie> {
    set_by(&reply.headers)
}

/// The names, in their order.
pub(crate) fn names(reply: &Reply) -> Vec<String> {
    set(reply).into_iter().map(|cookie| cookie.name).collect()
}

/// What a browser holds after a login.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) access: String,
    pub(crate) refresh: String,
    pub(crate) csrf: String,
}

impl Session {
    pub(crate) fn of(cookies: &[SetCookie]) -> Self {
        let value = |name: &str| {
            let found = cookies.iter().find(|cookie| cookie.name == name);
            found.map(|cookie| cookie.value.clone()).unwrap_or_default()
        };
        let [access, refresh, csrf] = ["__Host-access", "__Host-refresh", "__Host-csrf"].map(value);
        Self { access, refresh, csrf }
    }

    pub(crate) fn made(cookies: &SessionCookies) -> Self {
        let mut response = HttpResponse::Ok().finish();
        cookies.set_on(&mut response);
        Self::of(&set_by(response.headers()))
    }

    #[track_caller]
    pub(crate) fn answered(reply: &Reply) -> Self {
        assert_eq!(reply.status, 200, "{}", reply.text());
        Self::of(&set(reply))
    }

    /// All that a browser would send.
    pub(crate) fn cookies(&self) -> String {
        let Self { access, refresh, csrf } = self;
        format!("__Host-access={access}; __Host-refresh={refresh}; __Host-csrf={csrf}")
    }

    pub(crate) fn get(&self, uri: &str) -> TestRequest {
        get(uri).insert_header(("cookie", self.cookies()))
    }

    /// As a page of ours sends it.
    pub(crate) fn post(&self, uri: &str) -> TestRequest {
        self.bare_post(uri).insert_header(("x-csrf-token", self.csrf.clone()))
    }

    /// As a foreign page makes the browser send it, if it says nothing about the page.
    pub(crate) fn bare_post(&self, uri: &str) -> TestRequest {
        post(uri).insert_header(("cookie", self.cookies()))
    }
}

pub(crate) fn get(uri: &str) -> TestRequest {
    support::get(uri).insert_header(("host", "app.example"))
}

pub(crate) fn post(uri: &str) -> TestRequest {
    support::post(uri).insert_header(("host", "app.example"))
}
