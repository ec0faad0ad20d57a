// The parameters come out of a guard that has passed, in the handler, and not of a field.
use actix_paseto::__private::Guarded;

fn args<P>(guarded: Guarded<P, (String,)>) -> (String,) {
    guarded.args
}

fn main() {}
