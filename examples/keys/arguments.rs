//! The command line. What stands on it is never printed: a secret may have got there.

use std::error::Error;

use actix_paseto::secret::SecretText;
use actix_paseto::secrets::SecretRef;

/// Why a command was not carried out.
pub(crate) enum Failure {
    /// It was not understood.
    Usage(&'static str),
    /// It failed.
    Other(Box<dyn Error>),
}

impl<E: Into<Box<dyn Error>>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

/// What is left of the command line.
pub(crate) struct Arguments(Vec<String>);

impl Arguments {
    pub(crate) fn of_program() -> Result<Self, Failure> {
        let words = std::env::args_os().skip(1).map(std::ffi::OsString::into_string);
        let words: Result<Vec<_>, _> = words.collect();
        words.map(Self).map_err(|_| Failure::Usage("an argument is not UTF-8"))
    }

    /// The next word.
    pub(crate) fn word(&mut self) -> Option<String> {
        if self.0.is_empty() { None } else { Some(self.0.remove(0)) }
    }

    /// Whether this option is there.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() < before
    }

    /// The values of an option that may be given several times.
    pub(crate) fn values(&mut self, name: &str) -> Result<Vec<String>, Failure> {
        let mut values = Vec::new();
        while let Some(at) = self.0.iter().position(|word| word == name) {
            self.0.remove(at);
            if at == self.0.len() {
                return Err(Failure::Usage("an option lacks its value"));
            }
            values.push(self.0.remove(at));
        }
        Ok(values)
    }

    /// The value of an option that may be given once.
    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>, Failure> {
        let mut values = self.values(name)?;
        match values.len() {
            0 | 1 => Ok(values.pop()),
            _ => Err(Failure::Usage("an option is given twice")),
        }
    }

    /// Where secrets are kept. A literal would be seen by every user of the machine.
    pub(crate) fn references(&mut self, name: &str) -> Result<Vec<SecretRef>, Failure> {
        let parse = |text: String| {
            let kept = SecretRef::parse(&SecretText::from(text))?;
            if matches!(kept, SecretRef::Literal(_)) {
                return Err(Failure::Usage("a secret does not belong here: name where it is kept"));
            }
            Ok(kept)
        };
        self.values(name)?.into_iter().map(parse).collect()
    }

    /// The words that are left, between so many and so many. Options are read before.
    pub(crate) fn rest(self, least: usize, most: usize) -> Result<Vec<String>, Failure> {
        if self.0.iter().any(|word| word.starts_with('-') && word != "-") {
            return Err(Failure::Usage("no such option"));
        }
        match self.0.len() {
            count if count < least => Err(Failure::Usage("a file or a name is missing")),
            count if count > most => Err(Failure::Usage("too many files or names")),
            _ => Ok(self.0),
        }
    }
}
