// What fastapi-paseto refuses when a token is made, its types refuse when the program is.
use actix_paseto::Issuer;

fn make(issuer: Issuer) {
    let _ = issuer.access("test").footer_text(1);
    let _ = issuer.access("test").footer_text([]);
    let _ = issuer.access("test").assertion(1);
    let _ = issuer.refresh("test").assertion(1);
    let _ = issuer.custom("other", "test").assertion(1);
}

fn main() {}
