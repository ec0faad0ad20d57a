//! What stands at the head of a request.

use awc::ConnectRequest;
use awc::error::SendRequestError;
use awc::http::Uri;
use awc::http::header::{HeaderMap, HeaderName, HeaderValue};

use super::super::Bearer;
use super::super::bearer::{Ticket, config};
use super::failed;

/// Whether it goes where the token may go, and has none of the caller's own.
pub(super) fn is_for(bearer: &Bearer, request: &ConnectRequest) -> bool {
    let is_set = |headers: &HeaderMap| headers.contains_key(bearer.header_name());
    let (uri, is_set): (&Uri, bool) = match request {
        ConnectRequest::Client(head, ..) => {
            let own = is_set(&head.as_ref().headers);
            (&head.as_ref().uri, own || head.extra_headers().is_some_and(is_set))
        }
        ConnectRequest::Tunnel(head, _) => (&head.uri, is_set(&head.headers)),
    };
    let (scheme, host) = (uri.scheme_str().unwrap_or_default(), uri.host().unwrap_or_default());
    !is_set && bearer.is_for(scheme, host, uri.port_u16())
}

/// With a head of its own, and whether its body can be sent again. A frozen request shares its head
/// with others.
pub(super) fn prepared(request: ConnectRequest) -> (ConnectRequest, bool) {
    match request {
        ConnectRequest::Tunnel(..) => (request, true),
        ConnectRequest::Client(head, body, address) => {
            let mut own = head.as_ref().clone();
            for (name, value) in head.extra_headers().into_iter().flatten() {
                own.headers.insert(name.clone(), value.clone());
            }
            let is_replayable = equals_itself(&body);
            (ConnectRequest::Client(own.into(), body, address), is_replayable)
        }
    }
}

/// Bytes do, a stream does not: awc tells no more of a body.
fn equals_itself<B: PartialEq>(body: &B) -> bool {
    body.eq(body)
}

/// The same request with the token on.
pub(super) fn with_token(
    bearer: &Bearer,
    request: ConnectRequest,
    ticket: &Ticket,
) -> Result<ConnectRequest, SendRequestError> {
    let name = bearer.header_name().parse::<HeaderName>();
    let name = name.map_err(|_| failed(config("the header has no such name")))?;
    let value = HeaderValue::from_str(&bearer.value(ticket));
    let mut value = value.map_err(|_| failed(config("the token cannot stand in a header")))?;
    value.set_sensitive(true);
    Ok(match request {
        ConnectRequest::Tunnel(mut head, address) => {
            head.headers.insert(name, value);
            ConnectRequest::Tunnel(head, address)
        }
        ConnectRequest::Client(head, body, address) => {
            let mut own = head.as_ref().clone();
            own.headers.insert(name, value);
            ConnectRequest::Client(own.into(), body, address)
        }
    })
}
