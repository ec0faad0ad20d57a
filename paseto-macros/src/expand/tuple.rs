//! Tuples of any length: actix extracts up to 16 members, so longer ones are nested.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

const MOST: usize = 16;

/// `()`, `(A,)`, `(A, B,)`, …, `((A, …, P,), (Q,),)`; types and patterns alike.
pub(crate) fn nested(items: impl Iterator<Item = impl ToTokens>) -> TokenStream {
    let mut row: Vec<TokenStream> = items.map(ToTokens::into_token_stream).collect();
    while row.len() > MOST {
        row = row.chunks(MOST).map(flat).collect();
    }
    flat(&row)
}

fn flat(items: &[TokenStream]) -> TokenStream {
    quote! { (#(#items,)*) }
}

#[cfg(test)]
mod tests {
    use super::nested;

    fn shape(members: usize) -> String {
        nested(std::iter::repeat_n(quote::quote!(A), members)).to_string().replace(' ', "")
    }

    #[test]
    fn nests_beyond_sixteen() {
        assert_eq!(shape(0), "()");
        assert_eq!(shape(1), "(A,)");
        assert_eq!(shape(16), format!("({})", "A,".repeat(16)));
        assert_eq!(shape(17), format!("(({}),(A,),)", "A,".repeat(16)));
        assert_eq!(shape(257).matches('A').count(), 257);
    }
}
