//! The form under the agreement: people sign with their name, and confirm it where their account says another one.
use super::shape::is_invisible;

/// Longest name and title in characters.
const MAX_LENGTH: usize = 200;

/// Brings a text to the form in which equal names are equal: the lower case of its upper case, in NFC. The browser does
/// it, because the tables of Unicode are too large to ship for one comparison.
pub type Fold<'a> = &'a dyn Fn(&str) -> String;

/// The form as filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignatureForm {
    /// Full name typed.
    pub name: String,
    /// "This is my name, though my account says another" ticked?
    pub name_confirmed: bool,
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
    /// Confirmation of a name that differs from the account's. It is asked for only then.
    NameConfirmed,
    /// Job title.
    Title,
    /// Statement of authority.
    Authority,
    /// Acceptance.
    Accepted,
}

/// What is wrong with a field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureProblem {
    /// Nothing was entered.
    Missing,
    /// Longer than the limit.
    TooLong,
    /// An e-mail address, which is nobody's name.
    EmailAddress,
    /// This letter looks like one of the rest of its word and is of another script.
    LookAlike(char),
    /// Differs from the name of the account, and is not confirmed.
    NameDiffers,
    /// A box that must be ticked is not.
    NotTicked,
}

/// A complete signature: only a form with all boxes ticked becomes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureInput {
    name: String,
    title: String,
    differs: bool,
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

    /// Does the name differ from the account's? The person has confirmed it then, and both are recorded.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.differs
    }
}

impl SignatureForm {
    /// Reads the form of somebody whose account has this name; it may be empty.
    ///
    /// # Errors
    /// Every field that is not in order, in the order of the page.
    pub fn parse(
        &self,
        account_name: &str,
        fold: Fold,
    ) -> Result<SignatureInput, Vec<(SignatureField, SignatureProblem)>> {
        let (name, title) = (collapse_whitespace(&self.name), collapse_whitespace(&self.title));
        let differs = differs(&name, account_name, fold);
        let mut problems = Vec::new();
        if let Some(problem) = text_problem(&name).or_else(|| name_problem(&name, differs)) {
            problems.push((SignatureField::Name, problem));
        } else if differs && !self.name_confirmed {
            problems.push((SignatureField::NameConfirmed, SignatureProblem::NameDiffers));
        }
        if let Some(problem) = text_problem(&title) {
            problems.push((SignatureField::Title, problem));
        }
        for (field, ticked) in [(SignatureField::Authority, self.authority), (SignatureField::Accepted, self.accepted)]
        {
            if !ticked {
                problems.push((field, SignatureProblem::NotTicked));
            }
        }
        if problems.is_empty() { Ok(SignatureInput { name, title, differs }) } else { Err(problems) }
    }
}

/// Is this another name than the account's? An account without a name has another one too, as the contract says.
#[must_use]
pub fn differs(name: &str, account_name: &str, fold: Fold) -> bool {
    !same_name(name, account_name, fold)
}

/// Are these the same name? Case, apostrophes, hyphens, spaces and the way a letter is composed do not count.
#[must_use]
pub fn same_name(one: &str, other: &str, fold: Fold) -> bool {
    plain(&fold(one)) == plain(&fold(other))
}

fn plain(name: &str) -> String {
    collapse_whitespace(name)
        .chars()
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bb}' | '\u{2bc}' | '\u{2032}' | '\u{ff07}' | '\u{b4}' | '`' => {
                '\''
            }
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            other => other,
        })
        .collect()
}

fn text_problem(text: &str) -> Option<SignatureProblem> {
    if text.is_empty() {
        Some(SignatureProblem::Missing)
    } else if text.chars().count() > MAX_LENGTH {
        Some(SignatureProblem::TooLong)
    } else {
        None
    }
}

fn name_problem(name: &str, differs: bool) -> Option<SignatureProblem> {
    if name.contains('@') {
        return Some(SignatureProblem::EmailAddress);
    }
    // A name that the account itself has in this way is the person's.
    if differs { look_alike(name).map(SignatureProblem::LookAlike) } else { None }
}

/// Without what is invisible, and with single spaces.
fn collapse_whitespace(text: &str) -> String {
    let seen: String = text.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Scripts whose letters look alike.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
}

fn script(c: char) -> Option<Script> {
    match c {
        'a'..='z'
        | 'A'..='Z'
        | '\u{c0}'..='\u{d6}'
        | '\u{d8}'..='\u{f6}'
        | '\u{f8}'..='\u{24f}'
        | '\u{1e00}'..='\u{1eff}' => Some(Script::Latin),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Script::Greek),
        '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{a640}'..='\u{a69f}' => Some(Script::Cyrillic),
        _ => None,
    }
}

/// The first letter of another script than most letters of its word.
fn look_alike(name: &str) -> Option<char> {
    name.split(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '\'' | '.' | ',' | '/' | '(' | ')' | '\u{2010}'..='\u{2019}')
    })
    .find_map(|word| {
        let of = |expected| word.chars().filter(|c| script(*c) == Some(expected)).count();
        let all = [Script::Latin, Script::Greek, Script::Cyrillic];
        // Where two have as many letters, the first letter of the word decides.
        let first = word.chars().find_map(script)?;
        let most = all.into_iter().fold(first, |most, next| if of(next) > of(most) { next } else { most });
        word.chars().find(|c| script(*c).is_some_and(|script| script != most))
    })
}
