//! Keys that must not be used, although they parse.

use ed25519_compact::PublicKey;

use super::error::KeyError;

/// How closely a key is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// As in production.
    Full,
    /// As the official vectors need it.
    Vectors,
}

impl Care {
    pub(super) fn of_local(self, bytes: &[u8; 32]) -> Result<(), KeyError> {
        match self {
            Self::Full if is_zero(bytes) => Err(KeyError::Weak),
            Self::Full => refuse_known(bytes),
            Self::Vectors => Ok(()),
        }
    }

    /// An all-zero seed is refused always: the engine below panics on it.
    pub(super) fn of_seed(self, seed: &[u8]) -> Result<(), KeyError> {
        match self {
            Self::Full | Self::Vectors if is_zero(seed) => Err(KeyError::Weak),
            Self::Full => refuse_known(seed),
            Self::Vectors => Ok(()),
        }
    }

    /// A point of small order, off the curve or in a second spelling can verify no signature, and
    /// under a laxer engine a small one lets forgeries pass: better known at the start.
    pub(super) fn of_public(self, bytes: &[u8; 32]) -> Result<(), KeyError> {
        match self {
            Self::Full => {
                PublicKey::new(*bytes).validate().map_err(|_| KeyError::Weak)?;
                refuse_known(bytes)
            }
            Self::Vectors => Ok(()),
        }
    }
}

fn is_zero(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

fn refuse_known(bytes: &[u8]) -> Result<(), KeyError> {
    if counts_up(bytes) || KNOWN.iter().any(|known| known == bytes) {
        return Err(KeyError::Known);
    }
    Ok(())
}

/// `70 71 72 … 8e` and one more byte: the vectors' keys of every type, `8f` or `90` at the end.
fn counts_up(bytes: &[u8]) -> bool {
    bytes.iter().take(31).copied().eq(0x70..=0x8e)
}

/// The vectors' Ed25519 seed, its public key, and the public keys of the two seeds that count up.
const KNOWN: [[u8; 32]; 4] = [
    [
        0xb4, 0xcb, 0xfb, 0x43, 0xdf, 0x4c, 0xe2, 0x10, 0x72, 0x7d, 0x95, 0x3e, 0x4a, 0x71, 0x33,
        0x07, 0xfa, 0x19, 0xbb, 0x7d, 0x9f, 0x85, 0x04, 0x14, 0x38, 0xd9, 0xe1, 0x1b, 0x94, 0x2a,
        0x37, 0x74,
    ],
    [
        0x1e, 0xb9, 0xdb, 0xbb, 0xbc, 0x04, 0x7c, 0x03, 0xfd, 0x70, 0x60, 0x4e, 0x00, 0x71, 0xf0,
        0x98, 0x7e, 0x16, 0xb2, 0x8b, 0x75, 0x72, 0x25, 0xc1, 0x1f, 0x00, 0x41, 0x5d, 0x0e, 0x20,
        0xb1, 0xa2,
    ],
    [
        0x1c, 0xe5, 0x6a, 0x48, 0xc8, 0x2f, 0xf9, 0x91, 0x62, 0xa1, 0x4b, 0xc5, 0x44, 0x61, 0x26,
        0x74, 0xe5, 0xd6, 0x1f, 0xb9, 0x31, 0x7e, 0x65, 0xd4, 0x05, 0x57, 0x80, 0xfd, 0xbc, 0xb4,
        0xdc, 0x35,
    ],
    [
        0x60, 0xfe, 0x37, 0x57, 0x1a, 0x5d, 0x6e, 0x7d, 0x30, 0xb1, 0x51, 0x54, 0xce, 0x4a, 0x9f,
        0xb9, 0x2c, 0x70, 0xc8, 0x70, 0x84, 0x8f, 0x4c, 0xcd, 0xf1, 0x62, 0x65, 0x88, 0x09, 0x7f,
        0x73, 0xf7,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The y coordinates of the eight points of small order; their x has either sign.
    const SMALL: [[u8; 32]; 5] = [
        [0; 32],
        one(),
        [
            0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            0xff, 0xff, 0xff, 0x7f,
        ],
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef,
            0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88,
            0x6d, 0x53, 0xfc, 0x05,
        ],
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10,
            0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77,
            0x92, 0xac, 0x03, 0x7a,
        ],
    ];

    const fn one() -> [u8; 32] {
        let [_, rest @ ..] = [0_u8; 32];
        let mut bytes = [1_u8; 32];
        let [_, tail @ ..] = &mut bytes;
        *tail = rest;
        bytes
    }

    #[test]
    fn points_of_small_order_are_weak() {
        for mut point in SMALL {
            assert_eq!(Care::Full.of_public(&point), Err(KeyError::Weak), "{point:x?}");
            let [.., last] = &mut point;
            *last |= 0x80;
            assert_eq!(Care::Full.of_public(&point), Err(KeyError::Weak), "{point:x?}");
        }
    }

    #[test]
    fn second_spellings_of_a_point_are_weak() {
        // y = p … 2^255 - 1, with either sign.
        for low in 0xed..=0xff {
            for high in [0x7f, 0xff] {
                let mut point = [0xff; 32];
                let [first, .., last] = &mut point;
                (*first, *last) = (low, high);
                assert_eq!(Care::Full.of_public(&point), Err(KeyError::Weak), "{point:x?}");
            }
        }
    }

    #[test]
    fn published_keys_are_known() {
        for known in &KNOWN {
            assert_eq!(refuse_known(known), Err(KeyError::Known));
        }
        let counting: Vec<u8> = (0x70..=0x8f).collect();
        assert_eq!(refuse_known(&counting), Err(KeyError::Known));
        assert_eq!(refuse_known(&[7; 32]), Ok(()));
    }
}
