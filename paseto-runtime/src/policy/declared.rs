//! Every policy of the program, found without being listed.

use super::PolicySpec;

/// A policy that the program declares somewhere. Generated code submits one for each.
#[doc(hidden)]
#[derive(Debug)]
#[allow(clippy::exhaustive_structs, reason = "built by generated code")]
pub struct Declared(pub PolicySpec);

inventory::collect!(Declared);

/// Every policy of the program, mounted or not.
pub(crate) fn declared() -> impl Iterator<Item = &'static PolicySpec> {
    inventory::iter::<Declared>().map(|declared| &declared.0)
}
