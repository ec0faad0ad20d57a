//! What every handler must be, guarded or public.

use syn::spanned::Spanned as _;

use super::{Handler, siblings};
use crate::diag::Diagnostics;

/// An `async fn` without `self` that is not the program's `main`.
pub(crate) fn check(handler: &Handler, diag: &mut Diagnostics) {
    let sig = &handler.sig;
    if is_main(handler) {
        let words = "`main` starts the server and is no handler: \
                     put the attribute on the functions that are registered as routes";
        diag.say(sig.ident.span(), words);
    } else if sig.asyncness.is_none() {
        let words = "a handler is an `async fn`: write `async` before `fn`";
        diag.say(sig.fn_token.span(), words);
    }
    if let Some(receiver) = sig.receiver() {
        let words = "a handler cannot take `self`: \
                     make it a free `async fn`, and take the state as `web::Data<…>`";
        diag.say(receiver.self_token.span, words);
    }
}

/// `#[actix_web::main]` leaves a `main` that is not async, where it ran first.
fn is_main(handler: &Handler) -> bool {
    let starts = handler.attrs.iter().any(siblings::starts_program);
    handler.sig.ident == "main" && (starts || handler.sig.asyncness.is_none())
}
