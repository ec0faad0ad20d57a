//! A guarded handler, all rules checked.

use syn::{Path, Type};

use super::mode::Mode;
use super::params::{self, Param};
use super::policy::Policy;
use super::source::Route;
use super::{Handler, function, placement, root};
use crate::diag::Diagnostics;
use crate::parse::given::Arg;
use crate::parse::guard_args::GuardArgs;

/// A guard that makes sense: nothing left to check.
pub(crate) struct Guard {
    pub(crate) mode: Mode,
    pub(crate) policy: Which,
    pub(crate) params: Vec<Param>,
    pub(crate) handler: Handler,
}

/// The policy: declared here, or by `policy!`.
pub(crate) enum Which {
    Own(Box<Policy>),
    Named { ty: Box<Type>, websocket: bool, root: Path },
}

impl Guard {
    /// Checks every rule and reports every breach at once.
    pub(crate) fn lower(mode: Mode, args: GuardArgs, handler: Handler) -> syn::Result<Self> {
        let mut diag = Diagnostics::default();
        function::check(&handler, &mut diag);
        let params = params::lower(&handler.sig, &mut diag);
        let policy = Which::lower(mode, args, &handler, &params, &mut diag);
        diag.finish(Self { mode, policy, params, handler })
    }
}

impl Which {
    fn lower(
        mode: Mode,
        mut args: GuardArgs,
        handler: &Handler,
        params: &[Param],
        diag: &mut Diagnostics,
    ) -> Self {
        let route = params::route(&handler.sig);
        if let Some(Arg { value: ty, .. }) = std::mem::take(&mut args.policy).once(diag) {
            placement::beside_policy(&args.keys, diag);
            let websocket = route == Route::WebSocket;
            return Self::Named { ty: Box::new(ty), websocket, root: root::lower(args.root, diag) };
        }
        let mut policy = Policy::lower(mode, args, route, diag);
        policy.claims = policy.claims.or_else(|| params::inferred_claims(&handler.sig, params));
        Self::Own(Box::new(policy))
    }

    pub(crate) fn root(&self) -> &Path {
        match self {
            Self::Own(policy) => &policy.root,
            Self::Named { root, .. } => root,
        }
    }
}
