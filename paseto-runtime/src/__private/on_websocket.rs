//! A named policy on a WebSocket route.

use std::marker::PhantomData;

use actix_web::HttpRequest;

use crate::policy::PolicySpec;
use crate::token::{ClaimsOf, Token};
use crate::web::Policy;

/// `P`, for a handshake: what looks in the configured places looks in those for WebSockets.
#[derive(Debug)]
pub struct OnWebSocket<P>(PhantomData<fn() -> P>);

impl<P: Policy> Policy for OnWebSocket<P> {
    type Claims = P::Claims;
    type Mode = P::Mode;
    const SPEC: PolicySpec = P::SPEC.websocket();
    const ASSERTION: &'static [u8] = P::ASSERTION;
    /// A handshake has none.
    const READS_BODY: bool = false;

    fn assertion_from(req: &HttpRequest) -> Option<Vec<u8>> {
        P::assertion_from(req)
    }

    fn token_from(req: &HttpRequest) -> Option<Vec<u8>> {
        P::token_from(req)
    }

    fn requirement(
        claims: &<Self::Claims as ClaimsOf>::Set,
        token: &Token,
        req: &HttpRequest,
    ) -> bool {
        P::requirement(claims, token, req)
    }
}
