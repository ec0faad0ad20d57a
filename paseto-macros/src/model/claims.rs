//! A struct of custom claims, all rules checked.

use proc_macro2::{Ident, Span};
use syn::{Generics, Path};

use super::fields::ClaimField;
use super::root;
use crate::diag::Diagnostics;
use crate::parse::claims_input::{ClaimsInput, FieldInput, Shape};
use crate::parse::serde_attr::SerdeItem;

/// Claims with final wire names, none of which is the token's own.
pub(crate) struct ClaimSet {
    pub(crate) root: Path,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    pub(crate) fields: Vec<ClaimField>,
    /// The claim that `scopes(…)` reads.
    pub(crate) scopes: Option<String>,
}

impl ClaimSet {
    /// Checks every rule and reports every breach at once.
    pub(crate) fn lower(input: ClaimsInput) -> syn::Result<Self> {
        let mut diag = Diagnostics::default();
        let ClaimsInput { name, generics, root, serde, shape } = input;
        let root = root::lower(root, &mut diag);
        refuse_foreign_forms(&serde, &mut diag);
        refuse_lifetimes(&generics, &mut diag);
        let (fields, scopes) = match shape {
            Shape::Named(fields) => lower_fields(fields, &serde, &mut diag),
            Shape::Other(span) => {
                refuse_shape(span, &mut diag);
                (Vec::new(), None)
            }
        };
        diag.finish(Self { root, name, generics, fields, scopes })
    }
}

fn lower_fields(
    inputs: Vec<FieldInput>,
    container: &[SerdeItem],
    diag: &mut Diagnostics,
) -> (Vec<ClaimField>, Option<String>) {
    let mut fields = Vec::new();
    let mut scopes: Option<String> = None;
    for input in inputs {
        let (field, word) = ClaimField::lower(input, container, diag);
        match (word, &scopes) {
            (Some(word), Some(_)) => {
                let words = "`scopes` stands on two fields: keep the one that scopes are read from";
                diag.say(word.span(), words);
            }
            (Some(_), None) => scopes = Some(field.wire.clone()),
            (None, _) => {}
        }
        fields.push(field);
    }
    (fields, scopes)
}

fn refuse_shape(span: Span, diag: &mut Diagnostics) {
    diag.say(span, "claims are members of a JSON object: use a struct with named fields");
}

/// Claims outlive the request's text: nothing in them can borrow from it.
fn refuse_lifetimes(generics: &Generics, diag: &mut Diagnostics) {
    for lifetime in generics.lifetimes() {
        let words = "claims own what they hold: use `String` instead of `&str`, and no lifetime";
        diag.say(lifetime.lifetime.span(), words);
    }
}

fn refuse_foreign_forms(serde: &[SerdeItem], diag: &mut Diagnostics) {
    for item in serde {
        if let Some(words) = foreign(&item.key.to_string()) {
            diag.say(item.key.span(), words);
        }
    }
}

/// What takes the members of the struct out of the derive's sight.
fn foreign(key: &str) -> Option<&'static str> {
    Some(match key {
        "deny_unknown_fields" => {
            "the payload also holds registered claims such as `sub`; \
             with `deny_unknown_fields` no token could be read: leave it out"
        }
        "transparent" => {
            "`transparent` would replace the JSON object that claims are: \
             leave it out, or flatten the field"
        }
        "tag" | "content" | "untagged" => {
            "the payload has no place for a tag: claims are one plain struct, without this"
        }
        "from" | "try_from" | "into" => {
            "converted claims hide the names that are in the token: \
             derive `Claims` on the type converted from, or to"
        }
        _ => return None,
    })
}
