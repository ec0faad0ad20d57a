// A verified token that could be parsed from JSON would prove nothing.
use actix_paseto::Token;

fn deserializable<T: serde::de::DeserializeOwned>() {}

fn main() {
    deserializable::<Token>();
}
