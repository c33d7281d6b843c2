//! When to try again.

const BASE_MS: u32 = 250;
const CAP_MS: u32 = 8_000;
/// Tries in all, the first included.
const TRIES: u32 = 4;

/// How long to wait after failure number `attempt` (the first is 0) before the next try; `None` gives up.
/// `random` is from 0 to 1000: any moment up to the doubled pause is as likely as any other, so that many
/// browsers do not come back at once.
#[must_use]
pub fn delay_ms(attempt: u32, random: u32) -> Option<u32> {
    if attempt >= TRIES - 1 {
        return None;
    }
    let longest = BASE_MS.saturating_mul(1 << attempt).min(CAP_MS);
    Some(longest * random.min(1000) / 1000)
}
