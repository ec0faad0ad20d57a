//! Paths that cannot leave the mount.

/// The segments of a path, or `None` if one of them is empty or steps elsewhere. Everything else is
/// percent-encoded when it goes into an address, so that `?`, `#` and `%2e` mean themselves.
pub(super) fn segments(path: &str) -> Option<Vec<String>> {
    let is_name = |name: &str| {
        !matches!(name, "" | "." | "..") && !name.contains(|c: char| c.is_control() || c == '\\')
    };
    let all: Vec<_> = path.split('/').map(str::to_owned).collect();
    all.iter().all(|name| is_name(name)).then_some(all)
}
