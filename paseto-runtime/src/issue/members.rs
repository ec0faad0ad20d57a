//! A JSON object in the making.

use serde::Serialize;
use serde_json::{Map, Value};

/// Our members, put in the order of their names, among custom ones; serde_json's map has that order,
/// unless the program has chosen another.
pub(super) struct Members<'m, C: Iterator> {
    out: &'m mut Vec<u8>,
    custom: std::iter::Peekable<C>,
    is_first: bool,
}

/// The custom members of a draft, but for those of this name.
pub(super) fn custom<'c>(
    members: &'c Map<String, Value>,
    but: Option<&'static str>,
) -> impl Iterator<Item = (&'c String, &'c Value)> {
    members.iter().filter(move |(name, _)| Some(name.as_str()) != but)
}

impl<'m, 'c, C: Iterator<Item = (&'c String, &'c Value)>> Members<'m, C> {
    pub(super) fn new(out: &'m mut Vec<u8>, custom: C) -> Self {
        out.push(b'{');
        Self { out, custom: custom.peekable(), is_first: true }
    }

    /// `None` for what JSON cannot hold; the object is of no use then.
    pub(super) fn put(&mut self, name: &str, value: impl Serialize) -> Option<()> {
        self.put_custom(|custom| custom < name)?;
        self.name(name)?;
        serde_json::to_writer(&mut *self.out, &value).ok()
    }

    /// A text without a character that JSON escapes.
    pub(super) fn put_plain(&mut self, name: &str, text: &[u8]) -> Option<()> {
        self.put_custom(|custom| custom < name)?;
        self.name(name)?;
        self.out.push(b'"');
        self.out.extend_from_slice(text);
        self.out.push(b'"');
        Some(())
    }

    pub(super) fn finish(mut self) -> Option<()> {
        self.put_custom(|_| true)?;
        self.out.push(b'}');
        Some(())
    }

    /// The next ones, as long as their names are such.
    fn put_custom(&mut self, is_due: impl Fn(&str) -> bool) -> Option<()> {
        while let Some((name, value)) = self.custom.next_if(|(name, _)| is_due(name)) {
            self.name(name)?;
            serde_json::to_writer(&mut *self.out, value).ok()?;
        }
        Some(())
    }

    fn name(&mut self, name: &str) -> Option<()> {
        if !std::mem::take(&mut self.is_first) {
            self.out.push(b',');
        }
        serde_json::to_writer(&mut *self.out, name).ok()?;
        self.out.push(b':');
        Some(())
    }
}
