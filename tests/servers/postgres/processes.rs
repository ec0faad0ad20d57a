//! A server and its children, each of which is a group by itself.

use std::process::Command;

/// The process and all that it has started.
pub fn family(parent: u32) -> Vec<u32> {
    let mut found = vec![parent];
    let entries = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    for entry in entries {
        let id = entry.file_name().to_string_lossy().parse::<u32>();
        if let Ok(id) = id
            && parent_of(id) == Some(parent)
        {
            found.push(id);
        }
    }
    found
}

fn parent_of(id: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // After the name, which stands in parentheses: the state, then the parent.
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// Those that have ended meanwhile do not mind.
pub fn signal(ids: &[u32], signal: &str) {
    let ids = ids.iter().map(u32::to_string);
    drop(Command::new("kill").arg(signal).args(ids).stderr(std::process::Stdio::null()).status());
}

pub fn are_gone(ids: &[u32]) -> bool {
    // Those that nobody has waited for yet are gone as well.
    ids.iter().all(|id| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        stat.rsplit_once(')').is_none_or(|(_, rest)| rest.trim_start().starts_with('Z'))
    })
}
