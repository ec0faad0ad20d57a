// Absent means refused: there is no default for what must be proven.
use actix_paseto::token::VerifiedClaims;

fn main() {
    let _ = VerifiedClaims::default();
}
