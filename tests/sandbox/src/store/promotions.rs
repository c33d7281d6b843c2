//! Promotion codes: what they take off a fee, and for which levels.

use serde_json::{Value, json};

use super::money::Level;
use super::program::Program;

/// A promotion of a program.
#[derive(Debug)]
pub(super) struct Promotion {
    pub(super) code: &'static str,
    /// Percent of the fee before tax.
    pub(super) percent: i64,
    /// Only for a level above the present one.
    pub(super) is_for_upgrades: bool,
    pub(super) has_ended: bool,
}

/// A code that came with a request for a price, and what becomes of it. A code that takes nothing off stops nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedCode {
    /// The code in capitals, without the space around it.
    pub code: String,
    /// `accepted`, `unknown`, `ended` or `not_for_level`.
    pub state: &'static str,
    /// What it takes off, in percent of the fee before tax.
    pub percent: i64,
}

impl AppliedCode {
    /// A code as somebody typed it, for a level of a program, by a company whose present level has this id.
    pub fn of(program: &Program, code: &str, level: &Level, present: &str) -> Self {
        let code = code.trim().to_ascii_uppercase();
        let place = |id: &str| program.levels.iter().position(|level| level.id == id);
        let (state, percent) = match program.promotions.iter().find(|promotion| promotion.code == code) {
            None => ("unknown", 0),
            Some(promotion) if promotion.has_ended => ("ended", 0),
            Some(promotion) if promotion.is_for_upgrades && place(level.id) <= place(present) => ("not_for_level", 0),
            Some(promotion) => ("accepted", promotion.percent),
        };
        Self { code, state, percent }
    }

    /// As the contract writes it.
    pub fn json(&self) -> Value {
        json!({"code": self.code, "state": self.state})
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::store::program::EXAMPLE;

    #[test]
    fn a_code_is_for_the_levels_it_is_made_for() {
        let state = |code: &str, level: &str| {
            let level = EXAMPLE.level(level).unwrap();
            let applied = AppliedCode::of(&EXAMPLE, code, level, "advanced");
            (applied.state, applied.percent)
        };
        for level in ["foundation", "advanced", "premier"] {
            assert_eq!(state(" welcome10\t", level), ("accepted", 10), "{level}");
            assert_eq!(state("Spring24", level), ("ended", 0), "{level}");
            assert_eq!(state("WELCOME 10", level), ("unknown", 0), "{level}");
        }
        assert_eq!(state("UPGRADE25", "premier"), ("accepted", 25));
        assert_eq!(state("UPGRADE25", "advanced"), ("not_for_level", 0));
        assert_eq!(state("UPGRADE25", "foundation"), ("not_for_level", 0));
    }
}
