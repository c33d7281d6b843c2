//! Where opaque ids and secrets come from: random numbers, or a seed so that a simulation can be repeated.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::elliptic_curve::rand_core::{OsRng, RngCore};

/// What codes that people type are made of: letters and digits, without those that are taken for another (0 O, 1 I L, 2 Z,
/// 5 S, 8 B).
const ALPHABET: &[u8; 28] = b"ACDEFGHJKMNPQRTUVWXY23456789";
/// Characters of such a code, and of each of its groups.
const CODE_LENGTH: usize = 25;
const GROUP: usize = 5;

/// A code in groups, as it is printed.
pub fn grouped(code: &str) -> String {
    code.as_bytes().chunks(GROUP).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}

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

    /// A code of 120 bits that people can type, in capitals and without its hyphens.
    pub fn code(&self) -> String {
        let mut code = String::with_capacity(CODE_LENGTH);
        while code.len() < CODE_LENGTH {
            let letters = self.bytes::<32>().into_iter().filter_map(letter);
            code.extend(letters.take(CODE_LENGTH - code.len()));
        }
        code
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

/// The letter that a random byte stands for; none for the bytes that would make some letters likelier than others.
fn letter(byte: u8) -> Option<char> {
    let byte = usize::from(byte);
    let fair = 256 / ALPHABET.len() * ALPHABET.len();
    ALPHABET.get(byte % ALPHABET.len()).filter(|_| byte < fair).map(|letter| char::from(*letter))
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
    fn codes_are_long_have_no_letters_that_look_alike_and_each_letter_as_often_as_another() {
        let ids = Ids::seeded(7);
        let codes: Vec<String> = (0..1_000).map(|_| ids.code()).collect();
        assert!(codes.iter().all(|code| code.len() == CODE_LENGTH && code.bytes().all(|b| ALPHABET.contains(&b))));
        assert!(!ALPHABET.iter().any(|letter| b"0O1ILZSB".contains(letter)));
        for letter in ALPHABET {
            let count: usize = codes.iter().map(|code| code.bytes().filter(|b| b == letter).count()).sum();
            assert!((700..1_100).contains(&count), "{} is there {count} times of 25,000", char::from(*letter));
        }
        assert_eq!(grouped("ACDEFGHJKMNPQRTUVWXY23456"), "ACDEF-GHJKM-NPQRT-UVWXY-23456");
        assert_ne!(Ids::random().code(), Ids::random().code());
    }

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
