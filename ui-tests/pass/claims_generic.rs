// Claims with parameters, of which only some make claims.
#![deny(warnings)]

use actix_paseto::{Claims, paseto_required};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Claims)]
struct Account<T, const N: usize>
where
    T: Clone,
{
    id: T,
}

#[paseto_required(require = claims.id > 7)]
async fn show(who: Claims<Account<u32, 3>>) -> String {
    who.id.to_string()
}

fn main() {
    let _ = actix_web::web::get().to(show);
}
