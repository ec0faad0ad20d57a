//! The keys of a running service, in the source where it keeps them. Its processes follow by
//! themselves.

use actix_paseto::key::KeyId;
use serde::Serialize;

use crate::arguments::{Arguments, Failure};
use crate::service::Service;

/// Of one profile if it is named, else of all.
pub(crate) async fn status(mut arguments: Arguments) -> Result<(), Failure> {
    let Service { paseto, profile } = Service::of(&mut arguments).await?;
    arguments.rest(0, 0)?;
    let mut all = paseto.key_status();
    all.retain(|of| profile.as_ref().is_none_or(|name| of.profile.eq_ignore_ascii_case(name)));
    print(&all)
}

pub(crate) async fn rotate(mut arguments: Arguments) -> Result<(), Failure> {
    let Service { paseto, profile } = Service::of(&mut arguments).await?;
    arguments.rest(0, 0)?;
    print(&match profile {
        Some(profile) => paseto.rotate_for(&profile).await?,
        None => paseto.rotate().await?,
    })
}

pub(crate) async fn revoke(mut arguments: Arguments) -> Result<(), Failure> {
    let Service { paseto, profile } = Service::of(&mut arguments).await?;
    let id = KeyId::parse(&arguments.rest(1, 1)?.concat());
    let id = id.ok_or(Failure::Usage("name the key by its id, `k4.lid.…` or `k4.pid.…`"))?;
    print(&match profile {
        Some(profile) => paseto.revoke_key_for(&profile, &id).await?,
        None => paseto.revoke_key(&id).await?,
    })
}

fn print(told: &impl Serialize) -> Result<(), Failure> {
    println!("{}", serde_json::to_string_pretty(told)?);
    Ok(())
}
