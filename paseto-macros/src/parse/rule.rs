//! `#[claim(one_of("a", "b"), len(1..=64))]` on a field, `#[claim(crate = path)]` on the struct.

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Expr, LitStr, Meta, Path, Token};

use super::given::Given;
use super::{guard_args, suggest, value};

const RULES: [&str; 5] = ["one_of", "len", "range", "scopes", "with"];

/// The rules of one field, repeats kept.
#[derive(Default)]
pub(crate) struct RuleArgs {
    pub(crate) one_of: Given<Vec<LitStr>>,
    pub(crate) len: Given<Expr>,
    pub(crate) range: Given<Expr>,
    pub(crate) scopes: Given<()>,
    pub(crate) with: Given<Expr>,
}

impl RuleArgs {
    pub(crate) fn parse_all(attrs: &[Attribute]) -> syn::Result<Self> {
        let mut rules = Self::default();
        for attr in claim_attrs(attrs) {
            each(attr, "name a rule: write `#[claim(len(1..=64))]`", |key, input| {
                rules.parse_one(key, input)
            })?;
        }
        Ok(rules)
    }

    fn parse_one(&mut self, key: Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match key.to_string().as_str() {
            "one_of" => self.one_of.push(key.clone(), value::list(&key, input)?),
            "len" => self.len.push(key.clone(), bounds(&key, input, "len(1..=64)")?),
            "range" => self.range.push(key.clone(), bounds(&key, input, "range(0..=9)")?),
            "scopes" => {
                value::none(&key, input)?;
                self.scopes.push(key, ());
            }
            "with" => self.with.push(key.clone(), value::parsed(&key, input, "a function")?),
            other => {
                let hint = suggest::hint(other, &RULES, &RULES);
                let words = format!("unknown rule `{other}`: {hint}");
                return Err(syn::Error::new(key.span(), words));
            }
        }
        Ok(())
    }
}

/// `#[claim(crate = path)]` on the struct.
pub(crate) fn roots(attrs: &[Attribute]) -> syn::Result<Given<Path>> {
    let mut roots = Given::default();
    let words = "on the struct itself there is only `#[claim(crate = path)]`: \
                 put a rule on the field that it is about";
    for attr in claim_attrs(attrs) {
        each(attr, words, |key, input| {
            if key != "crate" {
                return Err(syn::Error::new(key.span(), words));
            }
            let path = guard_args::root(&key, input)?;
            roots.push(key, path);
            Ok(())
        })?;
    }
    Ok(roots)
}

fn claim_attrs(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident("claim"))
}

/// A range; a text or a number alone is surely a slip.
fn bounds(key: &Ident, input: ParseStream<'_>, example: &str) -> syn::Result<Expr> {
    let words = format!("`{key}` takes a range: write `{example}`");
    let expr = value::one_expr(key, input, &words)?;
    if matches!(expr, Expr::Lit(_)) {
        return Err(syn::Error::new_spanned(&expr, words));
    }
    Ok(expr)
}

/// Calls `one` for every `key …` between the commas of `#[claim(…)]`.
fn each(
    attr: &Attribute,
    empty: &str,
    mut one: impl FnMut(Ident, ParseStream<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    let Meta::List(list) = &attr.meta else { return Err(syn::Error::new_spanned(attr, empty)) };
    if list.tokens.is_empty() {
        return Err(syn::Error::new_spanned(attr, empty));
    }
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            one(input.call(Ident::parse_any)?, input)?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    };
    parser.parse2(list.tokens.clone())
}
