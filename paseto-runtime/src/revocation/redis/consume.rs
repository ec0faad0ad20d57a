//! One use of a token, decided by the server in one step.

use super::change::ODD;
use super::check::micros_or_empty;
use super::core::{Core, Intent, expected};
use super::keys::id_text;
use super::life::{Life, micros, millis_up, read_micros};
use super::mask::{masked, unmasked};
use super::scripts::{Call, SCRIPTS};
use super::told::{SENSELESS, must};
use crate::revocation::shared::Epoch;
use crate::revocation::{Consumed, Consumption, Grace, StoreError};

impl Core {
    pub(super) async fn consume(&self, used: &Consumption) -> Result<Consumed, StoreError> {
        let call = |epoch: &Epoch| self.using(used, epoch);
        let mut believed = self.put(Intent::Change, call).await?;
        match believed.told.outcome()?.as_str() {
            "first" => Ok(Consumed::First),
            "again" => Ok(Consumed::Again),
            "revoked" => Ok(Consumed::Revoked),
            "repeated" => {
                let mut rest = believed.told.rest.into_iter();
                let at = rest.next().map(must).transpose()?;
                let at = at.and_then(|at| read_micros(&at)).ok_or(SENSELESS)?;
                let name = rest.next().map(must).transpose()?.unwrap_or_default();
                let successor = unmasked(believed.epoch.key, &used.jti, &name).ok_or(SENSELESS)?;
                Ok(Consumed::Repeated { successor, at })
            }
            _odd => Err(ODD.into()),
        }
    }

    fn using(&self, used: &Consumption, epoch: &Epoch) -> Call {
        let (key, keys) = (epoch.key, &self.keys);
        let (id, subject) = (key.id(&used.jti), key.id(&used.subject));
        let token = keys.token(id);
        // Without a family these are not looked at; they must be in the same slot all the same.
        let nobody = || [token.clone(), token.clone(), token.clone()];
        let family = used.family.as_ref();
        let family_keys = family.map_or_else(nobody, |family| self.family_keys(family, epoch));
        let own = [token.clone(), keys.subject(subject), keys.grace(id)];
        let nothing = || [const { String::new() }; 10];
        let mut args: Vec<_> = family
            .map_or_else(nothing, |family| self.family_args(family, used.renews, epoch))
            .into();
        if let Some(first) = args.first_mut() {
            *first = expected(epoch);
        }
        let life = Life::until(used.keep_until, self.clock.now());
        args.extend([id_text(id), life.keep_until, life.ttl]);
        args.extend([micros_or_empty(used.issued_at), micros_or_empty(used.renews)]);
        args.extend(self.grace_args(used, epoch));
        args.extend([keys.tokens(), keys.lists()]);
        let keys = self.changing(family_keys.into_iter().chain(own));
        Call { script: &SCRIPTS.consume, keys, args }
    }

    fn grace_args(&self, used: &Consumption, epoch: &Epoch) -> [String; 5] {
        let Some(Grace { successor, at, until }) = &used.grace else { return Default::default() };
        // To the millisecond: a grace that outlived its end would hand out what is shut.
        let ttl = millis_up(until.since(self.clock.now())).max(1);
        [
            micros(*at),
            micros(*until),
            ttl.to_string(),
            id_text(epoch.key.id(successor)),
            masked(epoch.key, &used.jti, successor),
        ]
    }
}
