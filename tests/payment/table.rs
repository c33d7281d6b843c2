//! The machine state by state, as the table of C0 to C6 and CU has it.
use super::{attempt, payment};
use partner_renewal::domain::payment::PaymentMethod::{self, Card};
use partner_renewal::domain::payment::PaymentStatus::{
    self, Cancelled, Declined, Expired, Open, Processing, Succeeded,
};
use partner_renewal::domain::payment_machine::{Effect, Event, Journal, ServerAnswer, State, step};

/// C1: the key is known, the payment is not.
fn creating() -> Journal {
    attempt("k1", "q1")
}

/// C2: the server has named the payment.
fn created() -> Journal {
    Journal { payment: Some("p1".to_owned()), ..creating() }
}

/// C3: the person has left for it.
fn redirected() -> Journal {
    Journal { handed_off: true, ..created() }
}

fn latest(id: &str, method: PaymentMethod, status: PaymentStatus) -> Event {
    Event::Answered(ServerAnswer::Latest(Box::new(payment(id, method, status))))
}

fn card(status: PaymentStatus) -> Event {
    latest("p1", Card, status)
}

fn no_payment(quote_holds: bool) -> Event {
    Event::Answered(ServerAnswer::NoPayment { quote_holds })
}

/// All states in which a payment may be under way.
fn under_way() -> [State; 5] {
    [
        State::Creating(creating()),
        State::Created(created()),
        State::Redirected(redirected()),
        State::CheckingStatus(redirected()),
        State::Unknown(creating()),
    ]
}

fn all_states() -> Vec<State> {
    let rest = [State::Reviewing, State::Succeeded, State::Failed(Declined)];
    under_way().into_iter().chain(rest).collect()
}

/// The end of the first attempt takes its own journal only.
fn forget_first() -> Effect {
    Effect::Forget(Some("k1".to_owned()))
}

fn all_events() -> Vec<Event> {
    let methods = PaymentMethod::ALL.into_iter();
    let told = methods.flat_map(|method| {
        [Open, Processing, Succeeded, Declined, Cancelled, Expired].map(|status| latest("p1", method, status))
    });
    let rest = [
        Event::Resumed(creating()),
        Event::Resumed(redirected()),
        Event::Pay(attempt("k2", "q1")),
        Event::Committed,
        Event::NoAnswer,
        Event::Leave,
        Event::CameBack,
        Event::Cancel,
        Event::StillOpen,
        Event::ReceiptShown,
        Event::Answered(ServerAnswer::AlreadyPaid),
        Event::Answered(ServerAnswer::Refused),
        no_payment(true),
        no_payment(false),
    ];
    told.chain(rest).collect()
}

#[test]
fn promise_15_c0_to_c1_the_key_is_written_down_before_the_request_leaves() {
    let pay = step(State::Reviewing, Event::Pay(creating()));
    assert_eq!(pay, (State::Creating(creating()), vec![Effect::Commit(creating())]));
    let committed = step(pay.0, Event::Committed);
    assert_eq!(committed, (State::Creating(creating()), vec![Effect::Create(creating())]));
}

#[test]
fn promise_09_a_second_press_of_the_button_changes_nothing() {
    for state in under_way().into_iter().chain([State::Succeeded]) {
        let pressed = step(state.clone(), Event::Pay(attempt("k2", "q1")));
        assert_eq!(pressed, (state, Vec::new()));
    }
}

#[test]
fn c1_to_c2_the_payment_is_adopted_and_written_down() {
    let expected = (State::Created(created()), vec![Effect::Commit(created())]);
    assert_eq!(step(State::Creating(creating()), card(Open)), expected);
}

#[test]
fn an_order_by_transfer_or_purchase_order_stands_at_once() {
    for method in PaymentMethod::ALL.into_iter().filter(|method| method.is_order()) {
        let expected = (State::Created(created()), vec![Effect::Commit(created()), Effect::ShowOrder]);
        assert_eq!(step(State::Creating(creating()), latest("p1", method, Open)), expected);
    }
}

#[test]
fn c1_refused_means_that_nothing_happened() {
    // Another tab may have begun the next attempt: its journal stays.
    let expected = (State::Reviewing, vec![Effect::Forget(Some("k1".to_owned()))]);
    assert_eq!(step(State::Creating(creating()), Event::Answered(ServerAnswer::Refused)), expected);
}

#[test]
fn c2_to_c3_that_the_person_leaves_is_written_down_before_they_do() {
    let leave = step(State::Created(created()), Event::Leave);
    assert_eq!(leave, (State::Redirected(redirected()), vec![Effect::Commit(redirected())]));
    let committed = step(leave.0, Event::Committed);
    assert_eq!(committed, (State::Redirected(redirected()), vec![Effect::Navigate("p1".to_owned())]));
}

#[test]
fn promise_06_c4_coming_back_asks_the_server_and_shows_nothing_as_paid() {
    for state in [State::Created(created()), State::Redirected(redirected()), State::CheckingStatus(redirected())] {
        let (next, effects) = step(state, Event::CameBack);
        assert!(matches!(next, State::CheckingStatus(_)));
        assert_eq!(effects, [Effect::Refresh("p1".to_owned())]);
    }
}

#[test]
fn c4_an_undecided_payment_is_asked_for_again_until_it_has_been_long_enough() {
    for status in [Open, Processing] {
        assert_eq!(
            step(State::CheckingStatus(redirected()), card(status)),
            (State::CheckingStatus(redirected()), vec![Effect::Ask])
        );
    }
    // Also where another question had no answer since: the provider's word is there.
    for state in [State::CheckingStatus(redirected()), State::Unknown(redirected())] {
        assert_eq!(step(state, Event::StillOpen), (State::Redirected(redirected()), Vec::new()));
    }
    // Nobody has left for it yet.
    assert_eq!(step(State::CheckingStatus(created()), Event::StillOpen), (State::Created(created()), Vec::new()));
    let lost = State::Unknown(creating());
    assert_eq!(step(lost.clone(), Event::StillOpen), (lost, Vec::new()), "the attempt has no payment yet");
}

#[test]
fn cancelling_is_a_request_to_the_server_and_only_its_word_makes_it_so() {
    let asked = step(State::Redirected(redirected()), Event::Cancel);
    assert_eq!(asked, (State::CheckingStatus(redirected()), vec![Effect::Cancel("p1".to_owned())]));
    assert_eq!(step(asked.0.clone(), card(Cancelled)), (State::Failed(Cancelled), vec![forget_first()]));
    assert_eq!(step(asked.0, card(Succeeded)), (State::Succeeded, vec![Effect::ShowReceipt]));
}

#[test]
fn promise_05_cu_a_lost_answer_is_unknown_and_only_asks() {
    for (state, journal) in
        [(State::Creating(creating()), creating()), (State::CheckingStatus(redirected()), redirected())]
    {
        assert_eq!(step(state, Event::NoAnswer), (State::Unknown(journal), vec![Effect::Ask]));
    }
    for event in [Event::NoAnswer, Event::CameBack] {
        assert_eq!(step(State::Unknown(creating()), event), (State::Unknown(creating()), vec![Effect::Ask]));
    }
}

#[test]
fn promise_15_resuming_asks_first() {
    for state in [State::Reviewing, State::Failed(Expired)] {
        let expected = (State::Unknown(redirected()), vec![Effect::Ask]);
        assert_eq!(step(state, Event::Resumed(redirected())), expected);
    }
}

#[test]
fn promise_02_cu_without_a_payment_the_same_attempt_goes_on_under_its_key() {
    let expected = (State::Creating(creating()), vec![Effect::Create(creating())]);
    assert_eq!(step(State::Unknown(creating()), no_payment(true)), expected);
}

#[test]
fn promise_11_cu_with_another_quote_nothing_is_paid_without_asking_again() {
    let expected = (State::Reviewing, vec![forget_first()]);
    assert_eq!(step(State::Unknown(creating()), no_payment(false)), expected);
}

#[test]
fn cu_an_earlier_payment_that_is_over_does_not_end_the_attempt_whose_answer_got_lost() {
    for status in [Declined, Cancelled, Expired] {
        let expected = (State::Creating(creating()), vec![Effect::Create(creating())]);
        assert_eq!(step(State::Unknown(creating()), latest("p0", Card, status)), expected);
        let known = step(State::Unknown(created()), card(status));
        assert_eq!(known, (State::Failed(status), vec![forget_first()]));
    }
}

#[test]
fn promise_16_a_payment_of_another_browser_is_adopted_without_a_key() {
    let (state, _) = step(State::Reviewing, card(Open));
    let State::Created(journal) = state else { panic!("not adopted: {state:?}") };
    assert_eq!((journal.attempt_key.as_str(), journal.payment.as_deref()), ("", Some("p1")));
    let without_key = State::Unknown(Journal { payment: None, ..journal });
    assert_eq!(
        step(without_key, no_payment(true)),
        (State::Reviewing, vec![Effect::Forget(Some(String::new()))]),
        "no key, no request"
    );
}

/// Another browser may have opened another payment since: to that one the person has not left.
#[test]
fn promise_13_nobody_is_sent_to_a_payment_they_did_not_leave_for() {
    let other = Journal { payment: Some("p2".to_owned()), handed_off: false, ..redirected() };
    let found = step(State::Unknown(redirected()), latest("p2", Card, Open));
    assert_eq!(found, (State::Created(other.clone()), vec![Effect::Commit(other.clone())]));
    assert_eq!(step(found.0, Event::Committed), (State::Created(other.clone()), Vec::new()));
}

#[test]
fn promise_06_only_the_words_of_the_server_make_it_paid() {
    for state in all_states().into_iter().filter(|state| *state != State::Succeeded) {
        for event in all_events() {
            let paid = matches!(&event, Event::Answered(ServerAnswer::AlreadyPaid))
                || matches!(&event, Event::Answered(ServerAnswer::Latest(payment)) if payment.status == Succeeded);
            let (next, effects) = step(state.clone(), event.clone());
            assert_eq!(next == State::Succeeded, paid, "{state:?} {event:?}");
            assert_eq!(effects.contains(&Effect::ShowReceipt), paid, "{state:?} {event:?}");
        }
    }
}

#[test]
fn c5_success_is_the_end_and_the_journal_stays_until_the_receipt_was_shown() {
    for event in all_events() {
        let shown = event == Event::ReceiptShown;
        let effects = if shown { vec![Effect::Forget(None)] } else { Vec::new() };
        assert_eq!(step(State::Succeeded, event), (State::Succeeded, effects));
    }
}

#[test]
fn promise_05_unknown_is_never_shown_as_failed() {
    for state in all_states().into_iter().filter(|state| !matches!(state, State::Failed(_))) {
        for event in all_events() {
            let over = matches!(&event, Event::Answered(ServerAnswer::Latest(p)) if p.status.is_terminal() && p.status != Succeeded);
            let (next, _) = step(state.clone(), event.clone());
            assert!(!matches!(next, State::Failed(_)) || over, "{state:?} {event:?}");
        }
    }
}

#[test]
fn promise_10_the_key_is_forgotten_only_by_a_word_of_the_server() {
    for state in under_way() {
        for event in all_events().into_iter().filter(|event| !matches!(event, Event::Answered(_))) {
            let (next, effects) = step(state.clone(), event.clone());
            assert!(!effects.iter().any(|effect| matches!(effect, Effect::Forget(_))), "{state:?} {event:?}");
            assert!(!matches!(next, State::Reviewing | State::Failed(_)), "{state:?} {event:?}: a pay button");
        }
    }
}

#[test]
fn a_payment_is_asked_for_only_after_its_key_is_durable() {
    for state in all_states() {
        for event in all_events() {
            let (_, effects) = step(state.clone(), event.clone());
            let creates = effects.iter().any(|effect| matches!(effect, Effect::Create(_)));
            let durable = matches!(state, State::Creating(_) | State::Unknown(_));
            assert!(!creates || durable, "{state:?} {event:?}");
        }
    }
}
