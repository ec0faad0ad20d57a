//! The input of `#[derive(Claims)]`: fields with their attributes as written.

use proc_macro2::{Ident, Span};
use syn::parse::{Parse, ParseStream};
use syn::{Data, DeriveInput, Field, Fields, Generics, Path, Type};

use super::given::Given;
use super::rule::{self, RuleArgs};
use super::serde_attr::SerdeItem;

/// What the derive stands on.
pub(crate) struct ClaimsInput {
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    pub(crate) root: Given<Path>,
    pub(crate) serde: Vec<SerdeItem>,
    pub(crate) shape: Shape,
}

/// Whether there are named fields.
pub(crate) enum Shape {
    Named(Vec<FieldInput>),
    /// An enum, a union, or a struct without names; the span of what says so.
    Other(Span),
}

/// One field.
pub(crate) struct FieldInput {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) serde: Vec<SerdeItem>,
    pub(crate) rules: RuleArgs,
}

impl Parse for ClaimsInput {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let DeriveInput { attrs, ident: name, generics, data, .. } = input.parse()?;
        let root = rule::roots(&attrs)?;
        let serde = SerdeItem::parse_all(&attrs)?;
        let shape = Shape::of(data, &name)?;
        Ok(Self { name, generics, root, serde, shape })
    }
}

impl Shape {
    fn of(data: Data, name: &Ident) -> syn::Result<Self> {
        let fields = match data {
            Data::Struct(data) => data.fields,
            Data::Enum(data) => return Ok(Self::Other(data.enum_token.span)),
            Data::Union(data) => return Ok(Self::Other(data.union_token.span)),
        };
        match fields {
            Fields::Named(fields) => fields
                .named
                .into_iter()
                .filter_map(FieldInput::of)
                .collect::<syn::Result<_>>()
                .map(Self::Named),
            Fields::Unnamed(_) | Fields::Unit => Ok(Self::Other(name.span())),
        }
    }
}

impl FieldInput {
    fn of(field: Field) -> Option<syn::Result<Self>> {
        let Field { attrs, ident, ty, .. } = field;
        let name = ident?;
        let parsed = SerdeItem::parse_all(&attrs)
            .and_then(|serde| Ok(Self { name, ty, serde, rules: RuleArgs::parse_all(&attrs)? }));
        Some(parsed)
    }
}
