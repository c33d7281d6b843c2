//! Hand-made histories: a good one, and for each invariant one that breaks it and nothing else.
#![allow(clippy::unwrap_used)]

use crate::history::History;
use crate::rules::RULES;

const LEDGER: &str = r#"{"captures":[{"payment":"p1","renewal":"r","amount":100}],"refunds":[]}"#;

/// Signed, declined once, paid under a new key; one more client looks.
const GOOD: &str = r#"
{"time":1,"client":"nemesis","op":"invoke","what":"agreement","n":1,"ids":{"version":"v1"}}
{"time":2,"client":"nemesis","op":"ok","what":"agreement","n":1}
{"time":3,"client":"nemesis","op":"invoke","what":"role","n":2,"ids":{"person":"nadia"}}
{"time":4,"client":"nemesis","op":"ok","what":"role","n":2}
{"time":5,"client":"a","op":"invoke","what":"sign","n":1,"ids":{"version":"v1"}}
{"time":6,"client":"a","op":"unknown","what":"sign","n":1}
{"time":7,"client":"a","op":"invoke","what":"create","n":2,"ids":{"key":"k0","person":"nadia"},"amount":100}
{"time":8,"client":"a","op":"unknown","what":"create","n":2}
{"time":9,"client":"a","op":"ok","what":"look","status":"declined"}
{"time":10,"client":"a","op":"invoke","what":"create","n":3,"ids":{"key":"k1","person":"nadia"},"amount":100}
{"time":11,"client":"a","op":"ok","what":"create","n":3,"ids":{"payment":"p1"},"amount":100,"created":true}
{"time":12,"client":"a","op":"ok","what":"show","ids":{"payment":"p1"},"amount":100}
{"time":13,"client":"a","op":"invoke","what":"pay","n":4,"ids":{"payment":"p1"}}
{"time":14,"client":"a","op":"unknown","what":"pay","n":4}
{"time":15,"client":"a","op":"ok","what":"paid"}
{"time":16,"client":"a","op":"ok","what":"end"}
{"time":17,"client":"fresh","op":"ok","what":"fresh","status":"receipt","posts":0}
{"time":18,"client":"nemesis","op":"ok","what":"final","ids":{"renewal":"r","payment":"p0"},"status":"declined"}
{"time":19,"client":"nemesis","op":"ok","what":"final","ids":{"renewal":"r","payment":"p1"},"status":"succeeded"}
"#;

/// Names of the invariants that do not hold.
fn broken(lines: &str, ledger: &str) -> Vec<&'static str> {
    let history = History::read(lines, ledger).unwrap();
    RULES.iter().filter(|(.., rule)| !rule(&history).is_empty()).map(|(name, ..)| *name).collect()
}

/// The good history with one text in place of another.
fn with(from: &str, to: &str) -> Vec<&'static str> {
    assert!(GOOD.contains(from), "{from}");
    broken(&GOOD.replace(from, to), LEDGER)
}

#[test]
fn a_good_history_is_good_in_any_order_of_its_files() {
    assert_eq!(broken(GOOD, LEDGER), Vec::<&str>::new());
    let backwards: Vec<&str> = GOOD.lines().rev().collect();
    assert_eq!(broken(&backwards.join("\n"), LEDGER), Vec::<&str>::new());
}

#[test]
fn i1_taken_twice() {
    let entry = r#"{"payment":"p1","renewal":"r","amount":100}"#;
    let twice = format!(r#"{{"captures":[{entry},{entry}],"refunds":[]}}"#);
    let back = format!(r#"{{"captures":[{entry},{entry}],"refunds":[{entry}]}}"#);
    assert_eq!(broken(GOOD, &twice), ["I1"]);
    assert_eq!(broken(GOOD, &back), ["I1"], "nothing came late");
    let late = format!("{GOOD}\n{}", r#"{"time":20,"client":"nemesis","op":"ok","what":"late"}"#);
    assert_eq!(broken(&late, &back), Vec::<&str>::new());
    assert_eq!(broken(&late, &twice), ["I1"]);
}

#[test]
fn i2_another_amount_than_shown() {
    assert_eq!(
        with(
            r#""what":"show","ids":{"payment":"p1"},"amount":100"#,
            r#""what":"show","ids":{"payment":"p1"},"amount":99"#
        ),
        ["I2"]
    );
    assert_eq!(with(r#""what":"show""#, r#""what":"shown""#), ["I2"], "never shown");
    assert_eq!(
        with(
            r#""ids":{"payment":"p1"},"amount":100,"created":true"#,
            r#""ids":{"payment":"p1"},"amount":101,"created":true"#
        ),
        ["I2"]
    );
}

#[test]
fn i3_paid_before_anybody_paid() {
    assert_eq!(with(r#"{"time":15,"#, r#"{"time":12,"#), ["I3"]);
}

#[test]
fn i4_a_later_visit_asks_again() {
    assert_eq!(with(r#""posts":0"#, r#""posts":1"#), ["I4"]);
    assert_eq!(with(r#""status":"receipt""#, r#""status":"checking""#), ["I4"]);
    assert_eq!(with(r#""what":"fresh""#, r#""what":"nothing""#), ["I4"]);
}

#[test]
fn i5_a_new_key_beside_an_open_attempt() {
    assert_eq!(with(r#""what":"look","status":"declined""#, r#""what":"look","status":"open""#), ["I5"]);
    assert_eq!(with(r#""payment":"p0"},"status":"declined""#, r#""payment":"p0"},"status":"open""#), ["I5"]);
}

#[test]
fn i6_a_payment_without_a_signature_of_what_is_in_force() {
    assert_eq!(
        with(r#""what":"sign","n":1,"ids":{"version":"v1"}"#, r#""what":"sign","n":1,"ids":{"version":"v0"}"#),
        ["I6"]
    );
    assert_eq!(with(r#""op":"unknown","what":"sign""#, r#""op":"fail","what":"sign""#), ["I6"]);
}

#[test]
fn i7_made_by_somebody_who_may_not() {
    assert_eq!(
        with(r#""what":"role","n":2,"ids":{"person":"nadia"}"#, r#""what":"role","n":2,"ids":{"person":"oleg"}"#),
        ["I7"]
    );
    let back = r#"{"time":10,"client":"nemesis","op":"invoke","what":"role","n":9,"ids":{"person":"nadia"}}"#;
    let overlaps = GOOD.replace(r#""n":2,"ids":{"person":"nadia"}"#, r#""n":2,"ids":{"person":"oleg"}"#);
    assert_eq!(broken(&format!("{overlaps}\n{back}"), LEDGER), Vec::<&str>::new(), "it may have been in time");
}

#[test]
fn i8_a_client_that_never_ends() {
    assert_eq!(with(r#""what":"end""#, r#""what":"looking""#), ["I8"]);
}
