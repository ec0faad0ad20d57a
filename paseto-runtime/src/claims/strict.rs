//! JSON as PASETO demands it: one object, no name twice at any depth (01-Payload-Processing),
//! and bounded before anything is kept of it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// How much one text may hold.
pub(crate) struct Limits {
    /// Objects and arrays around a value.
    pub(crate) depth: usize,
    /// Members of one object.
    pub(crate) per_object: usize,
    /// Members of all objects together.
    pub(crate) members: usize,
    /// Bytes of one text or name.
    pub(crate) text: usize,
}

/// Members of most objects.
const USUAL: usize = 16;

/// What keeps a text from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StrictError {
    NotObject,
    Duplicate,
    TooComplex,
}

/// The value of a top-level member, as far as registered claims need it.
#[derive(Debug, PartialEq)]
pub(crate) enum Member<'de> {
    Null,
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Fraction,
    Text(Cow<'de, str>),
    /// An array; `None` unless all of it is text.
    List(Option<Vec<Cow<'de, str>>>),
    Object,
}

/// The members of one object, in their order.
pub(crate) type Members<'de> = Vec<(Cow<'de, str>, Member<'de>)>;

/// Reads the whole text in one pass.
pub(crate) fn members<'de>(text: &'de str, limits: &Limits) -> Result<Members<'de>, StrictError> {
    let mut walk = Walk { limits, members: 0, problem: None };
    let mut json = serde_json::Deserializer::from_str(text);
    let read = json.deserialize_map(Top(&mut walk));
    match read.and_then(|members| json.end().map(|()| members)) {
        Ok(members) => Ok(members),
        Err(_) => Err(walk.problem.unwrap_or(StrictError::NotObject)),
    }
}

struct Walk<'l> {
    limits: &'l Limits,
    members: usize,
    problem: Option<StrictError>,
}

impl Walk<'_> {
    /// serde's error carries text only, so the reason waits here.
    fn refuse<T, E: Error>(&mut self, problem: StrictError) -> Result<T, E> {
        self.problem.get_or_insert(problem);
        Err(E::custom("refused"))
    }

    fn descend<E: Error>(&mut self, depth: usize) -> Result<usize, E> {
        if depth >= self.limits.depth {
            return self.refuse(StrictError::TooComplex);
        }
        Ok(depth.saturating_add(1))
    }

    fn text<'de, E: Error>(&mut self, text: Cow<'de, str>) -> Result<Member<'de>, E> {
        if text.len() > self.limits.text {
            return self.refuse(StrictError::TooComplex);
        }
        Ok(Member::Text(text))
    }

    fn admit<E: Error>(&mut self, name: &str, so_far: &Members<'_>) -> Result<(), E> {
        self.members = self.members.saturating_add(1);
        if so_far.iter().any(|(known, _)| known == name) {
            return self.refuse(StrictError::Duplicate);
        }
        if so_far.len() >= self.limits.per_object || self.members > self.limits.members {
            return self.refuse(StrictError::TooComplex);
        }
        Ok(())
    }

    fn object<'de, A: MapAccess<'de>>(
        &mut self,
        mut map: A,
        depth: usize,
    ) -> Result<Members<'de>, A::Error> {
        // Room for the usual at once: growing step by step allocates thrice.
        let mut members = Members::with_capacity(USUAL);
        while let Some(name) = map.next_key_seed(Node { walk: self, depth })? {
            let Member::Text(name) = name else {
                return self.refuse(StrictError::NotObject);
            };
            self.admit(&name, &members)?;
            let value = map.next_value_seed(Node { walk: self, depth })?;
            members.push((name, value));
        }
        Ok(members)
    }
}

struct Top<'w, 'l>(&'w mut Walk<'l>);

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let depth = self.0.descend(0)?;
        self.0.object(map, depth)
    }
}

/// Any value, with this many objects and arrays around it.
struct Node<'w, 'l> {
    walk: &'w mut Walk<'l>,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = Member<'de>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = Member<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Member::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Member::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Member::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Member::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Member::Fraction)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        self.walk.text(Cow::Borrowed(text))
    }

    // Only where an escape had to be resolved.
    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        self.walk.text(Cow::Owned(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let depth = self.walk.descend(self.depth)?;
        let mut texts = Some(Vec::new());
        while let Some(item) = seq.next_element_seed(Node { walk: self.walk, depth })? {
            if let (Member::Text(text), Some(texts)) = (&item, &mut texts) {
                texts.push(text.clone());
            } else {
                texts = None;
            }
        }
        Ok(Member::List(texts))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let depth = self.walk.descend(self.depth)?;
        self.walk.object(map, depth).map(|_| Member::Object)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    const LIMITS: Limits = Limits { depth: 3, per_object: 4, members: 6, text: 8 };

    fn refusal(text: &str) -> Option<StrictError> {
        members(text, &LIMITS).err()
    }

    #[test]
    fn members_come_as_they_stand() {
        let read = members(r#" {"a":1,"b":["x"],"c":[1],"d":"\u0065"} "#, &LIMITS).unwrap();
        let texts = Some(vec![Cow::Borrowed("x")]);
        assert_eq!(
            read,
            [
                ("a".into(), Member::Unsigned(1)),
                ("b".into(), Member::List(texts)),
                ("c".into(), Member::List(None)),
                ("d".into(), Member::Text("e".into())),
            ]
        );
    }

    #[test]
    fn a_name_twice_is_refused_at_every_depth() {
        for text in [
            r#"{"a":1,"a":1}"#,
            r#"{"a":1,"\u0061":2}"#,
            r#"{"x":{"a":1,"a":1}}"#,
            r#"{"x":[{"a":1,"b":1,"a":1}]}"#,
        ] {
            assert_eq!(refusal(text), Some(StrictError::Duplicate), "{text}");
        }
        assert_eq!(refusal(r#"{"a":{"a":{"a":1}}}"#), None);
    }

    #[test]
    fn every_limit_holds() {
        for text in [
            r#"{"a":[[[]]]}"#,
            r#"{"a":{"a":{"a":{}}}}"#,
            r#"{"a":1,"b":1,"c":1,"d":1,"e":1}"#,
            r#"{"a":{"a":1,"b":1,"c":1},"b":{"a":1,"b":1}}"#,
            r#"{"a":"123456789"}"#,
            r#"{"123456789":1}"#,
        ] {
            assert_eq!(refusal(text), Some(StrictError::TooComplex), "{text}");
        }
        assert_eq!(refusal(r#"{"a":[["12345678"]]}"#), None);
    }

    #[test]
    fn anything_but_one_object_is_refused() {
        for text in [
            "",
            "[]",
            "1",
            "null",
            r#""a""#,
            "{}{}",
            "{} x",
            "{",
            r#"{"a":}"#,
            "{'a':1}",
            "{1:1}",
            r#"{"a":1,}"#,
            r#"{"a":"\ud800"}"#,
            "{\"a\":\"\n\"}",
            "\u{feff}{}",
        ] {
            assert_eq!(refusal(text), Some(StrictError::NotObject), "{text:?}");
        }
    }

    #[test]
    fn deep_nesting_ends_early_instead_of_overflowing_the_stack() {
        for open in ["[", r#"{"a":"#] {
            let text = format!(r#"{{"a":{}"#, open.repeat(100_000));
            assert_eq!(refusal(&text), Some(StrictError::TooComplex));
        }
    }
}
