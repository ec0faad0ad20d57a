// Handlers registered with `.to(…)` are not seen: nothing here would be guarded.
use actix_paseto::paseto_guarded;

#[paseto_guarded]
mod admin {
    pub async fn users() -> String {
        String::new()
    }
}

fn main() {}
