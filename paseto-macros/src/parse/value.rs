//! The forms a value takes: none, `= "text"`, `= expression`, `("a", "b")`.

use proc_macro2::{Ident, Span};
use syn::parse::{Parse, ParseBuffer, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, LitStr, Token, parenthesized, token};

/// `base64`: nothing follows.
pub(crate) fn none(key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
    if input.peek(Token![=]) || input.peek(token::Paren) {
        return Err(input.error(format!("`{key}` takes no value: write `{key}` alone")));
    }
    Ok(())
}

/// `audience = "api"`.
pub(crate) fn text(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let words = format!("`{key}` takes text: write `{key} = \"…\"`");
    equals(key, input, &words)?;
    literal(key, input, &words)
}

/// `fresh` or `fresh = "15m"`.
pub(crate) fn optional_text(key: &Ident, input: ParseStream<'_>) -> syn::Result<Option<LitStr>> {
    if input.peek(token::Paren) {
        return Err(input.error(format!("write `{key} = \"15m\"`, or `{key}` alone")));
    }
    if !input.peek(Token![=]) {
        return Ok(None);
    }
    input.parse::<Token![=]>()?;
    let words = format!("`{key}` takes a duration as text: write `{key} = \"15m\"`");
    literal(key, input, &words).map(Some)
}

/// `claims = User`, `require = claims.admin`.
pub(crate) fn parsed<T: Parse>(key: &Ident, input: ParseStream<'_>, what: &str) -> syn::Result<T> {
    equals(key, input, &format!("`{key}` takes {what}: write `{key} = …`"))?;
    if input.is_empty() {
        return Err(syn::Error::new(key.span(), format!("`{key} =` is followed by {what}")));
    }
    input.parse()
}

/// `scopes("a", "b")`.
pub(crate) fn list(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    let words = format!("`{key}` takes a list of texts: write `{key}(\"…\", \"…\")`");
    let content = group(key, input, &words)?;
    let all = Punctuated::<LitStr, Token![,]>::parse_terminated(&content)
        .map_err(|error| syn::Error::new(error.span(), &words))?;
    Ok(all.into_iter().collect())
}

/// `path("tenant")`: exactly one text.
pub(crate) fn one_text(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let words = format!("`{key}` takes one text: write `{key}(\"…\")`");
    let content = group(key, input, &words)?;
    let name = literal(key, &content, &words)?;
    end(&content, &words)?;
    Ok(name)
}

/// `with(FN)` or `len(1..=64)`: exactly one expression.
pub(crate) fn one_expr(key: &Ident, input: ParseStream<'_>, words: &str) -> syn::Result<Expr> {
    let content = group(key, input, words)?;
    if content.is_empty() {
        return Err(syn::Error::new(key.span(), words));
    }
    let expr = content.parse()?;
    end(&content, words)?;
    Ok(expr)
}

/// The inside of the parentheses after `key`.
pub(crate) fn group<'a>(
    key: &Ident,
    input: ParseStream<'a>,
    words: &str,
) -> syn::Result<ParseBuffer<'a>> {
    if !input.peek(token::Paren) {
        return Err(syn::Error::new(here(key, input), words));
    }
    let content;
    parenthesized!(content in input);
    Ok(content)
}

/// A text, or `words` where there is none.
pub(crate) fn literal(key: &Ident, input: ParseStream<'_>, words: &str) -> syn::Result<LitStr> {
    let at = here(key, input);
    input.parse().map_err(|_| syn::Error::new(at, words))
}

/// An optional comma, and nothing after it.
pub(crate) fn end(input: ParseStream<'_>, words: &str) -> syn::Result<()> {
    input.parse::<Option<Token![,]>>()?;
    if input.is_empty() { Ok(()) } else { Err(input.error(words)) }
}

fn equals(key: &Ident, input: ParseStream<'_>, words: &str) -> syn::Result<()> {
    let at = if input.peek(Token![,]) { key.span() } else { here(key, input) };
    input.parse::<Token![=]>().map(drop).map_err(|_| syn::Error::new(at, words))
}

/// The next token, or `key` where nothing follows: the end of input has no span of its own.
fn here(key: &Ident, input: ParseStream<'_>) -> Span {
    if input.is_empty() { key.span() } else { input.span() }
}
