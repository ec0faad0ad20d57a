//! Claims inside of claims.

use crate::claims::ClaimSet;
use crate::error::ClaimError;

/// A set of claims that stands in another one's `#[serde(flatten)]`. Not a subtrait of [`ClaimSet`],
/// whose words would come before these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not derive `Claims`",
    label = "needs `#[derive(Claims)]` where it is defined",
    note = "a flattened field must itself derive `Claims`, else it could smuggle in a registered claim such as `sub`"
)]
pub trait Flattened {
    const SCOPES: Option<&'static str>;

    fn check(&self) -> Result<(), ClaimError>;
}

#[diagnostic::do_not_recommend]
impl<T: ClaimSet> Flattened for T {
    const SCOPES: Option<&'static str> = <T as ClaimSet>::SCOPES;

    fn check(&self) -> Result<(), ClaimError> {
        ClaimSet::check(self)
    }
}
