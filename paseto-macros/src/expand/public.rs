//! A public handler: as it was, and a policy that says so.

use proc_macro2::TokenStream;
use quote::quote;

use super::policy;
use crate::model::public::PublicRoute;

pub(crate) fn expand(PublicRoute { root, reason, handler }: &PublicRoute) -> TokenStream {
    let declared = policy::public(root, &handler.vis, &handler.sig.ident, reason);
    quote! { #declared #handler }
}
