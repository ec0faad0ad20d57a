//! `#[paseto_guarded]`: a module all of whose routes are guarded.

use proc_macro2::{Span, TokenStream};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Attribute, ItemFn, ItemMod, Path, Type};

use super::mode::Mode;
use super::policy::Policy;
use super::source::Route;
use super::{placement, root, siblings};
use crate::diag::Diagnostics;
use crate::parse::guard_args::GuardArgs;
use crate::parse::module_input::ModuleInput;

/// A module whose routes can all be seen.
pub(crate) struct GuardedModule {
    pub(crate) root: Path,
    /// For each `#[paseto_required]`, as they were written.
    pub(crate) args: TokenStream,
    pub(crate) module: ItemMod,
}

impl GuardedModule {
    /// Checks every rule and reports every breach at once.
    pub(crate) fn lower(
        parsed: GuardArgs,
        args: TokenStream,
        ModuleInput(module): ModuleInput,
    ) -> syn::Result<Self> {
        let mut diag = Diagnostics::default();
        let root = lower_args(parsed, &mut diag);
        refuse_what_is_unseen(&module, &mut diag);
        diag.finish(Self { root, args, module })
    }
}

/// The same rules as on a handler, reported once instead of once for each.
fn lower_args(mut args: GuardArgs, diag: &mut Diagnostics) -> Path {
    let policy: Option<Type> = std::mem::take(&mut args.policy).once(diag).map(|given| given.value);
    if policy.is_some() {
        placement::beside_policy(&args.keys, diag);
        return root::lower(args.root, diag);
    }
    Policy::lower(Mode::Required, args, Route::Unknown, diag).root
}

fn refuse_what_is_unseen(module: &ItemMod, diag: &mut Diagnostics) {
    let mut look = Look { diag, found: false };
    look.visit_item_mod(module);
    if !look.found && module.content.is_some() {
        let words = "no route attribute such as `#[get(…)]` stands in this module, so nothing \
                     would be guarded: a handler registered with `.to(…)` needs \
                     `#[paseto_required]` itself";
        look.diag.say(Span::call_site(), words);
    }
}

struct Look<'a> {
    diag: &'a mut Diagnostics,
    found: bool,
}

impl Look<'_> {
    fn refuse_conditional(&mut self, attrs: &[Attribute]) {
        for attr in attrs.iter().filter(|attr| siblings::is_conditional_guard(attr)) {
            let words = "`#[paseto_guarded]` cannot know whether this guard will be there: \
                         put a `#[cfg]` on two handlers instead";
            self.diag.say(attr.path().span(), words);
        }
    }

    /// A route attribute under another name would leave its handler open.
    fn refuse_unknown(&mut self, attrs: &[Attribute]) {
        for attr in attrs.iter().filter(|attr| siblings::is_unknown(attr)) {
            let words = "`#[paseto_guarded]` cannot tell whether this registers a route: guard the \
                         handler, or say `#[paseto_public(reason = …)]`; what is no handler goes \
                         outside of the module";
            self.diag.say(attr.path().span(), words);
            self.found = true;
        }
    }
}

impl<'ast> Visit<'ast> for Look<'_> {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        let concerns_us = |attr| siblings::is_route(attr) || siblings::is_guard(attr);
        if function.attrs.iter().any(concerns_us) {
            self.found = true;
        } else if function.sig.asyncness.is_some() {
            self.refuse_unknown(&function.attrs);
        }
        self.refuse_conditional(&function.attrs);
        visit::visit_item_fn(self, function);
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if module.attrs.iter().any(siblings::is_guarded_module) {
            self.found = true;
            return;
        }
        self.refuse_conditional(&module.attrs);
        if module.content.is_none() {
            let words = "this module stands in another file, where its routes cannot be seen: \
                         write `mod … { … }` here, or guard each handler there";
            self.diag.say(module.ident.span(), words);
        }
        visit::visit_item_mod(self, module);
    }
}
