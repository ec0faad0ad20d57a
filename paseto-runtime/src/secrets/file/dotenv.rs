//! `.env` files: a strict reader, and a writer that leaves every other line alone.
//!
//! By hand, because a crate for it would be one more in every build, and those there are guess
//! where they should refuse. What this takes, Python's `python-dotenv` reads as the same text.

use std::ops::Range;

use zeroize::Zeroizing;

type Text = Zeroizing<String>;
type Reading<'t, T> = Result<(T, &'t str), &'static str>;

const BLANK: [char; 2] = [' ', '\t'];
const BREAK: [char; 2] = ['\n', '\r'];
const NO_LINE: &str = "a line that is neither NAME=value nor a comment";
const EXPANDED: &str = "a value with `${`, which some programs expand and some do not";

/// One secret and where its lines are.
struct Entry<'t> {
    name: &'t str,
    value: Text,
    lines: Range<usize>,
}

pub(super) fn find(text: &str, name: &str) -> Result<Option<Text>, &'static str> {
    match one(text, name)? {
        Some(entry) if entry.value.contains("${") => Err(EXPANDED),
        entry => Ok(entry.map(|entry| entry.value)),
    }
}

pub(super) fn names(text: &str) -> Result<Vec<String>, &'static str> {
    Ok(entries(text)?.into_iter().map(|entry| entry.name.to_owned()).collect())
}

pub(super) fn put(text: &str, name: &str, value: &str) -> Result<Zeroizing<Vec<u8>>, &'static str> {
    if !is_name(name) {
        return Err("a name that `.env` files cannot hold");
    }
    let value = quoted(value)?;
    let lines = one(text, name)?.map_or(text.len()..text.len(), |entry| entry.lines);
    let old = text.get(lines.clone()).unwrap_or_default().trim_start_matches(BLANK);
    let export = if after_export(old).is_some() { "export " } else { "" };
    let before = text.get(..lines.start).unwrap_or_default();
    let gap = if before.is_empty() || before.ends_with(BREAK) { "" } else { "\n" };
    let after = text.get(lines.end..).unwrap_or_default();
    Ok(joined(&[before, gap, export, name, "=", &value, "\n", after]))
}

pub(super) fn remove(text: &str, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, &'static str> {
    let rest = |entry: Entry<'_>| {
        let before = text.get(..entry.lines.start).unwrap_or_default();
        joined(&[before, text.get(entry.lines.end..).unwrap_or_default()])
    };
    Ok(one(text, name)?.map(rest))
}

/// Which of two values counts is another matter of taste.
fn one<'t>(text: &'t str, name: &str) -> Result<Option<Entry<'t>>, &'static str> {
    let mut found = entries(text)?.into_iter().filter(|entry| entry.name == name);
    let first = found.next();
    if found.next().is_some() { Err("set twice") } else { Ok(first) }
}

fn entries(text: &str) -> Result<Vec<Entry<'_>>, &'static str> {
    let (mut rest, mut all) = (text, Vec::new());
    while !rest.is_empty() {
        let start = text.len() - rest.len();
        let (entry, after) = line(rest)?;
        let lines = start..text.len() - after.len();
        all.extend(entry.map(|(name, value)| Entry { name, value, lines }));
        rest = after;
    }
    Ok(all)
}

fn line(rest: &str) -> Reading<'_, Option<(&str, Text)>> {
    let body = rest.trim_start_matches(BLANK);
    if body.is_empty() || body.starts_with(BREAK) || body.starts_with('#') {
        return end(body).map(|after| (None, after));
    }
    let body = after_export(body).unwrap_or(body);
    let (name, after) = body.split_at(body.find(|c| !is_name_char(c)).unwrap_or(body.len()));
    let after = after.trim_start_matches(BLANK).strip_prefix('=');
    let after = after.filter(|_| is_name(name)).ok_or(NO_LINE)?.trim_start_matches(BLANK);
    let (value, after) = match after.chars().next() {
        Some(quote @ ('\'' | '"')) => quoted_value(after, quote)?,
        Some('#') => return Err("a value that begins with `#`; put it in quotes"),
        Some(_) | None => bare_value(after),
    };
    Ok((Some((name, value)), end(after)?))
}

fn after_export(body: &str) -> Option<&str> {
    let after = body.strip_prefix("export")?;
    after.starts_with(BLANK).then(|| after.trim_start_matches(BLANK))
}

/// Up to the end of the line, or to a `#` behind a blank.
fn bare_value(text: &str) -> (Text, &str) {
    let (value, after) = text.split_at(text.find(BREAK).unwrap_or(text.len()));
    let comment = value.char_indices().zip(value.chars().skip(1));
    let mut comment = comment.filter(|((_, c), next)| c.is_whitespace() && *next == '#');
    let end = comment.next().map_or(value.len(), |((at, _), _)| at);
    (Zeroizing::new(value.get(..end).unwrap_or_default().trim_end().to_owned()), after)
}

/// Up to the other quote, over line breaks too.
fn quoted_value(text: &str, quote: char) -> Reading<'_, Text> {
    let mut value = Zeroizing::new(String::with_capacity(text.len()));
    let mut chars = text.chars();
    chars.next();
    while let Some(c) = chars.next() {
        match c {
            c if c == quote => return Ok((value, chars.as_str())),
            '\\' => match escaped(chars.as_str(), quote) {
                Some(meant) => {
                    chars.next();
                    value.push(meant);
                    // Python takes this quote for the end in one file, and not in another.
                    if meant == '\\' && chars.as_str().starts_with(quote) {
                        return Err("a backslash at the end of a quoted text");
                    }
                }
                None => value.push('\\'),
            },
            '\r' if chars.as_str().starts_with('\n') => {}
            c => value.push(c),
        }
    }
    Err("a quote without its end")
}

/// What a backslash and the next character mean; `None` where they mean themselves.
fn escaped(rest: &str, quote: char) -> Option<char> {
    match (rest.chars().next()?, quote) {
        (c @ ('\\' | '\''), _) | (c @ '"', '"') => Some(c),
        ('n', '"') => Some('\n'),
        ('r', '"') => Some('\r'),
        ('t', '"') => Some('\t'),
        ('a', '"') => Some('\x07'),
        ('b', '"') => Some('\x08'),
        ('f', '"') => Some('\x0c'),
        ('v', '"') => Some('\x0b'),
        _ => None,
    }
}

/// Nothing but a comment may follow.
fn end(text: &str) -> Result<&str, &'static str> {
    let text = text.trim_start_matches(BLANK);
    let (comment, after) = text.split_at(text.find(BREAK).unwrap_or(text.len()));
    if !comment.is_empty() && !comment.starts_with('#') {
        return Err(NO_LINE);
    }
    let breaks = ["\r\n", "\n", "\r"];
    Ok(breaks.iter().find_map(|end| after.strip_prefix(end)).unwrap_or(after))
}

fn quoted(value: &str) -> Result<Text, &'static str> {
    let is_tame = |c: char| c.is_ascii_graphic() && !"'\"#$`".contains(c);
    if value.contains("${") {
        return Err(EXPANDED);
    }
    if value.chars().all(is_tame) {
        return Ok(Zeroizing::new(value.to_owned()));
    }
    if !value.contains(['\'', '\\', '\r']) {
        return Ok(text_of(&["'", value, "'"]));
    }
    if value.ends_with('\\') || value.contains("\\\"") || value.contains("\\'") {
        return Err("a backslash at the end or before a quote, which `.env` files cannot hold");
    }
    let mut text = Zeroizing::new(String::with_capacity(2 * value.len() + 2));
    text.push('"');
    for c in value.chars() {
        match c {
            '\r' => text.push_str("\\r"),
            '"' | '\\' => text.extend(['\\', c]),
            c => text.push(c),
        }
    }
    text.push('"');
    Ok(text)
}

fn text_of(parts: &[&str]) -> Text {
    let mut text = Zeroizing::new(String::with_capacity(parts.iter().map(|part| part.len()).sum()));
    parts.iter().for_each(|part| text.push_str(part));
    text
}

fn joined(parts: &[&str]) -> Zeroizing<Vec<u8>> {
    let mut text = text_of(parts);
    Zeroizing::new(std::mem::take(&mut *text).into_bytes())
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(is_name_char)
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
