//! The places of a request where a token can stand.

use std::fmt;

/// Where in a request a token stood, as a client knows the place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// A header of this name.
    Header(String),
    /// A cookie of this name.
    Cookie(String),
    /// A member of the JSON body.
    Json(String),
    /// A parameter of the query.
    Query(String),
    /// A form that asks about it: the endpoints of revocation and introspection.
    Form,
    /// An offered WebSocket subprotocol, `bearer.<token>`.
    Subprotocol,
    /// A message within a connection that is open already.
    Message,
    /// Where the application's own function found it.
    Function,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(name) => write!(f, "header `{name}`"),
            Self::Cookie(name) => write!(f, "cookie `{name}`"),
            Self::Json(field) => write!(f, "JSON member `{field}`"),
            Self::Query(name) => write!(f, "query parameter `{name}`"),
            Self::Form => f.write_str("a form"),
            Self::Subprotocol => f.write_str("Sec-WebSocket-Protocol"),
            Self::Message => f.write_str("a message"),
            Self::Function => f.write_str("the route's own function"),
        }
    }
}
