//! The places where a token is looked for.

/// A place in the request where a token is looked for; what is `None` is as configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a new place must be weighed at every match")]
pub enum Source {
    /// The configured header with its configured scheme.
    Header,
    /// A header of this name, with this scheme or none.
    NamedHeader {
        /// The header's name.
        name: &'static str,
        /// The word before the token.
        scheme: Option<&'static str>,
    },
    /// The configured cookie of the kind of token that is asked for.
    Cookie,
    /// A cookie of this name.
    NamedCookie {
        /// The cookie's name, exactly.
        name: &'static str,
    },
    /// The configured parameter of the query.
    Query,
    /// A parameter of the query of this name, with this scheme or none.
    NamedQuery {
        /// The parameter's name.
        name: &'static str,
        /// The word before the token.
        scheme: Option<&'static str>,
    },
    /// The configured member of the JSON body.
    Json,
    /// A member of the JSON body of this name, with this scheme or none.
    NamedJson {
        /// The member's name.
        name: &'static str,
        /// The word before the token.
        scheme: Option<&'static str>,
    },
    /// `bearer.<token>` among the offered WebSocket subprotocols.
    Subprotocol,
    /// A function of the application.
    Function,
}
