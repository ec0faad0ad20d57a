//! The families of a subject.

use redis::Value;

use super::check::{is_until, watermark};
use super::core::{Believed, Core, Intent};
use super::life::{read_end, read_micros};
use super::scripts::{Call, SCRIPTS};
use super::told::{SENSELESS, list, must, text};
use super::trouble::Trouble;
use crate::revocation::{FamilyRecord, StoreError};

impl Core {
    pub(super) async fn families(&self, subject: &str) -> Result<Vec<FamilyRecord>, StoreError> {
        let asked = self.put(Intent::Ask, |epoch| {
            let (id, keys) = (epoch.key.id(subject), &self.keys);
            let args = vec![keys.tokens(), keys.records()];
            let keys = self.asking([keys.subject(id), keys.list(id)]);
            Call { script: &SCRIPTS.families, keys, args }
        });
        let Believed { epoch, told } = asked.await?;
        let mut rest = told.rest.into_iter();
        let mark = rest.next().map(text).transpose()?.flatten();
        let mark = mark.map(|mark| watermark(&mark)).transpose()?;
        let records = rest.map(|record| read(record, subject)).collect::<Result<Vec<_>, _>>()?;
        let now = self.clock.now();
        let is_live = |family: &FamilyRecord| {
            let is_over = mark.is_some_and(|(before, _)| is_until(family.began, before))
                || epoch.voids(Some(family.began))
                || family.keep_until.is_some_and(|end| end < now);
            !is_over
        };
        let mut live: Vec<_> = records.into_iter().filter(is_live).collect();
        live.sort_by(|a, b| {
            (b.last_used, b.began).cmp(&(a.last_used, a.began)).then(a.family.cmp(&b.family))
        });
        Ok(live)
    }
}

fn read(record: Value, subject: &str) -> Result<FamilyRecord, Trouble> {
    let mut fields = list(record)?.into_iter();
    let mut next = || fields.next().ok_or(SENSELESS);
    let family = must(next()?)?;
    let began = read_micros(&must(next()?)?).ok_or(SENSELESS)?;
    let last_used = read_micros(&must(next()?)?).ok_or(SENSELESS)?;
    let keep_until = read_end(&must(next()?)?).ok_or(SENSELESS)?;
    let label = text(next()?)?;
    Ok(FamilyRecord { family, subject: subject.to_owned(), began, last_used, keep_until, label })
}
