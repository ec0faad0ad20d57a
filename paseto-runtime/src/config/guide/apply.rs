//! From what the guide's variables mean to settings, unless those say otherwise.

use super::Guide;
use super::meaning::{Keys, Mistake};
use crate::config::error::Problem;
use crate::config::reader::Reader;
use crate::config::settings::Settings;
use crate::kind::Purpose;
use crate::secret::SecretText;
use crate::secrets::SecretRef;

const FERNET_KEY: &str = "file:/run/secrets/paseto-fernet.key";

const WITH_ACCEPT: &str = "is at odds with `accept`; leave one of them out";
const WITH_ISSUE: &str = "is at odds with `issue`; leave one of them out";
const WITH_ACTIVE: &str = "is at odds with `keys.active`; leave one of them out";
const WITH_ACCEPTED: &str = "is at odds with `keys.accept`; leave one of them out";

impl Guide {
    pub(in crate::config) fn apply(&self, settings: &mut Settings, reader: &mut Reader) {
        if let Err((key, what)) = self.try_apply(settings, reader) {
            reader.report(key, Problem::Contradiction(what));
        }
    }

    fn try_apply(&self, settings: &mut Settings, reader: &mut Reader) -> Result<(), Mistake> {
        let stated = reader.is_set("keys.active") || reader.is_set("keys.accept");
        let Some((by, purpose)) = self.purpose(stated)? else {
            return Ok(());
        };
        let names_keys = match purpose {
            Purpose::Local => self.names_local(),
            Purpose::Public => self.names_public(),
        };
        // A profile that has keys of its own does not inherit these.
        if ["keys.active", "keys.accept"].iter().any(|key| reader.is_nearer(key, by)) {
            return Ok(());
        }
        set_purpose(settings, reader, by, purpose)?;
        if names_keys.is_some() || !stated {
            set_keys(settings, reader, &self.keys(purpose)?)?;
        }
        Ok(())
    }
}

fn set_purpose(
    settings: &mut Settings,
    reader: &Reader,
    by: &'static str,
    purpose: Purpose,
) -> Result<(), Mistake> {
    if !reader.is_set("accept") {
        settings.accept = vec![purpose];
    } else if !settings.accept.contains(&purpose) && !reader.is_nearer("accept", by) {
        return Err((by, WITH_ACCEPT));
    }
    if !reader.is_set("issue") && settings.accept.contains(&purpose) {
        settings.issue = purpose;
    } else if settings.issue != purpose && !reader.is_nearer("issue", by) {
        return Err((by, WITH_ISSUE));
    }
    Ok(())
}

fn set_keys(settings: &mut Settings, reader: &mut Reader, keys: &Keys) -> Result<(), Mistake> {
    let places = [
        ("keys.active", &keys.active, &mut settings.keys.active, WITH_ACTIVE),
        ("keys.accept", &keys.accept, &mut settings.keys.accept, WITH_ACCEPTED),
    ];
    for (own, meant, texts, at_odds) in places {
        let Some((by, text)) = meant else { continue };
        if let Err(error) = SecretRef::parse(text) {
            reader.report(by, Problem::Secret(error));
            continue;
        }
        if !reader.is_set(own) {
            texts.push(text.clone());
        } else if !texts.iter().any(|own| own.expose() == text.expose()) {
            return Err((by, at_odds));
        }
    }
    if keys.by_fernet && settings.backends.fernet.keys.is_empty() {
        let key = SecretRef::parse(&SecretText::from(FERNET_KEY.to_owned()));
        settings.backends.fernet.keys.extend(key.ok());
    }
    Ok(())
}
