//! What those who watch are told of tokens that are handed out.

use super::lineage::Lineage;
use super::{IssuedToken, PairBuilder, TokenBuilder, TokenPair};
use crate::audit::Audited;
use crate::claims::Family;

impl TokenBuilder {
    pub(crate) fn announce(&self, token: &IssuedToken) {
        self.announce_token(token);
        self.announce_login();
    }

    fn announce_token(&self, token: &IssuedToken) {
        self.profile.telemetry().issued(&self.kind);
        self.profile.tell(|| Audited::Issued {
            kind: self.kind.clone(),
            subject: self.subject.clone(),
            jti: token.jti().to_owned(),
            family: self.own_family().map(|family| family.id().to_owned()),
        });
    }

    fn announce_login(&self) {
        let Some(family) = self.family.as_ref().filter(|_| self.begins_login) else { return };
        let (subject, family) = (&self.subject, family.id());
        self.profile
            .tell(|| Audited::Login { subject: subject.clone(), family: family.to_owned() });
    }

    fn own_family(&self) -> Option<&Family> {
        let inherited = || self.lineage.as_deref().and_then(Lineage::family);
        self.family.as_ref().or_else(inherited)
    }
}

impl PairBuilder {
    pub(crate) fn announce(&self, pair: &TokenPair) {
        self.access.announce_token(&pair.access_token);
        self.refresh.announce_token(&pair.refresh_token);
        self.access.announce_login();
    }
}
