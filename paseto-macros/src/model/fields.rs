//! The rules on one field of a claims struct.

use syn::{Expr, Ident, LitStr, Type};

use super::wire::WireNames;
use crate::diag::Diagnostics;
use crate::parse::claims_input::FieldInput;
use crate::parse::given::{Arg, Given};
use crate::parse::rule::RuleArgs;
use crate::parse::serde_attr::SerdeItem;

/// Names that the token itself uses.
const RESERVED: [&str; 11] =
    ["aud", "exp", "fresh", "iat", "iss", "jti", "nbf", "sub", "type", "csrf", "fam"];

/// A field with its final name.
pub(crate) struct ClaimField {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    /// As it is read from a token, for messages and for `scopes`.
    pub(crate) wire: String,
    pub(crate) flattened: bool,
    pub(crate) rules: Vec<Rule>,
}

/// What must hold for a value.
pub(crate) enum Rule {
    OneOf(Vec<LitStr>),
    Len(Expr),
    Range(Expr),
    With(Expr),
}

impl ClaimField {
    /// The field, and the word `scopes` where it stands on it.
    pub(crate) fn lower(
        input: FieldInput,
        container: &[SerdeItem],
        diag: &mut Diagnostics,
    ) -> (Self, Option<Ident>) {
        let FieldInput { name, ty, serde, rules } = input;
        let flattened = serde.iter().any(|item| item.is("flatten"));
        let rust = name.to_string().trim_start_matches("r#").to_owned();
        let names = WireNames::of(&rust, container, &serde);
        if !flattened {
            refuse_reserved(&name, &names, diag);
        }
        let (rules, scopes) = Rule::lower(rules, diag);
        if let Some(word) = &scopes {
            refuse_unreadable_scopes(word, flattened, &names, diag);
        }
        let wire = names.read.or(names.issued).unwrap_or(rust);
        (Self { name, ty, wire, flattened, rules }, scopes)
    }
}

impl Rule {
    fn lower(args: RuleArgs, diag: &mut Diagnostics) -> (Vec<Self>, Option<Ident>) {
        let one_of = one_of(args.one_of, diag).map(Self::OneOf);
        let len = args.len.once(diag).map(|len| Self::Len(len.value));
        let range = args.range.once(diag).map(|range| Self::Range(range.value));
        let with = args.with.once(diag).map(|with| Self::With(with.value));
        let scopes = args.scopes.once(diag).map(|scopes| scopes.key);
        ([one_of, len, range, with].into_iter().flatten().collect(), scopes)
    }
}

fn one_of(given: Given<Vec<LitStr>>, diag: &mut Diagnostics) -> Option<Vec<LitStr>> {
    let Arg { key, value } = given.once(diag)?;
    if value.is_empty() {
        let words = "`one_of` allows nothing at all: name the values, `one_of(\"a\", \"b\")`";
        diag.say(key.span(), words);
    }
    Some(value)
}

/// Serde would write the claim twice, and the token could be read either way.
fn refuse_reserved(field: &Ident, names: &WireNames, diag: &mut Diagnostics) {
    if let Some(taken) = names.all().find(|name| RESERVED.contains(name)) {
        let words = format!(
            "the claim `{taken}` belongs to the token itself: give this one another name, \
             or read it from `Token`"
        );
        diag.say(field.span(), words);
    }
}

fn refuse_unreadable_scopes(
    word: &Ident,
    flattened: bool,
    names: &WireNames,
    diag: &mut Diagnostics,
) {
    if flattened {
        let words =
            "a flattened struct is no list of scopes: put `scopes` on the field inside of it";
        diag.say(word.span(), words);
    } else if names.read.is_none() {
        let words = "a skipped field holds no scopes: let serde read it, or leave `scopes` out";
        diag.say(word.span(), words);
    }
}
