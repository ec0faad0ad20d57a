//! A guarded module: every route gets a guard below its siblings, and the alarm that keeps it there.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, ItemFn, ItemMod, Meta, Path, Stmt, parse_quote};

use super::{sink, tripwire};
use crate::model::module::GuardedModule;
use crate::model::{root, siblings};

pub(crate) fn expand(guarded: GuardedModule) -> TokenStream {
    let GuardedModule { root, args, mut module } = guarded;
    Protect { root, args }.visit_item_mod_mut(&mut module);
    module.into_token_stream()
}

struct Protect {
    root: Path,
    args: TokenStream,
}

impl VisitMut for Protect {
    fn visit_item_fn_mut(&mut self, function: &mut ItemFn) {
        self.protect(function);
        visit_mut::visit_item_fn_mut(self, function);
    }

    fn visit_item_mod_mut(&mut self, module: &mut ItemMod) {
        // Its own arguments count, also where they ask for less.
        if !module.attrs.iter().any(siblings::is_guarded_module) {
            visit_mut::visit_item_mod_mut(self, module);
        }
    }
}

impl Protect {
    fn protect(&self, function: &mut ItemFn) {
        let mut own =
            function.attrs.iter().enumerate().filter(|(_, attr)| siblings::is_guard(attr));
        match (own.next(), own.next()) {
            (None, _) if function.attrs.iter().any(siblings::is_route) => self.guard(function),
            (Some((at, _)), None) => resink(function, at),
            // No route; or two guards, of which the first will complain.
            (None, _) | (Some(_), Some(_)) => {}
        }
    }

    fn guard(&self, function: &mut ItemFn) {
        let root = &self.root;
        let path = parse_quote!(#root::paseto_required);
        function.attrs.push(sink::marked(&path, &self.args));
        alarm(function, root);
    }
}

/// Moves the handler's own guard below its siblings, so that none above can drop it unnoticed.
fn resink(function: &mut ItemFn, at: usize) {
    let Some(attr) = function.attrs.get(at).filter(|attr| !siblings::is_public(attr)) else {
        return;
    };
    let Some(root) = root::of_guard(attr) else { return };
    let marked = sink::marked(attr.path(), &args_of(attr));
    function.attrs.remove(at);
    function.attrs.push(marked);
    alarm(function, &root);
}

fn args_of(attr: &Attribute) -> TokenStream {
    match &attr.meta {
        Meta::List(list) => list.tokens.clone(),
        Meta::Path(_) | Meta::NameValue(_) => TokenStream::new(),
    }
}

/// Reported at the handler: the attribute stands on a module of many.
fn alarm(function: &mut ItemFn, root: &Path) {
    let statement = tripwire::statement(root, function.sig.ident.span());
    let statement = Stmt::Expr(Expr::Verbatim(statement), None);
    function.block.stmts.insert(0, statement);
}
