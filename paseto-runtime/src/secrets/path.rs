//! The name of a secret within a source.

use std::fmt;

/// The name of a secret within a source: `apps/api`, or `apps/api#field` for one field of a secret
/// that has several. Not secret itself: it stands in errors and logs.
///
/// ```
/// # extern crate paseto_runtime as actix_paseto;
/// use actix_paseto::secrets::SecretPath;
///
/// let path = SecretPath::parse("apps/api#access_key").unwrap();
/// assert_eq!((path.name(), path.field()), ("apps/api", Some("access_key")));
/// assert_eq!(path.version("3").to_string(), "apps/api#access_key");
/// assert!(SecretPath::parse("#access_key").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SecretPath {
    name: String,
    field: Option<String>,
    version: Option<String>,
}

impl SecretPath {
    /// `None` for an empty name or field, or one with control characters. What else is allowed is
    /// the source's to say.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (name, field) = match text.rsplit_once('#') {
            Some((name, field)) => (name, Some(field)),
            None => (text, None),
        };
        let is_name = |text: &str| !text.is_empty() && !text.contains(char::is_control);
        let fits = is_name(name) && field.is_none_or(is_name);
        let field = field.map(str::to_owned);
        fits.then(|| Self { name: name.to_owned(), field, version: None })
    }

    /// Of a source that keeps versions: this one instead of the newest. For Vault a number, for AWS
    /// a stage such as `AWSPREVIOUS` or a version's id.
    #[must_use]
    pub fn version(mut self, version: &str) -> Self {
        self.version = Some(version.to_owned());
        self
    }

    /// The part before `#`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The part after `#`.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// Which version; `None` is the newest.
    #[must_use]
    pub fn wanted_version(&self) -> Option<&str> {
        self.version.as_deref()
    }
}

impl fmt::Display for SecretPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        self.field.as_ref().map_or(Ok(()), |field| write!(f, "#{field}"))
    }
}
