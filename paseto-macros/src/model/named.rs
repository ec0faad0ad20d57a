//! A policy declared by `policy!`, all rules checked.

use proc_macro2::Ident;
use syn::{Attribute, Visibility};

use super::mode::Mode;
use super::placement;
use super::policy::Policy;
use super::source::Route;
use crate::diag::Diagnostics;
use crate::parse::policy_input::{PoliciesInput, PolicyInput};

/// A name, and what it demands.
pub(crate) struct NamedPolicy {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) name: Ident,
    pub(crate) policy: Policy,
}

/// Checks all of them and reports every breach at once.
pub(crate) fn lower(input: PoliciesInput) -> syn::Result<Vec<NamedPolicy>> {
    let mut diag = Diagnostics::default();
    let all = input.0.into_iter().map(|one| NamedPolicy::lower(one, &mut diag)).collect();
    diag.finish(all)
}

impl NamedPolicy {
    fn lower(input: PolicyInput, diag: &mut Diagnostics) -> Self {
        let PolicyInput { attrs, vis, name, mode, args } = input;
        placement::in_declaration(&args.keys, diag);
        let policy = Policy::lower(mode_of(mode.as_ref()), args, Route::Unknown, diag);
        Self { attrs, vis, name, policy }
    }
}

fn mode_of(word: Option<&Ident>) -> Mode {
    match word {
        Some(word) if word == "refresh" => Mode::Refresh,
        Some(_) => Mode::Optional,
        None => Mode::Required,
    }
}
