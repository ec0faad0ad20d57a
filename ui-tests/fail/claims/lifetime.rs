// Claims outlive the text of the request, so they cannot borrow from it.
use actix_paseto::Claims;
use serde::Deserialize;

#[derive(Deserialize, Claims)]
struct User<'a> {
    name: &'a str,
}

fn main() {}
