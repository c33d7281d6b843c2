//! The letter that proves a membership, and checking one.
use super::account::organization;
use super::{Call, answer, level_name, member, path, post, problem};
use crate::domain::calendar::instant_ms;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::json;
use crate::domain::letter::{IssuedLetter, Letter, NoLetter, Verification};
use crate::domain::text_checks::is_header_token;
use crate::ports::{Credentials, Method, Request, RetryClass};
use serde_json::Value;

/// The letter as it would be printed now.
#[must_use]
pub fn get(organization: &str) -> Call<Letter> {
    read_letter(super::get(at(organization)))
}

/// Issues it. The one that is issued stays as it is.
#[must_use]
pub fn issue(organization: &str) -> Call<Letter> {
    let request = post(at(organization), "{}".to_owned());
    read_letter(Request { retry: RetryClass::Safe, ..request })
}

/// Revokes it; where there is none nothing is changed.
#[must_use]
pub fn revoke(organization: &str) -> Call<Letter> {
    let request = super::request(Method::Delete, at(organization));
    read_letter(Request { retry: RetryClass::Safe, ..request })
}

/// Whose letter has this code, as somebody typed it? Anybody may ask; `NotFound` tells that no letter holds under it.
#[must_use]
pub fn verify(code: &str) -> Call<Verification> {
    let request = super::get(path("/verifications/{}", code.trim()));
    let request = Request { credentials: Credentials::Anonymous, ..request };
    Call {
        request,
        read: |reply| {
            answer(reply, verification).map_err(|failure| match failure.kind {
                // Something between here and the program knows no such address: that is no answer about a letter.
                FailureKind::NotFound if !problem::is_named(reply, "not-found") => {
                    Failure { kind: FailureKind::Unexpected(reply.status), ..failure }
                }
                _ => failure,
            })
        },
    }
}

fn at(organization: &str) -> String {
    path("/organizations/{}/letter", organization)
}

fn read_letter(request: Request) -> Call<Letter> {
    Call { request, read: |reply| answer(reply, letter) }
}

fn letter(value: &Value) -> Option<Letter> {
    Some(Letter {
        organization: member(value, "organization", organization)?,
        level: member(value, "level", level_name)?,
        member_until: json::date(value, "memberUntil")?,
        issued: json::optional(value, "code", |_| issued(value))?,
        holds: json::flag(value, "holds"),
        can_issue: json::flag(value, "canIssue"),
        refused: json::text(value, "refused").and_then(|reason| NoLetter::from_name(&reason)),
    })
}

/// A letter with a code, which has to say since when.
fn issued(letter: &Value) -> Option<IssuedLetter> {
    Some(IssuedLetter {
        code: json::text(letter, "code").filter(|code| is_header_token(code))?,
        issued_at: json::text(letter, "issuedAt").filter(|at| instant_ms(at).is_some())?,
    })
}

fn verification(value: &Value) -> Option<Verification> {
    Some(Verification {
        name: json::text(value, "name")?,
        level: json::text(value, "level")?,
        member_until: json::date(value, "memberUntil")?,
        as_of: json::date(value, "asOf")?,
    })
}
