//! The names of files.

use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::Named;
use crate::secrets::SecretError;

/// More than any folder of secrets holds, and little enough to wait for. Folders and links count:
/// links to folders can make many names of few files.
const MOST: usize = 10_000;
const DEEPEST: usize = 16;

/// All files below a folder.
#[derive(Debug)]
pub(in crate::secrets) struct Walk<'a> {
    named: Named<'a>,
    /// Follow links that stay below this folder, and skip hidden names; or else follow none.
    links_below: Option<PathBuf>,
    /// Where it is by now, links resolved: a link to one of these would have no end.
    inside: Vec<PathBuf>,
    seen: usize,
    found: Vec<String>,
}

impl<'a> Walk<'a> {
    /// The names of the files below `folder`, after `start`; links are not followed.
    pub(in crate::secrets) fn without_links(
        folder: &Path,
        start: &str,
        named: Named<'a>,
    ) -> Result<Vec<String>, SecretError> {
        Self::new(named, None).names(folder, start)
    }

    /// The names of the files below `root`, hidden ones apart; links that stay below are followed.
    pub(in crate::secrets) fn with_links(
        root: &Path,
        named: Named<'a>,
    ) -> Result<Vec<String>, SecretError> {
        Self::new(named, Some(root.to_owned())).names(root, "")
    }

    fn new(named: Named<'a>, links_below: Option<PathBuf>) -> Self {
        Self { named, links_below, inside: Vec::new(), seen: 0, found: Vec::new() }
    }

    fn names(mut self, folder: &Path, start: &str) -> Result<Vec<String>, SecretError> {
        // An absent folder is a missing mount, and not one without files.
        fs::read_dir(folder).map_err(|error| self.inaccessible(&error))?;
        self.visit(folder, start)?;
        Ok(self.found)
    }

    fn visit(&mut self, folder: &Path, start: &str) -> Result<(), SecretError> {
        let Some(real) = self.unless_gone(folder.canonicalize())? else { return Ok(()) };
        if self.inside.contains(&real) {
            return Ok(());
        }
        if self.inside.len() > DEEPEST {
            return Err(self.named.malformed("a folder that is more than 16 folders deep"));
        }
        let Some(entries) = self.unless_gone(fs::read_dir(folder))? else { return Ok(()) };
        self.inside.push(real);
        for entry in entries {
            let Some(entry) = self.unless_gone(entry)? else { continue };
            self.add(&entry, start)?;
        }
        self.inside.pop();
        Ok(())
    }

    fn add(&mut self, entry: &DirEntry, start: &str) -> Result<(), SecretError> {
        self.seen += 1;
        if self.seen > MOST {
            return Err(self.named.malformed("a folder of more than 10000 files"));
        }
        let name = entry.file_name();
        let Some((name, kind)) = name.to_str().and_then(|name| Some((name, self.kind(entry)?)))
        else {
            return Ok(());
        };
        let ends = [super::LEFT_OVER, super::LOCK];
        let name_is_ours = name.starts_with('.') && ends.iter().any(|end| name.ends_with(end));
        let name = format!("{start}{name}");
        if kind.is_dir() {
            return self.visit(&entry.path(), &format!("{name}/"));
        }
        if kind.is_file() && !name_is_ours {
            self.found.push(name);
        }
        Ok(())
    }

    /// `None` for what is skipped, such as a link that leads out.
    fn kind(&self, entry: &DirEntry) -> Option<Metadata> {
        let Some(root) = &self.links_below else {
            return entry.metadata().ok();
        };
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            return None;
        }
        let real = entry.path().canonicalize().ok()?;
        real.starts_with(root).then(|| real.metadata().ok()).flatten()
    }

    /// `None` for what was there a moment ago.
    fn unless_gone<T>(&self, answer: io::Result<T>) -> Result<Option<T>, SecretError> {
        match answer {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            answer => answer.map(Some).map_err(|error| self.inaccessible(&error)),
        }
    }

    fn inaccessible(&self, error: &io::Error) -> SecretError {
        self.named.inaccessible(error.kind())
    }
}
