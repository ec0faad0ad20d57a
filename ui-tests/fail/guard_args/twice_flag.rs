// A repeated word is a slip of the editor, so say so before it hides another.
use actix_paseto::paseto_required;

#[paseto_required(base64, base64)]
async fn orders() -> String {
    String::new()
}

fn main() {}
