//! What the keys on the server are called. All of a namespace are in one slot of a cluster, as each
//! step works on several of them at once.

use crate::revocation::id::Id;

#[derive(Debug)]
pub(super) struct Keys {
    prefix: String,
}

impl Keys {
    pub(super) fn new(namespace: &str) -> Self {
        Self { prefix: format!("{{{namespace}}}:") }
    }

    /// The text of the [`Epoch`](crate::revocation::shared::Epoch).
    pub(super) fn epoch(&self) -> String {
        self.named("epoch")
    }

    /// How many changes the data have seen.
    pub(super) fn changes(&self) -> String {
        self.named("changes")
    }

    /// A stream: each change has an entry, whose number it is.
    pub(super) fn log(&self) -> String {
        self.named("log")
    }

    /// There is none of this name.
    pub(super) fn stray(&self) -> String {
        self.named("stray")
    }

    /// Revoked or used up; also a family that is revoked. Its value is the end.
    pub(super) fn token(&self, id: Id) -> String {
        self.of("t:", id)
    }

    /// The watermark of a subject, and its end.
    pub(super) fn subject(&self, id: Id) -> String {
        self.of("s:", id)
    }

    /// What is listed of a family: `f` id, `o` subject, `b` began, `l` last used, `k` keep until,
    /// `n` label, `u` what was made until then is used up.
    pub(super) fn record(&self, id: Id) -> String {
        self.of("r:", id)
    }

    /// The families of a subject, each with the time at which the server lets go of it.
    pub(super) fn list(&self, subject: Id) -> String {
        self.of("o:", subject)
    }

    /// What a used token was exchanged for.
    pub(super) fn grace(&self, id: Id) -> String {
        self.of("g:", id)
    }

    pub(super) fn tokens(&self) -> String {
        self.named("t:")
    }

    pub(super) fn records(&self) -> String {
        self.named("r:")
    }

    pub(super) fn lists(&self) -> String {
        self.named("o:")
    }

    /// A pattern for tokens and subjects.
    pub(super) fn copied(&self) -> String {
        self.named("[ts]:*")
    }

    /// What a key of [`copied`](Self::copied) is about.
    pub(super) fn read<'k>(&self, key: &'k [u8]) -> Option<(&'k [u8], Id)> {
        let (kind, id) = key.strip_prefix(self.prefix.as_bytes())?.split_at_checked(2)?;
        Some((kind, parse_id(str::from_utf8(id).ok()?)?))
    }

    fn named(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn of(&self, kind: &str, id: Id) -> String {
        format!("{}{kind}{:032x}", self.prefix, id.bits())
    }
}

pub(super) fn id_text(id: Id) -> String {
    format!("{:032x}", id.bits())
}

pub(super) fn parse_id(text: &str) -> Option<Id> {
    (text.len() == 32).then(|| u128::from_str_radix(text, 16).ok().map(Id::from_bits))?
}
