//! The legal agreement and the exact text that is signed.
use sha2::{Digest, Sha256};

/// A section of the agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Heading.
    pub heading: String,
    /// Paragraphs.
    pub paragraphs: Vec<String>,
}

/// An agreement in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Opaque id.
    pub id: String,
    /// Version.
    pub version: String,
    /// BCP 47 language of the text.
    pub language: String,
    /// Title.
    pub title: String,
    /// First day it applies, full-date.
    pub effective: chrono::NaiveDate,
    /// SHA-256 of the exact text as the server has it, hex.
    pub digest: String,
    /// Sections.
    pub sections: Vec<Section>,
}

impl Agreement {
    /// How long an adult takes to read it, in whole minutes, at least one: 200 words of five letters and a space a minute.
    #[must_use]
    pub fn reading_minutes(&self) -> i64 {
        const LETTERS_A_MINUTE: usize = 1_200;
        let letters: usize =
            self.sections.iter().flat_map(|section| &section.paragraphs).map(|text| text.chars().count()).sum();
        i64::try_from(letters.div_ceil(LETTERS_A_MINUTE).max(1)).unwrap_or(i64::MAX)
    }

    /// Is the text the one whose digest the server gave? Nobody may sign it otherwise.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        digest_hex(&canonical_text(self)).eq_ignore_ascii_case(&self.digest)
    }
}

/// How a section differs from the text that was read before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was not there, or says something else; by its place in the new text.
    New(usize),
    /// It is no longer there; by its heading.
    Gone(String),
}

/// What is new in `now` for somebody who has read `before`. Sections are told by their headings.
#[must_use]
pub fn changes(before: &Agreement, now: &Agreement) -> Vec<Change> {
    let new = now.sections.iter().enumerate().filter(|(_, section)| !before.sections.contains(section));
    let gone = before.sections.iter().filter(|old| !now.sections.iter().any(|section| section.heading == old.heading));
    let gone = gone.map(|section| Change::Gone(section.heading.clone()));
    new.map(|(place, _)| Change::New(place)).chain(gone).collect()
}

/// The exact text that is signed: title, headings and paragraphs in order, an empty line between them.
#[must_use]
pub fn canonical_text(agreement: &Agreement) -> String {
    let mut text = agreement.title.clone();
    for section in &agreement.sections {
        for part in std::iter::once(&section.heading).chain(&section.paragraphs) {
            text.push_str("\n\n");
            text.push_str(part);
        }
    }
    text
}

/// SHA-256 of the text in lower-case hex.
#[must_use]
pub fn digest_hex(text: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        for nibble in [byte >> 4, byte & 15] {
            hex.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    hex
}
