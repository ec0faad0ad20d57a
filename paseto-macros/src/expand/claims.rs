//! `#[derive(Claims)]`: the rules, checked when a token is issued and when one is verified.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Generics, parse_quote, parse_quote_spanned};

use super::located::located;
use super::spec::private;
use crate::model::claims::ClaimSet;
use crate::model::fields::{ClaimField, Rule};

pub(crate) fn expand(set: &ClaimSet) -> TokenStream {
    let (private, name) = (private(&set.root), &set.name);
    let generics = bounded(set, &private);
    let (impl_generics, ty_generics, bounds) = generics.split_for_impl();
    let scopes = scopes(set, &private);
    let rules = set.fields.iter().map(|field| rules(field, &private));
    quote! {
        const _: () = {
            #[automatically_derived]
            #[allow(unused_parens, clippy::all, clippy::pedantic)]
            impl #impl_generics #private::ClaimSet for #name #ty_generics #bounds {
                const SCOPES: ::core::option::Option<&'static ::core::primitive::str> = #scopes;
                fn check(&self) -> ::core::result::Result<(), #private::ClaimError> {
                    #(#rules)*
                    ::core::result::Result::Ok(())
                }
            }
        };
    }
}

/// A generic struct is a set of claims for those parameters for which it can be one; a flattened
/// field must be one itself, and as a bound that is said once instead of wherever it is used.
fn bounded(set: &ClaimSet, private: &TokenStream) -> Generics {
    let mut generics = set.generics.clone();
    let has_parameters = !generics.params.is_empty();
    let mut flattened = set.fields.iter().filter(|field| field.flattened).peekable();
    if !has_parameters && flattened.peek().is_none() {
        return generics;
    }
    let predicates = &mut generics.make_where_clause().predicates;
    if has_parameters {
        predicates.push(parse_quote! {
            Self: #private::DeserializeOwned
                + ::core::marker::Send
                + ::core::marker::Sync
                + 'static
        });
    }
    for ClaimField { ty, .. } in flattened {
        let private = located(private.clone(), ty.span());
        predicates.push(parse_quote_spanned!(ty.span()=> #ty: #private::Flattened));
    }
    generics
}

/// The struct's own field, else the one of the first flattened struct that has one.
fn scopes(set: &ClaimSet, private: &TokenStream) -> TokenStream {
    if let Some(wire) = &set.scopes {
        return quote!(::core::option::Option::Some(#wire));
    }
    let none = quote!(::core::option::Option::None);
    set.fields.iter().rev().filter(|field| field.flattened).fold(none, |rest, field| {
        let ty = &field.ty;
        quote! {
            match <#ty as #private::Flattened>::SCOPES {
                ::core::option::Option::Some(__name) => ::core::option::Option::Some(__name),
                ::core::option::Option::None => #rest,
            }
        }
    })
}

fn rules(field: &ClaimField, private: &TokenStream) -> TokenStream {
    let name = &field.name;
    let inner = field.flattened.then(|| quote!(#private::Flattened::check(&self.#name)?;));
    let rules = field.rules.iter().map(|one| rule(field, one, private));
    quote! { #inner #(#rules)* }
}

fn rule(field: &ClaimField, rule: &Rule, private: &TokenStream) -> TokenStream {
    let ClaimField { name, ty, wire, .. } = field;
    let (function, argument) = match rule {
        Rule::OneOf(values) => (quote!(check_one_of), quote!(&[#(#values),*])),
        Rule::Len(range) => (quote!(check_len), quote!((#range))),
        Rule::Range(range) => (quote!(check_range), quote!((#range))),
        Rule::With(function) => (quote!(check_with), quote!((#function))),
    };
    quote_spanned! {ty.span()=> #private::#function(&self.#name, #wire, #argument)?; }
}
