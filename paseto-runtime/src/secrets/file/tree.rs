//! Nested tables of JSON and TOML.

use std::io;

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::secrets::fields;

/// A document whose texts are wiped on drop. What the parsers copy on the way is out of reach.
pub(super) struct Tree(Value);

impl Drop for Tree {
    fn drop(&mut self) {
        fields::wipe(&mut self.0);
    }
}

impl Tree {
    /// Nothing at all is an empty table.
    pub(super) fn json(content: &[u8]) -> Result<Self, &'static str> {
        if content.trim_ascii().is_empty() {
            return Ok(Self(Value::Object(Map::new())));
        }
        serde_json::from_slice(content).map_err(|_| "not JSON").and_then(Self::of_table)
    }

    pub(super) fn toml(text: &str) -> Result<Self, &'static str> {
        toml::from_str(text).map_err(|_| "not TOML").and_then(Self::of_table)
    }

    fn of_table(value: Value) -> Result<Self, &'static str> {
        let tree = Self(value);
        if tree.0.is_object() { Ok(tree) } else { Err("not a table of secrets") }
    }

    /// `None` for what is absent or empty.
    pub(super) fn find(&self, field: &str) -> Result<Option<Zeroizing<String>>, &'static str> {
        let found = field.split('/').try_fold(&self.0, |table, key| table.as_object()?.get(key));
        Ok(found.map(fields::text).transpose()?.flatten())
    }

    /// The names of all values that are texts or can be had as such.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        collect(&self.0, "", &mut names);
        names
    }

    /// Tables on the way are made; a value on the way, or a table in the end, is left alone.
    pub(super) fn put(&mut self, field: &str, text: &str) -> Result<(), &'static str> {
        let (tables, last) = field.rsplit_once('/').unwrap_or(("", field));
        let mut table = &mut self.0;
        for key in tables.split('/').filter(|_| !tables.is_empty()) {
            let map = table.as_object_mut().ok_or("a value, where a table belongs")?;
            table = map.entry(key).or_insert_with(|| Value::Object(Map::new()));
        }
        let map = table.as_object_mut().ok_or("a value, where a table belongs")?;
        fields::put(map, last, text)
    }

    /// Whether there was such a value.
    pub(super) fn remove(&mut self, field: &str) -> Result<bool, &'static str> {
        let (tables, last) = field.rsplit_once('/').unwrap_or(("", field));
        let mut keys = tables.split('/').filter(|_| !tables.is_empty());
        let table = keys.try_fold(&mut self.0, |table, key| table.as_object_mut()?.get_mut(key));
        let map = table.and_then(Value::as_object_mut);
        Ok(map.map(|map| fields::remove(map, last)).transpose()?.unwrap_or_default())
    }

    /// `None` if that would be longer than `most` bytes.
    pub(super) fn to_json(&self, most: usize) -> Option<Zeroizing<Vec<u8>>> {
        let mut page = Page(Zeroizing::new(Vec::with_capacity(most)));
        serde_json::to_writer_pretty(&mut page, &self.0).ok()?;
        io::Write::write_all(&mut page, b"\n").ok()?;
        Some(page.0)
    }
}

/// A buffer that would rather be full than grow: growing leaves copies behind.
struct Page(Zeroizing<Vec<u8>>);

impl io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.0.capacity() - self.0.len() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn collect(value: &Value, name: &str, names: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let name = if name.is_empty() { key.clone() } else { format!("{name}/{key}") };
                collect(value, &name, names);
            }
        }
        Value::String(_) | Value::Bool(_) | Value::Number(_) => names.push(name.to_owned()),
        Value::Null | Value::Array(_) => {}
    }
}
