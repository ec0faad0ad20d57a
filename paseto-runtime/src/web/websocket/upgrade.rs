//! The handshake: the guard has passed, now the origin and the protocol.

use std::fmt;
use std::future::{Future, Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::SEC_WEBSOCKET_PROTOCOL;
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse, web};

use super::origin;
use super::socket::Socket;
use crate::error::{Place, Rejection};
use crate::policy::{PolicySpec, Site, Uses};
use crate::profile::Profile;
use crate::token::{Token, Who};
use crate::web::admission::Admission;
use crate::web::revocations::profile_of;
use crate::web::{Paseto, Refusal};

/// A handshake that may be answered: take it as a parameter of a guarded handler.
///
/// Who is refused gets a plain HTTP answer, before the 101. Who is let in is cut off when the
/// token expires or is revoked; [`Socket`] lists the close codes. Without any guard nobody is let
/// in; a socket for everyone is actix-ws's own business.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::web::{Message, WebSocket};
///
/// async fn echo(socket: WebSocket) -> actix_web::Result<actix_web::HttpResponse> {
///     socket.start(|mut socket| async move {
///         while let Some(message) = socket.recv().await {
///             let Message::Text(text) = message else { continue };
///             if socket.text(text).await.is_err() {
///                 break;
///             }
///         }
///     })
/// }
/// ```
pub struct WebSocket {
    req: HttpRequest,
    payload: web::Payload,
    protocols: Option<Vec<String>>,
}

impl WebSocket {
    /// The subprotocols that the application speaks; the first offered one of them is answered.
    /// Default: the first one offered that carries no token.
    #[must_use]
    pub fn protocols(mut self, ours: &[&str]) -> Self {
        self.protocols = Some(ours.iter().map(|one| (*one).to_owned()).collect());
        self
    }

    /// Answers the handshake and runs `serve` beside it until it ends.
    ///
    /// # Errors
    ///
    /// actix-ws's, if the request is no WebSocket handshake.
    pub fn start<S, F>(self, serve: S) -> Result<HttpResponse, Error>
    where
        S: FnOnce(Socket) -> F,
        F: Future<Output = ()> + 'static,
    {
        let protocols = self.protocols.unwrap_or_else(|| offered(&self.req));
        let protocols: Vec<&str> = protocols.iter().map(String::as_str).collect();
        let admission = admission(&self.req)?;
        let (response, session, stream) =
            actix_ws::handle_with_protocols(&self.req, self.payload, &protocols)?;
        actix_web::rt::spawn(serve(Socket::open(self.req, admission, session, stream)));
        Ok(response)
    }
}

/// Asked when the handler runs, not when its parameters are made: in a handler without a guard the
/// `Token` beside us may still be waiting for the store then, and the socket would never end.
///
/// Who passed no guard at all opens nothing: such a socket would never end either.
fn admission(req: &HttpRequest) -> Result<Admission, Error> {
    let profile = profile_of(req)?;
    let Some(admission) = Admission::of_request(req) else {
        return Err(refuse(req, Rejection::Missing, &profile));
    };
    check_origin(req, &profile)?;
    Ok(admission)
}

/// What the client offers, without what only carries its token: that is never echoed.
fn offered(req: &HttpRequest) -> Vec<String> {
    let lines = req.headers().get_all(SEC_WEBSOCKET_PROTOCOL);
    let names = lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(','));
    let names = names.map(str::trim).filter(|name| !is_bearer(name));
    names.map(str::to_owned).collect()
}

/// In any case: what somebody meant as a token is not repeated either.
fn is_bearer(name: &str) -> bool {
    name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("bearer."))
}

impl FromRequest for WebSocket {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(profile_of(req).and_then(|profile| open(req, payload, &profile)))
    }
}

fn open(
    req: &HttpRequest,
    payload: &mut Payload,
    profile: &Arc<Profile>,
) -> Result<WebSocket, Error> {
    check_origin(req, profile)?;
    check_handshake(req)?;
    let payload = web::Payload::from_request(req, payload).into_inner()?;
    Ok(WebSocket { req: req.clone(), payload, protocols: None })
}

/// What is no handshake is refused while the parameters are read, before a ticket is used up.
/// actix-ws answers it to see that, and the answer is thrown away.
fn check_handshake(req: &HttpRequest) -> Result<(), Error> {
    let admission = Admission::of_request(req);
    if admission.is_none_or(|admission| admission.spec().uses == Uses::Many) {
        return Ok(());
    }
    let nothing = web::Payload::from_request(req, &mut Payload::None).into_inner()?;
    actix_ws::handle(req, nothing).map(drop)
}

/// Asked again when the handler runs: only then is it sure whether the token came in a cookie.
fn check_origin(req: &HttpRequest, profile: &Arc<Profile>) -> Result<(), Error> {
    let admission = Admission::of_request(req);
    let place = admission.as_ref().and_then(Admission::token).map(Token::place);
    let cookie = matches!(place, Some(Place::Cookie(_)));
    origin::check(req, &profile.settings.websocket.origins, cookie)
        .map_err(|rejection| refuse(req, rejection, profile))
}

fn refuse(req: &HttpRequest, rejection: Rejection, profile: &Arc<Profile>) -> Error {
    static SPEC: PolicySpec = PolicySpec::required(Site::built_in("(websocket)"));
    let renderer = Paseto::of_request(req).and_then(Paseto::renderer);
    let admission = Admission::of_request(req);
    let who = admission.as_ref().and_then(Admission::token).cloned().map(Who::Bearer);
    Refusal::new(&SPEC, rejection, profile, renderer).logged(who.as_ref()).into()
}

impl fmt::Debug for WebSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebSocket")
    }
}
