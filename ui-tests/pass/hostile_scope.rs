// Nothing in the user's scope can be mistaken for what generated code means.
#![allow(dead_code, non_camel_case_types, unused_imports)]

mod core {}
mod std {}
mod actix_web {}
mod actix_paseto {}
mod serde {}

struct Option;
struct Some;
struct None;
struct Result;
struct Ok;
struct Vec;
struct bool;
struct u8;
struct str;
struct claims;
struct token;
struct req;

mod blanket {
    pub trait Check {
        fn check(&self) -> ::core::primitive::bool {
            true
        }
    }

    impl<T: ?Sized> Check for T {}
}
use self::blanket::Check as _;

fn token_of(
    _: &::actix_web::HttpRequest,
) -> ::core::option::Option<&'static [::core::primitive::u8]> {
    ::core::option::Option::None
}

#[::actix_paseto::paseto_required(
    fresh,
    assertion = "alpha",
    require = token.is_fresh() && req.method() == "GET",
    from(header("x-token", scheme = "Token"), with(token_of)),
)]
async fn orders(path: ::actix_web::web::Path<::core::primitive::u32>) -> ::std::string::String {
    ::std::string::ToString::to_string(&path)
}

fn main() {
    let _ = ::actix_web::web::get().to(orders);
}
