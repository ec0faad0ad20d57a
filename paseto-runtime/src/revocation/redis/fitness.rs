//! Whether a server keeps what it is told.

use redis::{Cmd, Value};

use super::evictions::Count;
use super::told::{list, must};
use super::trouble::Trouble;

/// Shebangs in scripts, and with them what a replica refuses.
const OLDEST: u32 = 7;

pub(super) const QUESTIONS: usize = 3;

pub(super) fn questions() -> [Cmd; QUESTIONS] {
    let (mut info, mut config) = (redis::cmd("INFO"), redis::cmd("CONFIG"));
    info.arg("server").arg("memory").arg("persistence").arg("stats");
    config.arg("GET").arg("maxmemory-policy").arg("appendonly").arg("appendfsync");
    [redis::cmd("ROLE"), info, config]
}

type Reply = Option<Result<Value, Trouble>>;

/// # Errors
///
/// What keeps the server from being used at all.
pub(super) fn judge(
    mut told: impl Iterator<Item = Result<Value, Trouble>>,
) -> Result<(Fitness, Option<Count>), Trouble> {
    let (role, info, config) = (told.next(), told.next(), told.next());
    is_master(role)?;
    let info = must(info.unwrap_or(Err(Trouble::NotConnected))?)?;
    let line = |name: &str| {
        let mut lines = info.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let major = line("redis_version").and_then(|version| version.split('.').next()?.parse().ok());
    if major.is_none_or(|major: u32| major < OLDEST) {
        return Err(Trouble::Senseless("it is older than Redis 7.0"));
    }
    let config = settings(config)?;
    let setting =
        |name: &str| config.iter().find(|(key, _)| key == name).map(|(_, it)| it.as_str());
    let policy = setting("maxmemory-policy").or(line("maxmemory_policy"));
    let kept = setting("appendonly").or(line("aof_enabled"));
    let run = line("run_id").map(str::to_owned);
    let evicted = line("evicted_keys").and_then(|count| count.parse().ok());
    let evictions = run.zip(evicted).map(|(run, evicted)| Count { run, evicted });
    let fitness = if policy != Some("noeviction") {
        Fitness::Forgets("`maxmemory-policy` is not `noeviction`")
    } else if !matches!(kept, Some("yes" | "1")) {
        Fitness::Forgets("`appendonly` is `no`")
    } else if setting("appendfsync") == Some("no") {
        Fitness::Forgets("`appendfsync` is `no`")
    } else {
        Fitness::Good
    };
    Ok((fitness, evictions))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fitness {
    Good,
    Forgets(&'static str),
}

fn is_master(role: Reply) -> Result<(), Trouble> {
    let role = role.unwrap_or(Err(Trouble::NotConnected))?;
    match list(role)?.into_iter().next().map(must) {
        Some(Ok(role)) if role == "master" => Ok(()),
        _other => Err(Trouble::Senseless("it is a replica")),
    }
}

/// Nothing where they may not be read, as on servers that somebody else runs.
fn settings(told: Reply) -> Result<Vec<(String, String)>, Trouble> {
    let Some(Ok(told)) = told else { return Ok(Vec::new()) };
    let mut values = list(told)?.into_iter();
    let mut settings = Vec::new();
    while let (Some(name), Some(value)) = (values.next(), values.next()) {
        settings.push((must(name)?, must(value)?));
    }
    Ok(settings)
}
