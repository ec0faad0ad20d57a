//! The arguments of a guard as written: keywords, spans, repeats kept. Knows spelling, not meaning.

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, LitStr, Path, Token, Type};

use super::assertion::AssertionArg;
use super::given::Given;
use super::kind::KindArg;
use super::source::SourceArg;
use super::{source, suggest, value};

/// What there is to choose from.
const KNOWN: [&str; 20] = [
    "fresh",
    "assertion",
    "kind",
    "single_use",
    "rotate",
    "claims",
    "scopes",
    "any_scope",
    "require",
    "from",
    "audience",
    "issuer",
    "purpose",
    "profile",
    "base64",
    "skip_revocation",
    "skip_csrf",
    "policy",
    "lenient",
    "crate",
];

/// Known as well, but not worth a recommendation.
const SELDOM: [&str; 1] = ["reason"];

/// `fresh, assertion = "tenant-alpha"`, each key kept with its span and its repeats.
#[derive(Default)]
pub(crate) struct GuardArgs {
    /// All keys, in the order written.
    pub(crate) keys: Vec<Ident>,
    pub(crate) fresh: Given<Option<LitStr>>,
    pub(crate) assertion: Given<AssertionArg>,
    pub(crate) kind: Given<KindArg>,
    pub(crate) single_use: Given<()>,
    pub(crate) rotate: Given<()>,
    pub(crate) claims: Given<Type>,
    pub(crate) scopes: Given<Vec<LitStr>>,
    pub(crate) any_scope: Given<Vec<LitStr>>,
    pub(crate) require: Given<Expr>,
    pub(crate) from: Given<Vec<SourceArg>>,
    pub(crate) audience: Given<LitStr>,
    pub(crate) issuer: Given<LitStr>,
    pub(crate) purpose: Given<Ident>,
    pub(crate) profile: Given<LitStr>,
    pub(crate) reason: Given<LitStr>,
    pub(crate) base64: Given<()>,
    pub(crate) skip_revocation: Given<()>,
    pub(crate) skip_csrf: Given<()>,
    pub(crate) lenient: Given<()>,
    pub(crate) policy: Given<Type>,
    pub(crate) root: Given<Path>,
}

impl Parse for GuardArgs {
    /// Stops at `;`, which parts the policies of `policy!`.
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut args = Self::default();
        while !at_end(input) {
            args.parse_one(input)?;
            if at_end(input) {
                break;
            }
            if !input.peek(Token![,]) {
                return Err(input.error("nothing may follow here: part the arguments by `,`"));
            }
            input.parse::<Token![,]>()?;
        }
        Ok(args)
    }
}

impl GuardArgs {
    fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let key = input
            .call(Ident::parse_any)
            .map_err(|error| syn::Error::new(error.span(), "an argument begins with its name"))?;
        self.keys.push(key.clone());
        match key.to_string().as_str() {
            "fresh" => self.fresh.push(key.clone(), value::optional_text(&key, input)?),
            "assertion" => self.assertion.push(key.clone(), AssertionArg::parse(&key, input)?),
            "kind" => self.kind.push(key.clone(), KindArg::parse(&key, input)?),
            "claims" => self.claims.push(key.clone(), value::parsed(&key, input, "a type")?),
            "scopes" => self.scopes.push(key.clone(), value::list(&key, input)?),
            "any_scope" => self.any_scope.push(key.clone(), value::list(&key, input)?),
            "require" => self.require.push(key.clone(), value::parsed(&key, input, "a condition")?),
            "from" => self.from.push(key.clone(), SourceArg::parse_list(&key, input)?),
            "audience" => self.audience.push(key.clone(), value::text(&key, input)?),
            "issuer" => self.issuer.push(key.clone(), value::text(&key, input)?),
            "purpose" => self.purpose.push(key.clone(), purpose(&key, input)?),
            "profile" => self.profile.push(key.clone(), value::text(&key, input)?),
            "reason" => self.reason.push(key.clone(), value::text(&key, input)?),
            "policy" => self.policy.push(key.clone(), value::parsed(&key, input, "a type")?),
            "crate" => self.root.push(key.clone(), root(&key, input)?),
            _ => self.parse_word(key, input)?,
        }
        Ok(())
    }

    /// The arguments that are one word.
    fn parse_word(&mut self, key: Ident, input: ParseStream<'_>) -> syn::Result<()> {
        let words = match key.to_string().as_str() {
            "base64" => &mut self.base64,
            "skip_revocation" => &mut self.skip_revocation,
            "skip_csrf" => &mut self.skip_csrf,
            "lenient" => &mut self.lenient,
            "single_use" => &mut self.single_use,
            "rotate" => &mut self.rotate,
            _ => return Err(unknown(&key)),
        };
        value::none(&key, input)?;
        words.push(key, ());
        Ok(())
    }
}

fn at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![;])
}

/// Never a warning: a key that is skipped is a guard that is weaker than it looks.
fn unknown(key: &Ident) -> syn::Error {
    if source::is_named_place(key) {
        let words = format!("`{key}` is a place to look for the token: write `from({key})`");
        return syn::Error::new(key.span(), words);
    }
    let meant = [KNOWN.as_slice(), &SELDOM].concat();
    let hint = suggest::hint(&key.to_string(), &meant, &KNOWN);
    syn::Error::new(key.span(), format!("unknown argument `{key}`: {hint}"))
}

fn purpose(key: &Ident, input: ParseStream<'_>) -> syn::Result<Ident> {
    let words = "`purpose` is one of two words: write `purpose = local` or `purpose = public`";
    let word: Ident = value::parsed(key, input, "`local` or `public`")
        .map_err(|error| syn::Error::new(error.span(), words))?;
    let known = word == "local" || word == "public";
    if known { Ok(word) } else { Err(syn::Error::new(word.span(), words)) }
}

/// `crate = path`: without generics, as it becomes the beginning of every generated path.
pub(crate) fn root(key: &Ident, input: ParseStream<'_>) -> syn::Result<Path> {
    let words = "`crate` takes the path of the facade: write `crate = my_crate::paseto`";
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(key.span(), words));
    }
    input.parse::<Token![=]>()?;
    let at = if input.is_empty() { key.span() } else { input.span() };
    input.call(Path::parse_mod_style).map_err(|_| syn::Error::new(at, words))
}
