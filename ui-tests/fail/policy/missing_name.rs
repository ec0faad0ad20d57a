// A policy that nobody can name guards nothing.
actix_paseto::policy! { : fresh }

fn main() {}
