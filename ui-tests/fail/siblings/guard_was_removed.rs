// The alarm that is left in a body whose guard another macro has dropped.
async fn orders() -> String {
    actix_paseto::__private::guard_was_removed!();
    String::new()
}

fn main() {}
