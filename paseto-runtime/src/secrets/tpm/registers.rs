//! Which platform configuration registers (PCRs) a policy binds.

use tss_esapi::interface_types::algorithm::HashingAlgorithm;
use tss_esapi::structures::{PcrSelectionList, PcrSlot};

use super::failure::Failure;

/// Registers of the SHA-256 bank, bit by bit as TPM 2.0 writes a selection (Part 2, §10.6.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Registers(u32);

/// Every TPM has registers 0 to 23; a selection takes three bytes.
const COUNT: u8 = 24;

impl Registers {
    /// `None` if there is no such register.
    pub(super) fn of(numbers: &[u8]) -> Option<Self> {
        numbers.iter().try_fold(Self::default(), |Self(bits), number| {
            (*number < COUNT).then(|| Self(bits | 1 << number))
        })
    }

    pub(super) fn from_bytes([low, middle, high]: [u8; 3]) -> Self {
        Self(u32::from_le_bytes([low, middle, high, 0]))
    }

    pub(super) fn to_bytes(self) -> [u8; 3] {
        let [low, middle, high, _] = self.0.to_le_bytes();
        [low, middle, high]
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Ascending.
    pub(super) fn numbers(self) -> Vec<u8> {
        (0..COUNT).filter(|number| self.0 & (1 << number) != 0).collect()
    }

    pub(super) fn selection(self) -> Result<PcrSelectionList, Failure> {
        let slots = self.numbers().into_iter().map(|number| PcrSlot::try_from(1 << number));
        let slots = slots.collect::<Result<Vec<_>, _>>().map_err(|_| Failure::Library)?;
        let list = PcrSelectionList::builder().with_selection(HashingAlgorithm::Sha256, &slots);
        list.build().map_err(|_| Failure::Library)
    }
}
