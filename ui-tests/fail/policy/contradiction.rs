// The rules of an attribute hold in a declaration as well.
actix_paseto::policy! { pub Renewal: refresh, fresh }

fn main() {}
