//! The form under the agreement.
use super::profile::FieldProblem;
use super::shape::is_invisible;

/// Longest name and title in characters.
const MAX_LENGTH: usize = 100;

/// The form as filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignatureForm {
    /// Full name typed.
    pub name: String,
    /// Job title typed.
    pub title: String,
    /// "I may sign for the company" ticked?
    pub authority: bool,
    /// "I accept the agreement" ticked?
    pub accepted: bool,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureField {
    /// Full name.
    Name,
    /// Job title.
    Title,
    /// Statement of authority.
    Authority,
    /// Acceptance.
    Accepted,
}

/// A complete signature: only a form with both boxes ticked becomes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureInput {
    name: String,
    title: String,
}

impl SignatureInput {
    /// Full name, single spaces.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Job title, single spaces.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }
}

impl SignatureForm {
    /// Reads the form; the name must be that of the signed-in person, capitals and spacing aside.
    ///
    /// # Errors
    /// Every field that is not in order, in the order of the page.
    pub fn parse(&self, expected_name: &str) -> Result<SignatureInput, Vec<(SignatureField, FieldProblem)>> {
        let (name, title) = (tidy(&self.name), tidy(&self.title));
        let mut problems = Vec::new();
        if let Some(problem) = text_problem(&name) {
            problems.push((SignatureField::Name, problem));
        } else if !same_name(&name, expected_name) {
            problems.push((SignatureField::Name, FieldProblem::NameMismatch));
        }
        if let Some(problem) = text_problem(&title) {
            problems.push((SignatureField::Title, problem));
        }
        for (field, ticked) in [(SignatureField::Authority, self.authority), (SignatureField::Accepted, self.accepted)]
        {
            if !ticked {
                problems.push((field, FieldProblem::NotAccepted));
            }
        }
        if problems.is_empty() { Ok(SignatureInput { name, title }) } else { Err(problems) }
    }
}

fn text_problem(text: &str) -> Option<FieldProblem> {
    if text.is_empty() {
        Some(FieldProblem::Missing)
    } else if text.chars().count() > MAX_LENGTH {
        Some(FieldProblem::TooLong)
    } else {
        None
    }
}

/// Without what is invisible, and with single spaces.
fn tidy(text: &str) -> String {
    let seen: String = text.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Are these the same name, capitals and spacing aside?
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    tidy(one).chars().map(small).eq(tidy(other).chars().map(small))
}

/// The small letter in the alphabets of Europe. The full table of Unicode is too large to ship for one
/// comparison; in other scripts the name must be typed as it stands.
fn small(c: char) -> char {
    let code = u32::from(c);
    let code = match code {
        0x41..=0x5a | 0xc0..=0xd6 | 0xd8..=0xde | 0x391..=0x3a1 | 0x3a3..=0x3ab | 0x410..=0x42f => code + 0x20,
        0x400..=0x40f => code + 0x50,
        0x178 => 0xff,
        0x100..=0x12f | 0x132..=0x137 | 0x14a..=0x177 | 0x490..=0x4bf | 0x1e00..=0x1e95 => code | 1,
        0x139..=0x148 | 0x179..=0x17e if code % 2 == 1 => code + 1,
        _ => code,
    };
    char::from_u32(code).unwrap_or(c)
}
