//! The attributes, as types.

/// `#[paseto_required]`.
#[derive(Debug)]
pub struct Required;

/// `#[refresh_required]`.
#[derive(Debug)]
pub struct Refresh;

/// `#[paseto_optional]`.
#[derive(Debug)]
pub struct Optional;

/// `#[paseto_public]`.
#[derive(Debug)]
pub struct Public;

/// An attribute that lets nobody in without a token.
pub trait Always {}

impl Always for Required {}

impl Always for Refresh {}
