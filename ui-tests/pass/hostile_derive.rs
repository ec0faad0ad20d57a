// The derive, too, means its own `Option` and `Result`.
#![allow(dead_code, non_camel_case_types)]

mod core {}
mod std {}

struct Option;
struct Some;
struct None;
struct Result;
struct Ok;
struct Err;

mod claims {
    #[derive(::serde::Serialize, ::serde::Deserialize, ::actix_paseto::Claims)]
    pub struct Inner {
        #[claim(scopes)]
        pub grants: ::std::vec::Vec<::std::string::String>,
    }
}

#[derive(::actix_paseto::Claims)]
struct User {
    #[claim(len(1..=9), with = is_nice)]
    name: ::std::string::String,
    #[serde(flatten)]
    inner: claims::Inner,
}

impl<'de> ::serde::Deserialize<'de> for User {
    fn deserialize<D: ::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        let inner = <claims::Inner as ::serde::Deserialize>::deserialize(deserializer)?;
        ::core::result::Result::Ok(Self { name: ::std::string::String::new(), inner })
    }
}

fn is_nice(name: &::std::string::String) -> bool {
    name != "nobody"
}

fn main() {
    assert_eq!(
        <User as ::actix_paseto::claims::ClaimSet>::SCOPES,
        ::core::option::Option::Some("grants"),
    );
}
