//! A token like another one, with a new life.

use std::sync::Arc;

use serde_json::Value;

use super::TokenBuilder;
use super::builder::Lifetime;
use super::footer::FooterDraft;
use crate::claims::RESERVED;
use crate::config::Ttl;
use crate::key::KidRule;
use crate::profile::Profile;
use crate::token::Token;

impl TokenBuilder {
    /// Says all that the token says: whom and what it is for, scopes and custom claims, footer,
    /// purpose, family; bound to the same assertion, meant to live as long. But it is not fresh: it
    /// comes from no login, and its `iat` must not pass for one.
    pub(crate) fn renewing(profile: Arc<Profile>, token: &Token, assertion: &[u8]) -> Self {
        let footer = footer(token, profile.settings.keys.kid);
        let mut draft = Self::new(profile, token.kind().clone(), token.subject().clone());
        draft.custom = token.raw_claims();
        draft.custom.retain(|name, _| !RESERVED.contains(&name.as_str()));
        draft.audience = token.audience().to_vec();
        draft.issuer = token.issuer().map(str::to_owned);
        draft.footer = footer;
        draft.assertion = (!assertion.is_empty()).then(|| assertion.to_vec());
        draft.lifetime = lifetime(token, draft.profile.settings.access_ttl);
        draft.purpose = Some(token.purpose());
        draft.family = token.family().cloned();
        draft.csrf = token.csrf().map(str::to_owned);
        draft
    }
}

/// A token that was made for a minute stays one; what was made for a day does not slide by days.
fn lifetime(token: &Token, usual: Ttl) -> Lifetime {
    let (Some(issued), Some(expires)) = (token.issued(), token.expires()) else {
        return Lifetime::Configured;
    };
    // As `exp` is: else every renewal would lose the fraction of a second that it leaves out.
    let own = expires.since(issued.whole_seconds());
    match usual {
        Ttl::For(usual) => Lifetime::For(own.min(usual)),
        Ttl::Never => Lifetime::For(own),
    }
}

/// The `kid` is that of the key that seals now.
fn footer(token: &Token, rule: KidRule) -> FooterDraft {
    match (token.footer(), token.footer_json()) {
        ([], _) => FooterDraft::Ours,
        (_, Some(Value::Object(mut members))) => {
            if rule != KidRule::Ignored {
                members.remove("kid");
            }
            FooterDraft::Json(Value::Object(members))
        }
        (bytes, Some(_) | None) => FooterDraft::Verbatim(bytes.to_vec()),
    }
}
