//! Every policy that the configuration may fail, found without being listed.

use super::{PolicySpec, Site, Uses};
use crate::kind::Purpose;

/// What a policy that the program declares somewhere demands of the configuration. Generated code
/// submits one for each that demands any of it: what is asked for here, `expand::policy` must look
/// for there. The others any configuration can satisfy, and to submit is most of what a guard costs
/// to compile.
#[doc(hidden)]
#[derive(Debug)]
#[non_exhaustive]
pub struct Declared {
    pub(crate) site: Site,
    pub(crate) profile: Option<&'static str>,
    pub(crate) purpose: Option<Purpose>,
    pub(crate) uses: Uses,
}

impl Declared {
    pub(crate) const fn of(spec: &PolicySpec) -> Self {
        let PolicySpec { site, profile, purpose, uses, .. } = *spec;
        Self { site, profile, purpose, uses }
    }
}

inventory::collect!(Declared);

/// All of them, mounted or not.
pub(crate) fn declared() -> impl Iterator<Item = &'static Declared> {
    inventory::iter::<Declared>()
}
