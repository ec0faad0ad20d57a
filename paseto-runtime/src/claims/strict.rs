//! JSON as PASETO demands it: one object, no name twice at any depth (01-Payload-Processing),
//! and bounded before anything is kept of it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::names::Names;

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
    /// An array; `None` unless all of it is text, and somebody wants it.
    List(Option<Vec<Cow<'de, str>>>),
    Object,
}

/// Reads the whole text in one pass, and hands each member over as it comes: none of it counts
/// unless all of the text is read. A list of texts is kept of the member named here alone.
pub(crate) fn visit<'de>(
    text: &'de str,
    limits: &Limits,
    list: &str,
    take: impl FnMut(&str, Member<'de>),
) -> Result<(), StrictError> {
    let mut walk = Walk { limits, members: 0, problem: None };
    let mut json = serde_json::Deserializer::from_str(text);
    let read = json.deserialize_map(Top { walk: &mut walk, list, take });
    match read.and_then(|()| json.end()) {
        Ok(()) => Ok(()),
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
    #[cold]
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

    fn measure<E: Error>(&mut self, text: &str) -> Result<(), E> {
        if text.len() > self.limits.text {
            return self.refuse(StrictError::TooComplex);
        }
        Ok(())
    }

    fn admit<'de, E: Error>(
        &mut self,
        name: Cow<'de, str>,
        so_far: &mut Names<'de>,
    ) -> Result<(), E> {
        self.members = self.members.saturating_add(1);
        let is_full = so_far.len() >= self.limits.per_object;
        if !so_far.add(name) {
            return self.refuse(StrictError::Duplicate);
        }
        if is_full || self.members > self.limits.members {
            return self.refuse(StrictError::TooComplex);
        }
        Ok(())
    }

    fn object<'de, A: MapAccess<'de>>(
        &mut self,
        mut map: A,
        depth: usize,
        list: Option<&str>,
        mut take: impl FnMut(&str, Member<'de>),
    ) -> Result<(), A::Error> {
        let mut names = Names::default();
        while let Some(name) = map.next_key_seed(Name(self))? {
            self.admit(name.clone(), &mut names)?;
            let keeps = list == Some(&name);
            let value = map.next_value_seed(Node { walk: self, depth, keeps })?;
            take(&name, value);
        }
        Ok(())
    }
}

struct Top<'w, 'l, F> {
    walk: &'w mut Walk<'l>,
    list: &'w str,
    take: F,
}

impl<'de, F: FnMut(&str, Member<'de>)> Visitor<'de> for Top<'_, '_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let depth = self.walk.descend(0)?;
        self.walk.object(map, depth, Some(self.list), self.take)
    }
}

/// The name of a member.
struct Name<'w, 'l>(&'w mut Walk<'l>);

impl<'de> DeserializeSeed<'de> for Name<'_, '_> {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name<'_, '_> {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        self.0.measure(name).map(|()| Cow::Borrowed(name))
    }

    // Only where an escape had to be resolved.
    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        self.0.measure(name).map(|()| Cow::Owned(name.to_owned()))
    }
}

/// Any value, with this many objects and arrays around it.
struct Node<'w, 'l> {
    walk: &'w mut Walk<'l>,
    depth: usize,
    /// Whether anybody wants to know the texts of a list.
    keeps: bool,
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
        self.walk.measure(text).map(|()| Member::Text(Cow::Borrowed(text)))
    }

    // Only where an escape had to be resolved.
    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        self.walk.measure(text).map(|()| Member::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let depth = self.walk.descend(self.depth)?;
        let mut texts = self.keeps.then(Vec::new);
        while let Some(item) =
            seq.next_element_seed(Node { walk: self.walk, depth, keeps: false })?
        {
            if let (Member::Text(text), Some(texts)) = (item, &mut texts) {
                texts.push(text);
            } else {
                texts = None;
            }
        }
        Ok(Member::List(texts))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let depth = self.walk.descend(self.depth)?;
        self.walk.object(map, depth, None, |_, _| {}).map(|()| Member::Object)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    const LIMITS: Limits = Limits { depth: 3, per_object: 4, members: 6, text: 8 };

    fn refusal(text: &str) -> Option<StrictError> {
        visit(text, &LIMITS, "", |_, _| {}).err()
    }

    #[test]
    fn members_come_as_they_stand() {
        let text = r#" {"a":["x"],"b":{"a":["y"]},"c":[1],"d":"\u0065"} "#;
        let read = |list| {
            let mut read = Vec::new();
            visit(text, &LIMITS, list, |name, value| read.push((name.to_owned(), value))).unwrap();
            read
        };
        let texts = || Member::List(Some(vec![Cow::Borrowed("x")]));
        let members = |of_a| {
            [
                ("a".to_owned(), of_a),
                ("b".to_owned(), Member::Object),
                ("c".to_owned(), Member::List(None)),
                ("d".to_owned(), Member::Text("e".into())),
            ]
        };
        assert_eq!(read("a"), members(texts()));
        for other in ["b", "c", ""] {
            assert_eq!(read(other), members(Member::List(None)));
        }
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
