//! Promotion codes: what they take off a fee, and for which levels.

use serde_json::{Value, json};

use super::money::{LEVELS, Level};

/// A promotion of the program.
struct Promotion {
    code: &'static str,
    /// Percent of the fee before tax.
    percent: i64,
    /// Only for a level above the present one.
    is_for_upgrades: bool,
    has_ended: bool,
}

const PROMOTIONS: [Promotion; 3] = [
    Promotion { code: "WELCOME10", percent: 10, is_for_upgrades: false, has_ended: false },
    Promotion { code: "UPGRADE25", percent: 25, is_for_upgrades: true, has_ended: false },
    Promotion { code: "SPRING24", percent: 20, is_for_upgrades: false, has_ended: true },
];

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
    /// A code as somebody typed it, for a level, by a company whose present level has this id.
    pub fn of(code: &str, level: &Level, present: &str) -> Self {
        let code = code.trim().to_ascii_uppercase();
        let place = |id: &str| LEVELS.iter().position(|level| level.id == id);
        let (state, percent) = match PROMOTIONS.iter().find(|promotion| promotion.code == code) {
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
mod tests {
    use super::*;

    #[test]
    fn a_code_is_for_the_levels_it_is_made_for() {
        let state = |code: &str, level: &str| {
            let level = LEVELS.iter().find(|one| one.id == level).unwrap_or(&LEVELS[0]);
            let applied = AppliedCode::of(code, level, "advanced");
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
