//! The cookies of one browser, as far as an example needs one.

use std::collections::BTreeMap;

use crate::harness::{Reply, Request};

/// Names and values; a cookie that the server clears is gone.
#[derive(Clone, Default)]
pub struct Jar(BTreeMap<String, String>);

impl Jar {
    /// What these cookies are after the answer. Every one that is set must be what a browser keeps
    /// under its name, and out of reach of scripts unless it is the CSRF value.
    pub fn take(&mut self, reply: &Reply) {
        for (_, line) in reply.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (pair, attributes) = line.split_once("; ").unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let attributes: Vec<_> = attributes.split("; ").collect();
            for needed in ["Secure", "Path=/", "SameSite=Lax"] {
                assert!(attributes.contains(&needed), "{line}");
            }
            assert_eq!(attributes.contains(&"HttpOnly"), name != "__Host-csrf", "{line}");
            match attributes.contains(&"Max-Age=0") {
                true => self.0.remove(name),
                false => self.0.insert(name.to_owned(), value.to_owned()),
            };
        }
    }

    pub fn names(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    pub fn value(&self, name: &str) -> &str {
        &self.0[name]
    }

    /// The request with all of them.
    pub fn with(&self, request: Request) -> Request {
        let pairs: Vec<_> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.header("cookie", pairs.join("; "))
    }

    /// As a page of the own origin sends it.
    pub fn with_csrf(&self, request: Request) -> Request {
        self.with(request).header("x-csrf-token", self.value("__Host-csrf"))
    }
}
