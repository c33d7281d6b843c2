//! What must hold whatever happened: I1 to I8. Each answers with what speaks against it.

use std::collections::{BTreeMap, BTreeSet};

use crate::history::{History, Line, Op};

/// An invariant: its name, what it says, and how it is decided.
pub type Rule = (&'static str, &'static str, fn(&History) -> Vec<String>);

/// All of them.
pub const RULES: [Rule; 8] = [
    ("I1", "a renewal is charged once, and twice only late and with the second sent back", charged_once),
    ("I2", "what is taken is what was shown", as_shown),
    ("I3", "paid is shown only after it was paid", paid_when_paid),
    ("I4", "who comes later sees the receipt and asks for no payment", receipt_for_all),
    ("I5", "a new key only when the attempt before it is over", one_key),
    ("I6", "no payment without a signature of the agreement in force", signed),
    ("I7", "no payment made by somebody who may not", by_who_may),
    ("I8", "without faults everybody comes to an end", all_end),
];

fn is_live(status: &str) -> bool {
    matches!(status, "open" | "processing" | "succeeded")
}

fn charged_once(history: &History) -> Vec<String> {
    let mut kept: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for entry in &history.ledger.captures {
        kept.entry(entry.renewal.as_deref().unwrap_or(&entry.payment)).or_default().0 += 1;
    }
    for entry in &history.ledger.refunds {
        kept.entry(entry.renewal.as_deref().unwrap_or(&entry.payment)).or_default().1 += 1;
    }
    let late = history.about("late").next().is_some();
    let wrong = |taken: u32, back: u32| taken.saturating_sub(back) > 1 || taken > 1 && !late;
    let found = kept.into_iter().filter(|(_, (taken, back))| wrong(*taken, *back));
    found.map(|(renewal, (taken, back))| format!("{renewal}: taken {taken} times, sent back {back} times")).collect()
}

fn as_shown(history: &History) -> Vec<String> {
    let mut against = Vec::new();
    for capture in &history.ledger.captures {
        let shown: BTreeSet<_> =
            history.about("show").filter(|line| line.ids.payment == capture.payment).map(|line| line.amount).collect();
        if shown != BTreeSet::from([Some(capture.amount)]) {
            against.push(format!("{}: {} taken, shown {shown:?}", capture.payment, capture.amount));
        }
    }
    for create in history.operations("create").iter().filter(|create| create.made()) {
        let made = create.ended.and_then(|line| line.amount);
        if made != create.begun.amount {
            against.push(format!("{}: {:?} accepted, {made:?} made", create.begun.client, create.begun.amount));
        }
    }
    against
}

fn paid_when_paid(history: &History) -> Vec<String> {
    let captured: BTreeSet<&str> = history.ledger.captures.iter().map(|entry| entry.payment.as_str()).collect();
    let pays = history.operations("pay");
    let paid_before =
        |line: &Line| pays.iter().any(|pay| captured.contains(&*pay.begun.ids.payment) && pay.begun.time < line.time);
    let unfounded = history.about("paid").filter(|line| !paid_before(line));
    unfounded.map(|line| format!("{} at {}", line.client, line.time)).collect()
}

fn receipt_for_all(history: &History) -> Vec<String> {
    let paid = history.about("paid").next().map_or(u64::MAX, |line| line.time);
    let later: Vec<&Line> = history.about("fresh").filter(|line| line.time > paid).collect();
    if !history.ledger.captures.is_empty() && later.is_empty() {
        return vec!["nobody came later".to_owned()];
    }
    let wrong = later.into_iter().filter(|line| line.op != Op::Ok || line.status != "receipt" || line.posts != 0);
    wrong.map(|line| format!("{} saw {} and sent {} requests", line.client, line.status, line.posts)).collect()
}

fn one_key(history: &History) -> Vec<String> {
    let mut against = Vec::new();
    let creates = history.operations("create");
    let clients: BTreeSet<&str> = creates.iter().map(|create| create.begun.client.as_str()).collect();
    for client in clients {
        let own: Vec<_> = creates.iter().filter(|create| create.begun.client == client).collect();
        for (first, second) in own.iter().zip(own.iter().skip(1)) {
            let reported_over = history.about("look").any(|line| {
                let between = (first.begun.time..second.begun.time).contains(&line.time);
                between && line.client == client && line.op == Op::Ok && !is_live(&line.status)
            });
            if first.begun.ids.key != second.begun.ids.key && !first.is(Op::Fail) && !reported_over {
                against.push(format!("{client} at {}: a new key beside {}", second.begun.time, first.begun.ids.key));
            }
        }
    }
    let mut live: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in history.about("final").filter(|line| is_live(&line.status)) {
        live.entry(&line.ids.renewal).or_default().push(&line.ids.payment);
    }
    let beside = live.into_iter().filter(|(_, payments)| payments.len() > 1);
    against.extend(beside.map(|(renewal, payments)| format!("{renewal}: {payments:?} stand beside each other")));
    against
}

fn signed(history: &History) -> Vec<String> {
    let mut in_force: Vec<(u64, u64, &str)> = Vec::new();
    for change in history.operations("agreement") {
        in_force.push((change.begun.time, change.until(), &change.begun.ids.version));
    }
    let signatures = history.operations("sign");
    let mut against = Vec::new();
    for create in history.operations("create").iter().filter(|create| create.made()) {
        // The last one in force before it began, and those that came into force meanwhile.
        let before =
            in_force.iter().rev().find(|(_, until, _)| *until < create.begun.time).map(|(.., version)| *version);
        let during = in_force.iter().filter(|(from, until, _)| *from < create.until() && *until > create.begun.time);
        let good: Vec<&str> = before.into_iter().chain(during.map(|(.., version)| *version)).collect();
        let has = signatures.iter().any(|sign| {
            let in_time = sign.begun.time < create.until() && !sign.is(Op::Fail);
            in_time && good.contains(&sign.begun.ids.version.as_str())
        });
        if !has {
            against.push(format!("{} at {}: no signature of {good:?}", create.begun.client, create.begun.time));
        }
    }
    against
}

fn by_who_may(history: &History) -> Vec<String> {
    let roles = history.operations("role");
    let mut against = Vec::new();
    for (at, role) in roles.iter().enumerate() {
        let (from, person) = (role.until(), &role.begun.ids.person);
        let until = roles.get(at.saturating_add(1)).map_or(u64::MAX, |next| next.begun.time);
        for create in history.operations("create").iter().filter(|create| create.made()) {
            if create.begun.time > from && create.until() < until && create.begun.ids.person != *person {
                against.push(format!("{} at {}: {person} alone may", create.begun.client, create.begun.time));
            }
        }
    }
    against
}

fn all_end(history: &History) -> Vec<String> {
    let has_role = |client: &str| !client.starts_with("nemesis") && !client.starts_with("fresh");
    let clients: BTreeSet<&str> = history.lines.iter().map(|line| line.client.as_str()).collect();
    let ended = |client: &str| history.about("end").any(|line| line.client == client && line.op == Op::Ok);
    let without = clients.into_iter().filter(|client| has_role(client) && !ended(client));
    without.map(|client| format!("{client} came to no end")).collect()
}
