// A trait that every type has cannot stand in for the check.
#![allow(unused_imports)]

use actix_paseto::{Token, paseto_optional};

mod blanket {
    pub trait Check: Sized {
        fn check<P>(self) {}
    }

    impl<T> Check for T {}
}
use self::blanket::Check as _;

#[paseto_optional]
async fn show(token: Token) -> String {
    token.subject().to_string()
}

fn main() {}
