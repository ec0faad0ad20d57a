//! `#[paseto_guarded] mod m { … }`: the module as written.

use syn::parse::{Parse, ParseStream};
use syn::{Attribute, ItemMod, Token, Visibility};

/// A module with its body or without.
pub(crate) struct ModuleInput(pub(crate) ItemMod);

impl Parse for ModuleInput {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ahead = input.fork();
        ahead.call(Attribute::parse_outer)?;
        ahead.parse::<Visibility>()?;
        if ahead.peek(Token![mod]) || ahead.peek(Token![unsafe]) {
            return input.parse().map(Self);
        }
        Err(ahead.error(
            "`#[paseto_guarded]` goes on a module: write `#[paseto_guarded] mod … { … }`, \
             and on a handler `#[paseto_required]`",
        ))
    }
}
