//! Footers that need no second look.

use std::fmt;
use std::sync::Arc;

use super::base64url::encode;
use super::footer::{Footer, KID};
use crate::key::KeyId;

/// Names a key and says nothing else: the same in every token of the key, so it is made with it.
#[derive(Clone)]
pub(super) struct KidFooter(Arc<Texts>);

struct Texts {
    json: String,
    encoded: String,
}

impl KidFooter {
    /// An id has no character that JSON escapes.
    pub(super) fn of(id: &KeyId) -> Self {
        let [start, end] = KID;
        let json = format!("{start}{id}{end}");
        let mut encoded = String::new();
        encode(json.as_bytes(), &mut encoded);
        Self(Arc::new(Texts { json, encoded }))
    }

    pub(super) fn known(&self) -> KnownFooter<'_> {
        let Texts { json, encoded } = &*self.0;
        KnownFooter { bytes: json.as_bytes(), encoded: Some(encoded) }
    }
}

/// One that every reader takes: scanned, or ours.
#[derive(Clone, Copy)]
pub(crate) struct KnownFooter<'f> {
    pub(super) bytes: &'f [u8],
    pub(super) encoded: Option<&'f str>,
}

impl<'f> KnownFooter<'f> {
    pub(crate) const NONE: KnownFooter<'static> = KnownFooter { bytes: b"", encoded: None };

    pub(crate) fn scanned(footer: &'f Footer) -> Self {
        Self { bytes: footer.as_bytes(), encoded: None }
    }
}

// Applications put what they like into footers, so it is not for logs.
impl fmt::Debug for KnownFooter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KnownFooter({} bytes)", self.bytes.len())
    }
}
