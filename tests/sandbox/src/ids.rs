//! Where opaque ids and secrets come from: random numbers, or a seed so that a simulation can be repeated.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::elliptic_curve::rand_core::{OsRng, RngCore};

/// A source of ids. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    /// State of the generator; random numbers of the system when absent.
    seeded: Option<Arc<AtomicU64>>,
}

impl Ids {
    /// Ids that nobody can guess.
    pub fn random() -> Self {
        Self::default()
    }

    /// The same ids for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self { seeded: Some(Arc::new(AtomicU64::new(seed))) }
    }

    /// Begins again with another seed. Random ids stay random.
    pub fn reseed(&self, seed: u64) {
        if let Some(state) = &self.seeded {
            state.store(seed, Ordering::Relaxed);
        }
    }

    /// A new opaque id of a kind of thing, such as `payment_` and 32 hexadecimal digits.
    pub fn id(&self, kind: &str) -> String {
        let id = uuid::Builder::from_random_bytes(self.bytes()).into_uuid();
        format!("{kind}_{}", id.simple())
    }

    /// A secret of 256 bits as URL-safe text.
    pub fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.seeded {
            None => OsRng.fill_bytes(&mut bytes),
            Some(state) => {
                for part in bytes.chunks_mut(8) {
                    part.copy_from_slice(split_mix(state).to_le_bytes().get(..part.len()).unwrap_or_default());
                }
            }
        }
        bytes
    }
}

/// The next number of the generator SplitMix64.
fn split_mix(state: &AtomicU64) -> u64 {
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut z = state.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_decides_every_id_and_random_ids_differ() {
        let three = |ids: &Ids| [ids.id("payment"), ids.token(), ids.id("sig")];
        let ids = Ids::seeded(7);
        let first = three(&ids);
        assert_ne!(first, three(&ids));
        ids.reseed(7);
        assert_eq!(first, three(&ids));
        assert_ne!(first, three(&Ids::seeded(8)));
        assert_ne!(three(&Ids::random()), three(&Ids::random()));
    }
}
