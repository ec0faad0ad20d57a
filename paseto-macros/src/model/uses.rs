//! How often a token may be used.

use super::mode::Mode;
use super::policy::Kind;
use crate::diag::Diagnostics;
use crate::parse::given::{Arg, Given};
use crate::parse::source::SourceArg;

/// `single_use`, `rotate`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Uses {
    Many,
    Once,
    Rotation,
}

impl Uses {
    /// On the wrong attribute both words mean nothing, and `placement` says so.
    pub(crate) fn lower(
        mode: Mode,
        rotate: Given<()>,
        single_use: Given<()>,
        kind: &Kind,
        diag: &mut Diagnostics,
    ) -> Self {
        let (rotate, single_use) = (rotate.once(diag), single_use.once(diag));
        match (mode, rotate, single_use) {
            (Mode::Refresh, Some(_), _) => Self::Rotation,
            (Mode::Required, _, Some(Arg { key, .. })) => {
                if !matches!(kind, Kind::Custom(_)) {
                    let words = "`single_use` needs a custom kind beside it, \
                                 such as `kind = \"email-verify\"`";
                    diag.say(key.span(), words);
                }
                Self::Once
            }
            (Mode::Required | Mode::Refresh | Mode::Optional, _, _) => Self::Many,
        }
    }

    /// Only the store knows of an earlier use.
    pub(crate) fn refuse_unasked(self, skipped: Option<&Arg<()>>, diag: &mut Diagnostics) {
        if let (Self::Once, Some(Arg { key, .. })) = (self, skipped) {
            let words = "`single_use` always asks the revocation store, which alone knows of an \
                         earlier use: leave `skip_revocation` out";
            diag.say(key.span(), words);
        }
    }

    /// URLs end in logs and histories, and a refresh token lives long.
    pub(crate) fn refuse_in_url(self, places: &[SourceArg], diag: &mut Diagnostics) {
        if self != Self::Rotation {
            return;
        }
        for place in places.iter().filter(|place| place.word == "query") {
            let words = "a refresh token does not belong in a URL: \
                         use `cookie`, `json` or `header`";
            diag.say(place.word.span(), words);
        }
    }
}
