//! The name a field has in the token: Rust's, through serde's renames.

use crate::parse::serde_attr::{SerdeItem, SerdeValue};

/// What a field is called when a token is issued, and when one is read.
pub(crate) struct WireNames {
    /// `None`: it is not written.
    pub(crate) issued: Option<String>,
    /// `None`: it is not read.
    pub(crate) read: Option<String>,
    /// Other names it is read by.
    pub(crate) aliases: Vec<String>,
}

impl WireNames {
    /// `name` is Rust's, without `r#`; `container` are the struct's attributes, `field` its own.
    pub(crate) fn of(name: &str, container: &[SerdeItem], field: &[SerdeItem]) -> Self {
        let side = |side: Side| {
            let own = side.text(field, "rename");
            own.unwrap_or_else(|| in_case(name, side.text(container, "rename_all").as_deref()))
        };
        let skipped = |one: &str| field.iter().any(|item| item.is("skip") || item.is(one));
        Self {
            issued: (!skipped("skip_serializing")).then(|| side(Side::Issued)),
            read: (!skipped("skip_deserializing")).then(|| side(Side::Read)),
            aliases: aliases(field),
        }
    }

    /// Every name under which the field can meet a claim.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        let aliases = self.aliases.iter().filter(|_| self.read.is_some());
        self.issued.iter().chain(&self.read).chain(aliases).map(String::as_str)
    }
}

fn aliases(field: &[SerdeItem]) -> Vec<String> {
    let texts = field.iter().filter(|item| item.is("alias")).filter_map(|item| match &item.value {
        SerdeValue::Text(text) => Some(text.value()),
        SerdeValue::Both { .. } | SerdeValue::Other => None,
    });
    texts.collect()
}

/// serde knows two names for everything.
#[derive(Clone, Copy)]
enum Side {
    Issued,
    Read,
}

impl Side {
    fn text(self, items: &[SerdeItem], key: &str) -> Option<String> {
        let text = items.iter().filter(|item| item.is(key)).find_map(|item| match &item.value {
            SerdeValue::Text(text) => Some(text),
            SerdeValue::Both { serialize, deserialize } => match self {
                Self::Issued => serialize.as_ref(),
                Self::Read => deserialize.as_ref(),
            },
            SerdeValue::Other => None,
        });
        text.map(syn::LitStr::value)
    }
}

/// As serde's `rename_all` does it for fields, which it takes to be in snake case.
fn in_case(name: &str, case: Option<&str>) -> String {
    match case {
        Some("UPPERCASE" | "SCREAMING_SNAKE_CASE") => name.to_ascii_uppercase(),
        Some("PascalCase") => pascal(name),
        Some("camelCase") => camel(name),
        Some("kebab-case") => name.replace('_', "-"),
        Some("SCREAMING-KEBAB-CASE") => name.to_ascii_uppercase().replace('_', "-"),
        // `lowercase` and `snake_case` leave a field alone; of an unknown case serde complains.
        Some(_) | None => name.to_owned(),
    }
}

fn pascal(name: &str) -> String {
    let mut upper = true;
    let letters = name.chars().filter_map(|letter| {
        let start = std::mem::replace(&mut upper, letter == '_');
        (letter != '_').then(|| if start { letter.to_ascii_uppercase() } else { letter })
    });
    letters.collect()
}

fn camel(name: &str) -> String {
    let pascal = pascal(name);
    let mut letters = pascal.chars();
    letters.next().into_iter().map(|first| first.to_ascii_lowercase()).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::in_case;

    #[test]
    fn spells_the_cases_as_serde_does() {
        let cases = [
            ("lowercase", "first_name"),
            ("UPPERCASE", "FIRST_NAME"),
            ("PascalCase", "FirstName"),
            ("camelCase", "firstName"),
            ("snake_case", "first_name"),
            ("SCREAMING_SNAKE_CASE", "FIRST_NAME"),
            ("kebab-case", "first-name"),
            ("SCREAMING-KEBAB-CASE", "FIRST-NAME"),
        ];
        for (case, expected) in cases {
            assert_eq!(in_case("first_name", Some(case)), expected, "{case}");
        }
        assert_eq!(in_case("first_name", None), "first_name");
    }
}
