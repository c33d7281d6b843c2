//! Two tabs of one browser on one draft, in 200 orders of typing, saving, reloading and taking the newer draft.
use leptos::prelude::{GetUntracked, Owner};
use partner_renewal::adapters::storage::{self, StoreState};
use partner_renewal::adapters::{browser, keys};
use partner_renewal::app::wizard::{SaveState, Wizard};
use partner_renewal::domain::draft::{AnswerKey, Draft};
use partner_renewal::domain::envelope::{self, Owner as Whose};
use partner_renewal::ports::RecordStore;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

const ORDERS: u64 = 200;
const ACTS: u64 = 14;
const FIELDS: [AnswerKey; 3] = [AnswerKey::SignerName, AnswerKey::SignerTitle, AnswerKey::PurchaseOrder];

/// A small generator: the same seed gives the same order on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit).unwrap()
    }
}

struct Tab {
    wizard: Wizard,
    store: Rc<dyn RecordStore>,
    /// Typed since the tab was last in step with the store.
    typed: Vec<(usize, u32)>,
}

fn whose(seed: u64) -> Whose {
    Whose { account: "account".to_owned(), organization: "organization".to_owned(), renewal: seed.to_string() }
}

fn key(seed: u64) -> String {
    let Whose { account, organization, renewal } = whose(seed);
    keys::draft(&account, &organization, &renewal)
}

fn numbers(draft: &Draft) -> [u32; 3] {
    FIELDS.map(|field| draft.get(field).map_or(0, |text| text.parse().unwrap()))
}

async fn open(seed: u64) -> Tab {
    let (store, state) = storage::open().await;
    assert_eq!(state, StoreState::Durable);
    let wizard = Wizard::new(Rc::clone(&store), state);
    wizard.open(key(seed), whose(seed)).await;
    Tab { wizard, store, typed: Vec::new() }
}

async fn stored(tab: &Tab, seed: u64) -> [u32; 3] {
    let text = tab.store.read(&key(seed)).await.unwrap();
    text.map_or([0; 3], |text| numbers(&envelope::load(&text, &whose(seed), browser::now_ms()).unwrap().0))
}

/// What the store holds may only grow: a saved number is replaced by a later one alone, never by an earlier or none.
fn grown(seed: u64, before: [u32; 3], after: [u32; 3]) {
    assert!(before.iter().zip(after).all(|(was, is)| is >= *was), "seed {seed}: {before:?} became {after:?}");
}

/// The tab has tried to write: either all that was typed in it is stored, or it says that another tab was first.
fn told(seed: u64, tab: &mut Tab, stored: [u32; 3]) {
    let saving = tab.wizard.saving.get_untracked();
    if saving == SaveState::Stale {
        return;
    }
    assert!(matches!(saving, SaveState::Idle | SaveState::Saved), "seed {seed}: {saving:?}");
    for (field, number) in tab.typed.drain(..) {
        assert!(stored[field] >= number, "seed {seed}: {number} was called saved, and {stored:?} is stored");
    }
}

async fn one_order(seed: u64) {
    let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut tabs = [open(seed).await, open(seed).await];
    let mut known = [0; 3];
    let mut number = 0;
    for _ in 0..ACTS {
        let tab = &mut tabs[chance.below(2)];
        match chance.below(10) {
            0..=4 => {
                let field = chance.below(3);
                number += 1;
                tab.wizard.set(FIELDS[field], number.to_string());
                tab.typed.push((field, number));
            }
            5..=7 => tab.wizard.flush_now().await,
            8 => {
                tab.wizard.leave();
                tab.wizard.flush_now().await;
                let stale = tab.wizard.saving.get_untracked() == SaveState::Stale;
                told(seed, tab, stored(tab, seed).await);
                tab.wizard.close();
                *tab = open(seed).await;
                assert!(stale || tab.wizard.saving.get_untracked() == SaveState::Idle, "seed {seed}");
                assert_eq!(numbers(&tab.wizard.draft.get_untracked()), stored(tab, seed).await, "seed {seed}");
            }
            _ if tab.wizard.saving.get_untracked() == SaveState::Stale => {
                tab.wizard.take_newer().await;
                tab.typed.clear();
                assert_eq!(numbers(&tab.wizard.draft.get_untracked()), stored(tab, seed).await, "seed {seed}");
            }
            _ => (),
        }
        let now = stored(tab, seed).await;
        grown(seed, known, now);
        known = now;
    }
    for tab in &mut tabs {
        tab.wizard.flush_now().await;
        let now = stored(tab, seed).await;
        grown(seed, known, now);
        known = now;
        told(seed, tab, now);
    }
    for tab in tabs {
        tab.wizard.discard().await;
    }
}

#[wasm_bindgen_test]
async fn promise_24_two_hundred_orders_of_two_tabs_lose_no_update() {
    leptos::mount::mount_to_body(|| ());
    let owner = Owner::new();
    owner.set();
    for seed in 1..=ORDERS {
        one_order(seed).await;
    }
}
