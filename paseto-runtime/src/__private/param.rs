//! Whether a parameter and its policy agree, decided by the compiler.

use std::marker::PhantomData;
use std::ops::Deref;

use actix_web::FromRequest;

use crate::token::{Exactly, Token};
use crate::web::mode::Always;
use crate::web::{Claims, Policy};

/// One parameter of a handler. Its checks are inherent functions for the types that need one, and
/// [`AnyParam`]'s for all others. Their name is one that no trait in the user's scope has: a method
/// that such a trait gives to every type would come first.
#[derive(Debug)]
pub struct Param<T: ?Sized>(PhantomData<T>);

/// What a [`Param`] is taken for where no function of its own comes first.
#[derive(Debug)]
pub struct AnyParam<T: ?Sized>(PhantomData<T>);

/// Begins the check of one parameter.
#[must_use]
pub const fn param<T: ?Sized>() -> Param<T> {
    Param(PhantomData)
}

// Not a trait: generated code would have to import it, which costs more than all of the check.
impl<T: ?Sized> Deref for Param<T> {
    type Target = AnyParam<T>;

    fn deref(&self) -> &AnyParam<T> {
        &AnyParam(PhantomData)
    }
}

impl<T> AnyParam<T> {
    pub fn __paseto_check<P>(&self)
    where
        T: FromRequest,
    {
    }
}

impl<C> Param<Claims<C>> {
    pub fn __paseto_check<P: Verifies<C> + AlwaysAuthenticates>(&self) {}
}

impl<C> Param<Option<Claims<C>>> {
    pub fn __paseto_check<P: Verifies<C>>(&self) {}
}

impl Param<Token> {
    pub fn __paseto_check<P: AlwaysAuthenticates>(&self) {}
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

#[diagnostic::do_not_recommend]
impl<P: Policy<Mode: Always>> AlwaysAuthenticates for P {}

/// A policy made for one attribute.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a policy for this attribute",
    label = "declare it in `policy! {{ … }}` with the word that fits: nothing, `refresh` or `optional`"
)]
pub trait DeclaredAs<M> {}

pub fn declared_as<P: Policy + DeclaredAs<M>, M>() {}
