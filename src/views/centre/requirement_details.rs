//! Who and what a requirement is made of: people, references, what is measured, assessments, courses and ways.
use crate::app::pages::competencies::{CompetenciesPage, DONE};
use crate::domain::competency_details::{
    Certificate, CertifiedPerson, DetailedRequirement, Details, Performance, Reference, ReferenceState, TestResult, Way,
};
use crate::i18n::{Text, format, later_format, words};
use crate::views::centre::shared::way as button_about;
use crate::views::parts::dynamic::show_some;
use crate::views::parts::long_list::in_parts;
use crate::views::parts::status::{requirement as line, state};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::rc::Rc;

/// What is around a requirement: its page, today by the server, and whether the person may have customers asked again.
#[derive(Clone)]
pub struct Around {
    pub page: Rc<CompetenciesPage>,
    pub today: NaiveDate,
    pub can_resend: bool,
}

/// A mark before a word: its class and the word.
type Mark = (&'static str, Text);

const MET: &str = "status status--met";
const SHORT: &str = "status status--short";
const OPEN: &str = "status status--unknown";
const QUIET: &str = "status status--not-applicable";

/// A requirement with what it is made of, which folds away where nothing is missing.
pub fn row(around: &Around, detailed: &DetailedRequirement) -> AnyView {
    let (summary, inside) = match &detailed.details {
        Details::NotTold => (None, ().into_any()),
        Details::Performance(told) => (None, measured_until(told)),
        Details::People(all) => listed(words::requirement_people, around, all, person),
        Details::References(all) => listed(words::requirement_details_references, around, all, reference),
        Details::Assessments(all) => listed(words::requirement_details_assessments, around, all, assessment),
        Details::Courses(all) => listed(words::requirement_details_tests, around, all, course),
        Details::Ways(all) => {
            let ways = all.iter().enumerate().map(|(number, one)| way(around, one, number)).collect::<Vec<_>>();
            (Some(words::requirement_details_ways(count(all.len()))), ways.into_any())
        }
    };
    // What is told of a customer who was asked again stands in it.
    let has_done = || around.page.done().is_some_and(|done| detailed.reference(&done).is_some());
    let is_open = detailed.requirement.is_missing() || has_done();
    let inside = match summary {
        Some(text) => view! { <details open=is_open><summary>{text}</summary>{inside}</details> }.into_any(),
        None => inside,
    };
    view! { <li><div class="requirement">{line(&detailed.requirement)}</div>{inside}</li> }.into_any()
}

fn count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// A list, and how many there are in it.
fn listed<T: 'static>(
    words: fn(i64) -> String,
    around: &Around,
    all: &Rc<[T]>,
    draw: fn(&Around, &T) -> AnyView,
) -> (Option<String>, AnyView) {
    let (list, around) = (Rc::clone(all), around.clone());
    let rows = move |from: usize, to: usize| {
        let part = list.get(from..to).unwrap_or_default();
        people(part.iter().map(|one| draw(&around, one)).collect())
    };
    ((!all.is_empty()).then(|| words(count(all.len()))), in_parts(all.len(), 0, Rc::new(rows)))
}

fn people(rows: Vec<AnyView>) -> AnyView {
    view! { <dl class="people">{rows}</dl> }.into_any()
}

/// A row of a list: its name, how it stands, and what there is to say.
fn entry(name: &str, (class, word): Mark, facts: Vec<String>, more: AnyView) -> AnyView {
    let facts = facts.into_iter().map(|text| view! { <bdi>{text}</bdi> }.into_any()).collect::<Vec<_>>();
    view! {
        <div class="person">
            <dt><bdi translate="no">{name.to_owned()}</bdi></dt>
            <dd><span class=class>{word.read()}</span></dd>
            <dd>{facts}{more}</dd>
        </div>
    }
    .into_any()
}

fn day(date: Option<NaiveDate>, words: fn(&str) -> String) -> Option<String> {
    date.map(|day| words(&format::date_long(day)))
}

fn person(around: &Around, person: &CertifiedPerson) -> AnyView {
    let mark = match (person.counts, &person.counts_in) {
        (true, _) => (MET, words::REQUIREMENT_DETAILS_COUNTS),
        (false, Some(_)) => (QUIET, words::REQUIREMENT_DETAILS_COUNTS_ELSEWHERE),
        (false, None) => (SHORT, words::REQUIREMENT_DETAILS_COUNTS_NOT),
    };
    let mut facts: Vec<String> = Vec::new();
    for exam in &person.missing_exams {
        facts.push(words::requirement_details_exam(exam));
    }
    for one in &person.certificates {
        facts.push(certificate(one, around.today));
    }
    if let Some(competency) = &person.counts_in {
        facts.push(words::requirement_details_counts_in(competency));
    }
    entry(&person.name, mark, facts, ().into_any())
}

fn certificate(certificate: &Certificate, today: NaiveDate) -> String {
    let name = &certificate.name;
    let Some(ends_on) = certificate.ends_on else { return words::requirement_details_certificate(name) };
    let date = format::date_long(ends_on);
    if ends_on < today {
        words::requirement_details_certificate_ended(name, &date)
    } else if certificate.ends_before {
        words::requirement_details_certificate_ends(name, &date)
    } else {
        words::requirement_details_certificate_until(name, &date)
    }
}

fn reference(around: &Around, reference: &Reference) -> AnyView {
    let mark = match reference.state {
        ReferenceState::Awaiting => (OPEN, words::REQUIREMENT_DETAILS_AWAITING),
        ReferenceState::Approved => (MET, words::REQUIREMENT_DETAILS_APPROVED),
        ReferenceState::Rejected => (SHORT, words::REQUIREMENT_DETAILS_REJECTED),
        ReferenceState::Other => (OPEN, words::REQUIREMENT_DETAILS_REFERENCE_UNKNOWN),
    };
    let asked = day(reference.sent_on, words::requirement_details_asked);
    let is_due = reference.due_for_resend(around.today).is_some();
    let can_be_sent = is_due && around.can_resend;
    let from = match reference.state {
        ReferenceState::Awaiting if is_due => (!around.can_resend).then(words::requirement_details_resend_read),
        ReferenceState::Awaiting if around.can_resend => {
            day(reference.resend_from, words::requirement_details_resend_from)
        }
        _ => None,
    };
    let facts = [asked, from, reference.reason.clone()].into_iter().flatten().collect();
    let resend = can_be_sent.then(|| {
        let (page, of) = (Rc::clone(&around.page), reference.clone());
        let id = ["resend-", &reference.id].concat();
        button_about(id, words::requirement_details_resend(), &reference.customer, move || page.resend(&of))
    });
    let (page, id, customer) = (Rc::clone(&around.page), reference.id.clone(), reference.customer.clone());
    let told = show_some(move || {
        page.done().filter(|done| *done == id)?;
        let text = words::requirement_details_resent(&customer);
        Some(view! { <strong id=DONE tabindex="-1" prop:textContent=text></strong> }.into_any())
    });
    entry(&reference.customer, mark, facts, view! { {resend}{told} }.into_any())
}

fn measured_until(told: &Performance) -> AnyView {
    let measured = day(told.measured_until, words::requirement_details_measured);
    measured.map(|text| view! { <p class="caption">{text}</p> }.into_any()).into_any()
}

fn assessment(around: &Around, taken: &TestResult) -> AnyView {
    let [score, needed] = [taken.score, taken.needed].map(format::number);
    let taken_on = day(taken.taken_on, words::requirement_details_taken);
    test(around, taken, words::requirement_details_score(&score, &needed), taken_on)
}

fn course(around: &Around, taken: &TestResult) -> AnyView {
    let [percent, needed] = [taken.score, taken.needed].map(|percent| later_format::percent(percent * 100));
    let passed_on = day(taken.taken_on, words::requirement_details_passed_on);
    test(around, taken, words::requirement_details_percent(&percent, &needed), passed_on)
}

fn test(around: &Around, taken: &TestResult, reached: String, taken_on: Option<String>) -> AnyView {
    let is_over = taken.counts_until.is_some_and(|day| day < around.today);
    let (mark, until) = match (taken.score >= taken.needed, is_over) {
        (false, _) => ((SHORT, words::REQUIREMENT_DETAILS_FAILED), None),
        (true, true) => {
            ((SHORT, words::REQUIREMENT_DETAILS_ENDED), day(taken.counts_until, words::requirement_details_ended_on))
        }
        (true, false) => {
            ((MET, words::REQUIREMENT_DETAILS_PASSED), day(taken.counts_until, words::requirement_details_until))
        }
    };
    let name = match &taken.person {
        Some(person) => words::requirement_details_by(&taken.name, person),
        None => taken.name.clone(),
    };
    entry(&name, mark, [Some(reached), taken_on, until].into_iter().flatten().collect(), ().into_any())
}

/// One of several ways: either the first, or another.
fn way(around: &Around, way: &Way, number: usize) -> AnyView {
    let name = match number {
        0 => words::requirement_details_either(&way.name),
        _ => words::requirement_details_or(&way.name),
    };
    let rows = way.requirements.iter().map(|one| row(around, one)).collect::<Vec<_>>();
    view! {
        <section class="inset">
            <h3><bdi>{name}</bdi></h3>
            <p>{state(way.state)}</p>
            <ul class="requirements">{rows}</ul>
        </section>
    }
    .into_any()
}
