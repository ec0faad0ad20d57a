//! `#[serde(…)]` as far as it names claims; the rest is serde's own affair.

use proc_macro2::Ident;
use quote::ToTokens as _;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Token, token};

/// One word of `#[serde(…)]`.
pub(crate) struct SerdeItem {
    pub(crate) key: Ident,
    pub(crate) value: SerdeValue,
}

/// What was said to it, as far as it is a name.
pub(crate) enum SerdeValue {
    Text(LitStr),
    /// `(serialize = "…", deserialize = "…")`
    Both {
        serialize: Option<LitStr>,
        deserialize: Option<LitStr>,
    },
    Other,
}

impl SerdeItem {
    pub(crate) fn parse_all(attrs: &[Attribute]) -> syn::Result<Vec<Self>> {
        let mut all = Vec::new();
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("serde")) {
            attr.parse_nested_meta(|meta| {
                let value = value(&meta)?;
                all.extend(meta.path.get_ident().cloned().map(|key| Self { key, value }));
                Ok(())
            })?;
        }
        Ok(all)
    }

    pub(crate) fn is(&self, key: &str) -> bool {
        self.key == key
    }
}

fn value(meta: &ParseNestedMeta<'_>) -> syn::Result<SerdeValue> {
    if meta.input.peek(Token![=]) {
        let expr: Expr = meta.value()?.parse()?;
        return Ok(text(expr).map_or(SerdeValue::Other, SerdeValue::Text));
    }
    if meta.input.peek(token::Paren) {
        return both(meta);
    }
    Ok(SerdeValue::Other)
}

fn both(meta: &ParseNestedMeta<'_>) -> syn::Result<SerdeValue> {
    let (mut serialize, mut deserialize) = (None, None);
    meta.parse_nested_meta(|side| {
        let name = if side.input.peek(Token![=]) { text(side.value()?.parse()?) } else { None };
        match side.path.to_token_stream().to_string().as_str() {
            "serialize" => serialize = name,
            "deserialize" => deserialize = name,
            _ => {}
        }
        Ok(())
    })?;
    Ok(SerdeValue::Both { serialize, deserialize })
}

/// The text, also where a macro passed it on.
fn text(expr: Expr) -> Option<LitStr> {
    if let Expr::Group(group) = expr {
        text(*group.expr)
    } else if let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = expr {
        Some(text)
    } else {
        None
    }
}
