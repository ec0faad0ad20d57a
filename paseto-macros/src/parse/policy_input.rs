//! `policy! { pub AdminOnly: fresh, scopes("admin"); pub Renewal: refresh }`.

use proc_macro2::Ident;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Token, Visibility};

use super::guard_args::GuardArgs;

/// Several named policies, as written.
pub(crate) struct PoliciesInput(pub(crate) Vec<PolicyInput>);

/// One named policy, as written.
pub(crate) struct PolicyInput {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) name: Ident,
    /// `refresh` or `optional`, where the arguments begin with one.
    pub(crate) mode: Option<Ident>,
    pub(crate) args: GuardArgs,
}

impl Parse for PoliciesInput {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut all = Vec::new();
        while !input.is_empty() {
            all.push(input.parse()?);
            if !input.is_empty() {
                input.parse::<Token![;]>()?;
            }
        }
        if all.is_empty() {
            return Err(input.error("name a policy: write `policy! { pub AdminOnly: fresh }`"));
        }
        Ok(Self(all))
    }
}

impl Parse for PolicyInput {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let name = name(input)?;
        if !(input.is_empty() || input.peek(Token![;]) || input.peek(Token![:])) {
            return Err(input.error("after the policy's name comes `:` and what it demands"));
        }
        input.parse::<Option<Token![:]>>()?;
        let mode = mode(input)?;
        Ok(Self { attrs, vis, name, mode, args: input.parse()? })
    }
}

fn name(input: ParseStream<'_>) -> syn::Result<Ident> {
    input.parse().map_err(|error| {
        syn::Error::new(error.span(), "a policy begins with its name: `pub AdminOnly: fresh`")
    })
}

fn mode(input: ParseStream<'_>) -> syn::Result<Option<Ident>> {
    let ahead = input.fork();
    let Ok(word) = ahead.parse::<Ident>() else { return Ok(None) };
    if word != "refresh" && word != "optional" {
        return Ok(None);
    }
    let word = input.parse()?;
    input.parse::<Option<Token![,]>>()?;
    Ok(Some(word))
}
