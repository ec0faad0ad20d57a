//! What goes to the server and comes back, in the binary form of its types.

use std::error::Error;
use std::time::Duration;

use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::revocation::id::Id;
use crate::time::Timestamp;

/// Microseconds from 1970 to 2000, where the server counts from.
const TO_2000: i64 = 946_684_800_000_000;

type Unreadable = Box<dyn Error + Sync + Send>;

/// An instant in whole microseconds; what is finer is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Micros(i64);

impl Micros {
    /// `infinity`.
    const NEVER: Self = Self(i64::MAX);

    pub(super) fn of(at: Timestamp) -> Self {
        let since_1970 = i64::try_from(at.to_unix_micros()).unwrap_or(i64::MAX);
        Self(since_1970.saturating_sub(TO_2000))
    }

    /// The end of a life: rounded up, and `infinity` if there is none.
    pub(super) fn end(keep_until: Option<Timestamp>) -> Self {
        keep_until.map_or(Self::NEVER, |end| {
            let floor = Self::of(end);
            let is_cut = floor.to_timestamp().is_none_or(|cut| cut < end);
            Self(floor.0.saturating_add(i64::from(is_cut)))
        })
    }

    /// `None` is `infinity`, or beyond what a [`Timestamp`] holds.
    pub(super) fn to_timestamp(self) -> Option<Timestamp> {
        let since_1970 = self.0.checked_add(TO_2000)?;
        Timestamp::from_unix_micros(u64::try_from(since_1970).ok()?)
    }

    /// The last of all that were cut to this one: for who compares what was not cut.
    pub(super) fn to_last_instant(self) -> Option<Timestamp> {
        let first = self.to_timestamp()?;
        Some(first.checked_add(Duration::from_nanos(999)).unwrap_or(first))
    }
}

impl<'a> FromSql<'a> for Micros {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Unreadable> {
        Ok(Self(i64::from_be_bytes(raw.try_into()?)))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::TIMESTAMPTZ
    }
}

/// An [`Id`] as the server shows it: a UUID of the same hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Uuid(pub(super) Id);

impl<'a> FromSql<'a> for Uuid {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Unreadable> {
        Ok(Self(Id::from_bits(u128::from_be_bytes(raw.try_into()?))))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::UUID
    }
}

impl ToSql for Uuid {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Unreadable> {
        out.extend_from_slice(&self.0.bits().to_be_bytes());
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::UUID
    }

    to_sql_checked!();
}

/// Text of any kind: the server's holds no NUL. What has neither it nor a backslash stays as it is.
pub(super) fn escape(text: &str) -> String {
    text.replace('\\', r"\\").replace('\0', r"\0")
}

pub(super) fn unescape(text: &str) -> String {
    let mut chars = text.chars();
    let mut plain = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        plain.push(match c {
            '\\' if chars.next() == Some('0') => '\0',
            other => other,
        });
    }
    plain
}

/// One parameter of a statement.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(Option<String>),
    Id(Option<Id>),
    Ids(Vec<Uuid>),
    At(Option<Micros>),
    Is(bool),
    Oid(Option<u32>),
    Number(i32),
    Numbers(Vec<i64>),
}

impl Value {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(Some(text.into()))
    }

    pub(super) fn at(at: Timestamp) -> Self {
        Self::At(Some(Micros::of(at)))
    }

    pub(super) fn end(keep_until: Option<Timestamp>) -> Self {
        Self::At(Some(Micros::end(keep_until)))
    }

    /// Said to the server, which otherwise would have to be asked first.
    pub(super) const fn kind(&self) -> Type {
        match self {
            Self::Text(_) => Type::TEXT,
            Self::Id(_) => Type::UUID,
            Self::Ids(_) => Type::UUID_ARRAY,
            Self::At(_) => Type::TIMESTAMPTZ,
            Self::Is(_) => Type::BOOL,
            Self::Oid(_) => Type::OID,
            Self::Number(_) => Type::INT4,
            Self::Numbers(_) => Type::INT8_ARRAY,
        }
    }
}

impl ToSql for Micros {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Unreadable> {
        out.extend_from_slice(&self.0.to_be_bytes());
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::TIMESTAMPTZ
    }

    to_sql_checked!();
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Unreadable> {
        match self {
            Self::Text(text) => text.to_sql(ty, out),
            Self::Id(id) => id.map(Uuid).to_sql(ty, out),
            Self::Ids(ids) => ids.to_sql(ty, out),
            Self::At(at) => at.to_sql(ty, out),
            Self::Is(is) => is.to_sql(ty, out),
            Self::Oid(oid) => oid.to_sql(ty, out),
            Self::Number(number) => number.to_sql(ty, out),
            Self::Numbers(numbers) => numbers.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn an_instant_survives_and_a_life_is_never_cut_short() {
        for nanos in [0, 1, 999, 1_000, 1_800_000_000_123_456_789] {
            let at = Timestamp::MIN.checked_add(Duration::from_nanos(nanos)).unwrap();
            let read = Micros::of(at).to_timestamp().unwrap();
            assert_eq!(read.to_unix_micros(), at.to_unix_micros());
            let end = Micros::end(Some(at)).to_timestamp().unwrap();
            assert!(end >= at && end.since(at) < Duration::from_micros(1));
        }
        assert_eq!(Micros::end(None).to_timestamp(), None);
        for text in ["", "a", "\0", r"\", r"\0", "\\\0\\\\0", "é\0\0"] {
            let escaped = escape(text);
            assert!(!escaped.contains('\0'));
            assert_eq!(unescape(&escaped), text);
        }
        let id = Id::from_bits(7);
        assert_eq!(Uuid::from_sql(&Type::UUID, &7_u128.to_be_bytes()).unwrap(), Uuid(id));
    }
}
