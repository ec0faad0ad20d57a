//! The rules of `#[claim(…)]`: which types each one understands, and the checks that generated
//! code calls. An optional claim that is absent breaks no rule.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::RangeBounds;

use crate::error::ClaimError;

/// `#[claim(one_of(…))]`.
///
/// # Errors
///
/// [`ClaimError::Rule`] if the claim is none of these.
#[doc(hidden)]
pub fn check_one_of<F: OneOf + ?Sized>(
    field: &F,
    claim: &'static str,
    allowed: &[&str],
) -> Result<(), ClaimError> {
    verdict(field.is_one_of(allowed), claim, "one_of")
}

/// `#[claim(len(…))]`: characters of a text, members of a collection.
///
/// # Errors
///
/// [`ClaimError::Rule`] if the length lies outside.
#[doc(hidden)]
pub fn check_len<F: HasLength + ?Sized>(
    field: &F,
    claim: &'static str,
    range: impl RangeBounds<usize>,
) -> Result<(), ClaimError> {
    verdict(field.length().is_none_or(|length| range.contains(&length)), claim, "len")
}

/// `#[claim(range(…))]`.
///
/// # Errors
///
/// [`ClaimError::Rule`] if the number lies outside.
#[doc(hidden)]
pub fn check_range<F: Ranged + ?Sized>(
    field: &F,
    claim: &'static str,
    range: impl RangeBounds<F::Number>,
) -> Result<(), ClaimError> {
    verdict(field.is_within(&range), claim, "range")
}

/// `#[claim(with = …)]`.
///
/// # Errors
///
/// [`ClaimError::Rule`] if the function says no.
#[doc(hidden)]
pub fn check_with<F: ?Sized>(
    field: &F,
    claim: &'static str,
    holds: impl FnOnce(&F) -> bool,
) -> Result<(), ClaimError> {
    verdict(holds(field), claim, "with")
}

fn verdict(holds: bool, claim: &'static str, rule: &'static str) -> Result<(), ClaimError> {
    if holds { Ok(()) } else { Err(ClaimError::Rule { claim, rule }) }
}

/// A claim that `#[claim(one_of(…))]` understands: a text, or several of them.
#[diagnostic::on_unimplemented(
    message = "`one_of` does not work on `{Self}`",
    note = "it works on texts, and on `Option` and `Vec` of them"
)]
pub trait OneOf {
    /// Whether every text in it is one of the allowed ones.
    fn is_one_of(&self, allowed: &[&str]) -> bool;
}

impl OneOf for str {
    fn is_one_of(&self, allowed: &[&str]) -> bool {
        allowed.contains(&self)
    }
}

impl OneOf for String {
    fn is_one_of(&self, allowed: &[&str]) -> bool {
        self.as_str().is_one_of(allowed)
    }
}

impl OneOf for Cow<'_, str> {
    fn is_one_of(&self, allowed: &[&str]) -> bool {
        (**self).is_one_of(allowed)
    }
}

impl<T: OneOf + ?Sized> OneOf for &T {
    fn is_one_of(&self, allowed: &[&str]) -> bool {
        (**self).is_one_of(allowed)
    }
}

impl<T: OneOf + ?Sized> OneOf for Box<T> {
    fn is_one_of(&self, allowed: &[&str]) -> bool {
        (**self).is_one_of(allowed)
    }
}

impl<T: OneOf> OneOf for Option<T> {
    fn is_one_of(&self, allowed: &[&str]) -> bool {
        self.iter().all(|text| text.is_one_of(allowed))
    }
}

impl<T: OneOf> OneOf for Vec<T> {
    fn is_one_of(&self, allowed: &[&str]) -> bool {
        self.iter().all(|text| text.is_one_of(allowed))
    }
}

/// A claim that `#[claim(len(…))]` understands: a text or a collection.
#[diagnostic::on_unimplemented(
    message = "`len` does not work on `{Self}`",
    note = "it works on texts (counting characters), lists, sets, maps, and `Option` of them"
)]
pub trait HasLength {
    /// How long it is; `None` if it is absent.
    fn length(&self) -> Option<usize>;
}

impl HasLength for str {
    fn length(&self) -> Option<usize> {
        Some(self.chars().count())
    }
}

impl HasLength for String {
    fn length(&self) -> Option<usize> {
        self.as_str().length()
    }
}

impl HasLength for Cow<'_, str> {
    fn length(&self) -> Option<usize> {
        (**self).length()
    }
}

impl<T: HasLength + ?Sized> HasLength for &T {
    fn length(&self) -> Option<usize> {
        (**self).length()
    }
}

impl<T: HasLength + ?Sized> HasLength for Box<T> {
    fn length(&self) -> Option<usize> {
        (**self).length()
    }
}

impl<T: HasLength> HasLength for Option<T> {
    fn length(&self) -> Option<usize> {
        self.as_ref().and_then(HasLength::length)
    }
}

impl<T> HasLength for [T] {
    fn length(&self) -> Option<usize> {
        Some(self.len())
    }
}

macro_rules! collections_have_a_length {
    ($([$($generics:ident),*] $collection:ty;)*) => {$(
        impl<$($generics),*> HasLength for $collection {
            fn length(&self) -> Option<usize> {
                Some(self.len())
            }
        }
    )*};
}

collections_have_a_length! {
    [T] Vec<T>;
    [T] BTreeSet<T>;
    [T, S] HashSet<T, S>;
    [K, V] BTreeMap<K, V>;
    [K, V, S] HashMap<K, V, S>;
}

/// A claim that `#[claim(range(…))]` understands: a number.
#[diagnostic::on_unimplemented(
    message = "`range` does not work on `{Self}`",
    note = "it works on integers, floats, and `Option` of them"
)]
pub trait Ranged {
    /// The number that is compared.
    type Number: PartialOrd;

    /// Whether it lies in the range; an absent one does.
    fn is_within(&self, range: &impl RangeBounds<Self::Number>) -> bool;
}

impl<T: Ranged> Ranged for Option<T> {
    type Number = T::Number;

    fn is_within(&self, range: &impl RangeBounds<Self::Number>) -> bool {
        self.as_ref().is_none_or(|number| number.is_within(range))
    }
}

impl<T: Ranged + ?Sized> Ranged for &T {
    type Number = T::Number;

    fn is_within(&self, range: &impl RangeBounds<Self::Number>) -> bool {
        (**self).is_within(range)
    }
}

macro_rules! numbers_are_ranged {
    ($($number:ty)*) => {$(
        impl Ranged for $number {
            type Number = Self;

            fn is_within(&self, range: &impl RangeBounds<Self>) -> bool {
                range.contains(self)
            }
        }
    )*};
}

numbers_are_ranged! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 }

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(rule: &'static str) -> Result<(), ClaimError> {
        Err(ClaimError::Rule { claim: "c", rule })
    }

    #[test]
    fn one_of_understands_texts() {
        let allowed = ["a", "b"];
        assert_eq!(check_one_of(&"a".to_owned(), "c", &allowed), Ok(()));
        assert_eq!(check_one_of(&Some("b"), "c", &allowed), Ok(()));
        assert_eq!(check_one_of(&None::<Box<str>>, "c", &allowed), Ok(()));
        assert_eq!(check_one_of(&vec![Cow::Borrowed("a")], "c", &allowed), Ok(()));
        assert_eq!(check_one_of("ab", "c", &allowed), broken("one_of"));
        assert_eq!(check_one_of(&Some("A"), "c", &allowed), broken("one_of"));
        assert_eq!(check_one_of(&vec!["a", "x"], "c", &allowed), broken("one_of"));
    }

    #[test]
    fn len_counts_characters_and_members() {
        assert_eq!(check_len("ÄÖÜ", "c", 1..=3), Ok(()));
        assert_eq!(check_len(&Some(String::new()), "c", 1..), broken("len"));
        assert_eq!(check_len(&None::<String>, "c", 1..), Ok(()));
        assert_eq!(check_len(&vec![1, 2], "c", ..2), broken("len"));
        assert_eq!(check_len(&BTreeMap::from([(1, 2)]), "c", 1..2), Ok(()));
        assert_eq!(check_len(&HashSet::<u8>::new(), "c", 1..2), broken("len"));
    }

    #[test]
    fn range_infers_the_number() {
        assert_eq!(check_range(&7_u8, "c", 0..=9), Ok(()));
        assert_eq!(check_range(&Some(10_i64), "c", 0..=9), broken("range"));
        assert_eq!(check_range(&None::<u16>, "c", 1..), Ok(()));
        assert_eq!(check_range(&0.5_f32, "c", 0.0..1.0), Ok(()));
        assert_eq!(check_range(&f64::NAN, "c", ..), Ok(()));
        assert_eq!(check_range(&f64::NAN, "c", 0.0..), broken("range"));
    }

    #[test]
    fn with_asks_the_function() {
        fn even(number: &u8) -> bool {
            number.is_multiple_of(2)
        }
        assert_eq!(check_with(&2, "c", even), Ok(()));
        assert_eq!(check_with(&3, "c", even), broken("with"));
    }
}
