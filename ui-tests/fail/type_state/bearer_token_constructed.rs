// The constructor is the library's own: the text must have been in a request.
use actix_paseto::error::Place;
use actix_paseto::token::BearerToken;

fn forge(place: Place) -> BearerToken<'static> {
    BearerToken::found(b"v4.local.abc".as_slice(), place)
}

fn main() {}
