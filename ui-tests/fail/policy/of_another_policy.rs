// Policies do not inherit; half a policy would be taken for a whole one.
actix_paseto::policy! { pub Base: fresh; pub Admin: policy = Base }

fn main() {}
