// Each state of a token is proof of the step before it: none can be made up by hand.
use actix_paseto::token::{
    AuthenticToken, Authorized, BearerToken, Token, UntrustedToken, VerifiedClaims,
};

fn main() {
    let _ = BearerToken {};
    let _ = UntrustedToken {};
    let _ = AuthenticToken {};
    let _ = VerifiedClaims {};
    let _ = Authorized::<()> {};
    let _ = Token {};
}
