// A misspelt key must never be skipped, in a declaration neither.
actix_paseto::policy! { pub Admin: scope("admin") }

fn main() {}
