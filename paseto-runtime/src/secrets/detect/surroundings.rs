//! What a program finds around itself.

use std::env;
use std::fs;
use std::path::Path;

/// Variables and directories; tests make up their own.
pub(super) trait Surroundings {
    /// A variable, also an empty one.
    fn variable(&self, name: &str) -> Option<String>;

    /// Whether any variable begins and ends like this, and is not empty.
    fn has_variable(&self, start: &str, end: &str) -> bool;

    /// Whether it is a directory.
    fn is_folder(&self, path: &Path) -> bool;

    /// Whether there are secrets in it, beside those that the platform keeps for itself.
    fn has_secrets(&self, path: &Path) -> bool;

    /// A variable that is not empty.
    fn set(&self, name: &str) -> Option<String> {
        self.variable(name).filter(|value| !value.trim_ascii().is_empty())
    }

    fn is_set(&self, name: &str) -> bool {
        self.set(name).is_some()
    }
}

/// This process.
pub(super) struct Process;

/// In `/run/secrets` of every pod, and of every container on a host with a subscription.
const OF_THE_PLATFORM: [&str; 4] = ["etc-pki-entitlement", "kubernetes.io", "redhat.repo", "rhsm"];

impl Surroundings for Process {
    fn variable(&self, name: &str) -> Option<String> {
        env::var_os(name).map(|value| value.to_string_lossy().into_owned())
    }

    fn has_variable(&self, start: &str, end: &str) -> bool {
        let fits = |name: &str| name.len() > start.len() + end.len() && name.starts_with(start);
        let fits = |name: &str| fits(name) && name.ends_with(end);
        env::vars_os().any(|(name, value)| name.to_str().is_some_and(fits) && !value.is_empty())
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn has_secrets(&self, path: &Path) -> bool {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names
            .into_iter()
            .any(|name| !name.starts_with('.') && !OF_THE_PLATFORM.contains(&name.as_str()))
    }
}
