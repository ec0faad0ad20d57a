//! `from(header("X-Token", scheme = "Token"), cookie, query("token"), with(FN))`.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Expr, LitStr, Token, token};

use super::{suggest, value};

const PLACES: [&str; 6] = ["header", "cookie", "query", "json", "subprotocol", "with"];

/// Whether the word stands in `from(…)`, and nowhere else.
pub(crate) fn is_named_place(word: &Ident) -> bool {
    word != "with" && PLACES.iter().any(|place| word == place)
}

/// One place to look for the token, as written.
pub(crate) struct SourceArg {
    pub(crate) word: Ident,
    pub(crate) name: Option<LitStr>,
    pub(crate) scheme: Option<LitStr>,
    pub(crate) function: Option<Expr>,
}

impl SourceArg {
    /// `(header, query("token"))`.
    pub(crate) fn parse_list(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<Self>> {
        let words = "`from` takes a list of places: write `from(header, query(\"token\"))`";
        let content = value::group(key, input, words)?;
        let all = Punctuated::<Self, Token![,]>::parse_terminated_with(&content, Self::parse)?;
        Ok(all.into_iter().collect())
    }

    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let word: Ident = input.parse().map_err(|error| {
            syn::Error::new(error.span(), format!("a place is one of `{}`", PLACES.join("`, `")))
        })?;
        match word.to_string().as_str() {
            "header" | "cookie" | "query" | "json" => Self::named(word, input),
            "subprotocol" => {
                value::none(&word, input)?;
                Ok(Self::bare(word))
            }
            "with" => Self::function(word, input),
            other => {
                let hint = suggest::hint(other, &PLACES, &PLACES);
                Err(syn::Error::new(word.span(), format!("unknown place `{other}`: {hint}")))
            }
        }
    }

    fn bare(word: Ident) -> Self {
        Self { word, name: None, scheme: None, function: None }
    }

    fn function(word: Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let words = "`with` takes one function: write `with(function)`";
        let function = Some(value::one_expr(&word, input, words)?);
        Ok(Self { function, ..Self::bare(word) })
    }

    fn named(word: Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let words = forms(&word);
        if !input.peek(token::Paren) {
            return if input.peek(Token![=]) {
                Err(input.error(words))
            } else {
                Ok(Self::bare(word))
            };
        }
        let content = value::group(&word, input, &words)?;
        let name = Some(value::literal(&word, &content, &words)?);
        let scheme = scheme(&content, &words)?;
        value::end(&content, &words)?;
        Ok(Self { name, scheme, ..Self::bare(word) })
    }
}

/// A scheme is read after any name; that a cookie has none is no matter of spelling.
fn forms(word: &Ident) -> String {
    if word == "cookie" {
        return "write `cookie` or `cookie(\"name\")`".to_owned();
    }
    format!("write `{word}`, `{word}(\"name\")` or `{word}(\"name\", scheme = \"…\")`")
}

/// `, scheme = "Token"`, if it is there.
fn scheme(input: ParseStream<'_>, words: &str) -> syn::Result<Option<LitStr>> {
    if !(input.peek(Token![,]) && input.peek2(syn::Ident)) {
        return Ok(None);
    }
    input.parse::<Token![,]>()?;
    let key: Ident = input.parse()?;
    if key != "scheme" {
        return Err(syn::Error::new(key.span(), words));
    }
    value::text(&key, input).map(Some)
}
