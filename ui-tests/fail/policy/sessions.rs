// What contradicts on an attribute contradicts in a declaration as well.
actix_paseto::policy! {
    pub Renewal: refresh, rotate, from(query);
    pub Reset: kind = "reset", single_use, skip_revocation, from(cookie);
    pub Browser: rotate, from(header), skip_csrf;
    pub Live: from(cookie, subprotocol), skip_csrf
}

fn main() {}
