//! Whether a parameter and its policy agree, decided by the compiler.

use std::marker::PhantomData;

use actix_web::FromRequest;

use crate::token::{Exactly, Token};
use crate::web::{Claims, Policy};

/// One parameter of a handler. Its checks are inherent functions for the types that need one, and
/// [`AnyParam`]'s for all others.
#[derive(Debug)]
pub struct Param<T: ?Sized>(PhantomData<T>);

/// Loses to an inherent function of the same name.
pub trait AnyParam {
    fn check<P>() {}
}

impl<T: ?Sized> AnyParam for Param<T> {}

impl<C> Param<Claims<C>> {
    pub fn check<P: Verifies<C> + AlwaysAuthenticates>() {}
}

impl<C> Param<Option<Claims<C>>> {
    pub fn check<P: Verifies<C>>() {}
}

impl Param<Token> {
    pub fn check<P: AlwaysAuthenticates>() {}
}

/// A policy that reads the claims `C`.
#[diagnostic::on_unimplemented(
    message = "this handler's policy does not verify `{C}`",
    label = "name it in the attribute or in `policy!`: `claims = …`",
    note = "a policy verifies one type: several go into one struct, with `#[serde(flatten)]`"
)]
pub trait Verifies<C> {}

#[diagnostic::do_not_recommend]
impl<C, P: Policy<Claims: Covers<C>>> Verifies<C> for P {}

/// Which custom claims a policy covers. A policy that reads none vouches for none.
pub trait Covers<C> {}

impl<C> Covers<C> for Exactly<C> {}

/// A policy that lets nobody in without a token.
#[diagnostic::on_unimplemented(
    message = "`#[paseto_optional]` also admits requests without a token",
    label = "take an `Option<_>` of this here"
)]
pub trait AlwaysAuthenticates {}

/// A policy made for one attribute.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a policy for this attribute",
    label = "declare it in `policy! {{ … }}` with the word that fits: nothing, `refresh` or `optional`"
)]
pub trait DeclaredAs<M> {}

/// `#[paseto_required]`.
#[derive(Debug)]
pub struct Required;

/// `#[refresh_required]`.
#[derive(Debug)]
pub struct Refresh;

/// `#[paseto_optional]`.
#[derive(Debug)]
pub struct Optional;

pub fn declared_as<P: Policy + DeclaredAs<M>, M>() {}

pub fn is_extractor<T: FromRequest>() {}
