//! What is left when nothing can be generated: the mistakes, and the user's item for the editor.

use proc_macro2::TokenStream;
use quote::quote;

use super::tripwire;

/// The item as it was, beside what is wrong with it.
pub(crate) fn expand(item: TokenStream, error: &syn::Error) -> TokenStream {
    let errors = error.to_compile_error();
    // Else its alarm would join the errors that are the cause.
    let item = tripwire::strip(item);
    quote! { #item #errors }
}
