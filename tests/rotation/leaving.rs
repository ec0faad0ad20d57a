//! A login as its client holds it, and the ways to leave it.

use crate::client::{Answer, Client, bearing, request};

/// With a CSRF value it is in cookies.
pub(crate) struct Login {
    access: String,
    refresh: String,
    csrf: Option<String>,
}

impl Login {
    /// What a login or a refresh has answered.
    pub(crate) fn of(answer: &Answer) -> Self {
        assert_eq!(answer.status, 200);
        let body = answer.json();
        let text = |name: &str| body[name].as_str().map(str::to_owned);
        let token = |name: &str, cookie: &str| text(name).or_else(|| answer.cookie(cookie));
        Self {
            access: token("access_token", "__Host-access").unwrap(),
            refresh: token("refresh_token", "__Host-refresh").unwrap(),
            csrf: text("csrf_token"),
        }
    }

    pub(crate) fn refresh(&self) -> Vec<u8> {
        match &self.csrf {
            None => bearing("/refresh", &self.refresh),
            Some(_) => self.post_cookies("/cookies/refresh", &self.cookies()),
        }
    }

    fn claims(&self, name: &str, token: &str) -> Vec<u8> {
        match &self.csrf {
            None => bearing("/claims", token),
            Some(_) => request("/cookies/claims", &format!("cookie: {name}={token}\r\n"), ""),
        }
    }

    /// All that a browser would send.
    fn cookies(&self) -> String {
        format!("__Host-access={}; {}", self.access, self.refresh_cookie())
    }

    fn refresh_cookie(&self) -> String {
        format!("__Host-refresh={}", self.refresh)
    }

    fn post_cookies(&self, path: &str, cookies: &str) -> Vec<u8> {
        let csrf = self.csrf.as_deref().unwrap();
        let cookies = format!("cookie: {cookies}; __Host-csrf={csrf}\r\n");
        request(path, &format!("{cookies}x-csrf-token: {csrf}\r\n"), "")
    }

    pub(crate) fn assert_is_over(&self, client: &mut Client) {
        let access = self.claims("__Host-access", &self.access);
        let refresh = self.claims("__Host-refresh", &self.refresh);
        for request in [access, refresh, self.refresh()] {
            assert_eq!(client.ask(&request).verdict(), (401, "token_revoked".to_owned()));
        }
    }
}

pub(crate) struct Way {
    pub(crate) name: &'static str,
    /// Where its logins begin; the name of the user comes in between.
    login: [&'static str; 2],
    pub(crate) leave: fn(&Login) -> Vec<u8>,
    pub(crate) left: u16,
    /// It asks with the token that the refresh uses up, and so may find it used.
    pub(crate) may_be_late: bool,
}

const BEARER: [&str; 2] = ["/login/", "/desk"];
const COOKIES: [&str; 2] = ["/cookies/login/", ""];

impl Way {
    /// Each time another user.
    pub(crate) fn login(&self, round: usize) -> Vec<u8> {
        let [before, after] = self.login;
        request(&format!("{before}user{round}{after}"), "", "")
    }
}

pub(crate) const BY_ACCESS: Way = Way {
    name: "a log-out with the access token",
    login: BEARER,
    leave: |login| bearing("/logout", &login.access),
    left: 204,
    may_be_late: false,
};

pub(crate) const OTHERS: [Way; 5] = [
    Way {
        name: "a log-out with the refresh token itself",
        leave: |login| bearing("/logout", &login.refresh),
        may_be_late: true,
        ..BY_ACCESS
    },
    Way {
        name: "the revocation endpoint with the refresh token",
        leave: |login| {
            let form = "content-type: application/x-www-form-urlencoded\r\n";
            request("/revoke", form, &format!("token={}", login.refresh))
        },
        left: 200,
        ..BY_ACCESS
    },
    Way {
        name: "a log-out everywhere",
        leave: |login| bearing("/logout/everywhere", &login.access),
        ..BY_ACCESS
    },
    Way {
        name: "a log-out with all cookies",
        login: COOKIES,
        leave: |login| login.post_cookies("/cookies/logout", &login.cookies()),
        ..BY_ACCESS
    },
    Way {
        name: "a log-out with the refresh cookie alone",
        login: COOKIES,
        leave: |login| login.post_cookies("/cookies/logout", &login.refresh_cookie()),
        ..BY_ACCESS
    },
];
