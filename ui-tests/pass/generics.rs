// Type, lifetime and constant parameters, bounds in a `where` clause, a turbofish.
#![deny(warnings)]

use actix_paseto::{Claims, paseto_required};
use actix_web::{App, web};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
struct User {
    role: String,
    level: u8,
}

#[paseto_required]
async fn store<T, const N: usize>(state: web::Data<T>, who: Claims<User>) -> String
where
    T: ToString + 'static,
{
    format!("{} {} {} {N}", state.to_string(), who.role, who.level)
}

fn main() {
    let _ = App::new().route("/a", web::get().to(store::<u32, 3>));
}
