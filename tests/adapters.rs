//! The adapters against a real browser: run by `make test-wasm` in headless Chromium.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use chrono::NaiveDate;
use partner_renewal::adapters::formatter::IntlFormatter;
use partner_renewal::adapters::http::HttpTransport;
use partner_renewal::adapters::memory::MemoryStore;
use partner_renewal::adapters::{browser, clock, dom, intl, storage};
use partner_renewal::config::Config;
use partner_renewal::domain::failure::FailureKind;
use partner_renewal::domain::money::Money;
use partner_renewal::i18n;
use partner_renewal::ports::{RecordStore, StoreError, Transport, keys};
use partner_renewal::wire;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Chooses the language that `Intl` writes in.
fn speak(language: &str) {
    i18n::install(include_str!("../public/locales/en.json"), None, language).unwrap();
    intl::forget();
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn euro(minor: i64) -> Money {
    Money { minor, currency: "EUR".to_owned() }
}

/// `Intl` writes amounts with spaces that do not break; for reading they are spaces.
fn plain_spaces(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// What every store promises, whatever it is made of.
async fn compare_and_set(store: &dyn RecordStore, key: &str) {
    store.remove(key).await.unwrap();
    assert_eq!(store.read(key).await, Ok(None));
    assert_eq!(store.compare_and_set(key, 0, "first".to_owned()).await, Ok(()));
    assert_eq!(store.compare_and_set(key, 2, "too early".to_owned()).await, Err(StoreError::Conflict));
    assert_eq!(store.compare_and_set(key, 0, "other tab".to_owned()).await, Err(StoreError::Conflict));
    assert_eq!(store.read(key).await, Ok(Some("first".to_owned())));
    assert_eq!(store.compare_and_set(key, 1, "second".to_owned()).await, Ok(()));
    assert_eq!(store.read(key).await, Ok(Some("second".to_owned())));
    store.remove(key).await.unwrap();
    assert_eq!(store.read(key).await, Ok(None));
    assert_eq!(
        store.compare_and_set(key, 2, "anew".to_owned()).await,
        Ok(()),
        "what the browser threw away is written again"
    );
    assert_eq!(store.compare_and_set(key, 2, "other tab".to_owned()).await, Err(StoreError::Conflict));
    assert_eq!(store.compare_and_set(key, 3, "goes on".to_owned()).await, Ok(()));
    store.clear().await.unwrap();
    assert_eq!(store.read(key).await, Ok(None));
}

#[wasm_bindgen_test]
async fn the_database_compares_and_sets() {
    let store = storage::open().await;
    assert!(store.is_durable());
    compare_and_set(store.as_ref(), &keys::draft("account", "organization", "compare")).await;
}

#[wasm_bindgen_test]
async fn memory_compares_and_sets_like_the_database() {
    compare_and_set(&MemoryStore::default(), &keys::draft("account", "organization", "compare")).await;
}

#[wasm_bindgen_test]
async fn of_two_tabs_that_write_at_once_one_wins() {
    let (first, second) = (storage::open().await, storage::open().await);
    let key = keys::draft("account", "organization", "race");
    first.remove(&key).await.unwrap();
    let mut one = first.compare_and_set(&key, 0, "one".to_owned());
    let mut two = second.compare_and_set(&key, 0, "two".to_owned());
    let (mut done_one, mut done_two) = (None, None);
    std::future::poll_fn(|context| {
        if done_one.is_none()
            && let std::task::Poll::Ready(result) = one.as_mut().poll(context)
        {
            done_one = Some(result);
        }
        if done_two.is_none()
            && let std::task::Poll::Ready(result) = two.as_mut().poll(context)
        {
            done_two = Some(result);
        }
        if done_one.is_some() && done_two.is_some() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    let results = [done_one.unwrap(), done_two.unwrap()];
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
    assert!(results.contains(&Err(StoreError::Conflict)), "{results:?}");
    first.remove(&key).await.unwrap();
}

#[wasm_bindgen_test]
async fn records_outlive_the_connection_and_keep_to_their_store() {
    let draft = keys::draft("account", "organization", "outlives");
    let journal = keys::journal("account", "outlives");
    {
        let store = storage::open().await;
        store.remove(&draft).await.unwrap();
        store.remove(&journal).await.unwrap();
        store.compare_and_set(&draft, 0, "a draft".to_owned()).await.unwrap();
        store.compare_and_set(&journal, 0, "a journal".to_owned()).await.unwrap();
    }
    let store = storage::open().await;
    assert_eq!(store.read(&draft).await, Ok(Some("a draft".to_owned())));
    store.remove(&draft).await.unwrap();
    assert_eq!(store.read(&journal).await, Ok(Some("a journal".to_owned())));
    store.remove(&journal).await.unwrap();
}

#[wasm_bindgen_test]
fn dates_are_written_in_words_whatever_the_time_zone() {
    speak("en");
    let day = date("2027-01-25");
    assert!(intl::date_long(day).contains("January"), "{}", intl::date_long(day));
    assert!(intl::date_long(day).contains("25"));
    speak("bg");
    assert!(intl::date_long(day).contains("25\u{a0}януари 2027"), "{}", intl::date_long(day));
    speak("en");
}

#[wasm_bindgen_test]
fn a_moment_that_is_none_is_shown_as_it_came() {
    speak("en");
    for none in ["not a moment", "1", "", "2026-11-24", "Tue, 24 Nov 2026 09:30:00 GMT"] {
        assert_eq!(intl::date_time_long(none), none);
    }
    assert!(intl::date_time_long("2026-11-24T09:30:00Z").contains("2026"));
}

#[wasm_bindgen_test]
fn money_is_written_exactly() {
    speak("en");
    assert_eq!(intl::money(&euro(123_400)), "€1,234.00");
    assert_eq!(intl::money(&euro(5)), "€0.05");
    assert_eq!(intl::money(&euro(-250)), "-€2.50");
    // More than a floating-point number holds exactly.
    assert_eq!(intl::money(&euro(900_719_925_474_099_301)), "€9,007,199,254,740,993.01");
    assert_eq!(intl::money(&Money { minor: 1234, currency: "JPY".to_owned() }), "¥1,234");
    speak("bg");
    assert_eq!(plain_spaces(&intl::money(&euro(123_400))), "1234,00 €");
    speak("en");
}

/// Digits and separators of an amount, without the sign of its currency.
fn figures(minor: i64, currency: &str) -> String {
    let text = intl::money(&Money { minor, currency: currency.to_owned() });
    text.chars().filter(|c| c.is_ascii_digit() || matches!(c, ',' | '.')).collect()
}

#[wasm_bindgen_test]
fn money_has_the_decimals_of_iso_4217_and_not_those_of_the_browser() {
    speak("en");
    for (minor, currency, text) in [
        (142_800, "HUF", "1,428.00"),
        (142_800, "IQD", "142.800"),
        (142_800, "ISK", "142,800"),
        (142_800, "CLP", "142,800"),
        (142_800, "CLF", "14.2800"),
        (142_800, "JPY", "142,800"),
        (142_800, "KRW", "142,800"),
        (142_800, "KWD", "142.800"),
        (142_800, "TWD", "1,428.00"),
        (142_800, "RSD", "1,428.00"),
        (142_800, "IRR", "1,428.00"),
        (142_800, "UGX", "142,800"),
        (142_800, "MGA", "1,428.00"),
        (142_800, "MRU", "1,428.00"),
        (5, "HUF", "0.05"),
        (5, "IQD", "0.005"),
        (0, "ISK", "0"),
        (142_800, "XXX", "1,428.00"),
        (142_800, "QQQ", "1,428.00"),
    ] {
        assert_eq!(figures(minor, currency), text, "{currency}");
    }
    speak("bg");
    for (minor, currency, text) in [
        (1_428_000, "HUF", "14280,00"),
        (1_428_000, "IQD", "1428,000"),
        (1_428, "ISK", "1428"),
        (1_428, "CLP", "1428"),
        (142_800, "EUR", "1428,00"),
    ] {
        assert_eq!(figures(minor, currency), text, "{currency}");
    }
    speak("en");
}

#[wasm_bindgen_test]
fn numbers_rates_and_names_follow_the_language() {
    speak("en");
    assert_eq!(intl::number(1_234_567), "1,234,567");
    assert_eq!(intl::percent(2000), "20%");
    assert_eq!(intl::percent(1950), "19.5%");
    assert_eq!(intl::country_name("BG"), "Bulgaria");
    assert_eq!(intl::country_name("not a code"), "not a code");
    assert_eq!(intl::plural_category(1), "one");
    assert_eq!(intl::plural_category(62), "other");
    speak("bg");
    assert_eq!(intl::country_name("BG"), "България");
    speak("en");
}

#[wasm_bindgen_test]
fn countries_are_in_the_order_of_their_names_in_the_language() {
    i18n::later_format::install(&IntlFormatter);
    let codes = ["GB", "AX", "BG", "AL", "AF", "BG"].map(str::to_owned);
    for (language, order) in [("en", "AF AX AL BG BG GB"), ("bg", "AL AF BG BG GB AX")] {
        speak(language);
        let sorted: Vec<String> =
            i18n::later_format::sort_by_country_name(&codes).into_iter().map(|(code, _)| code).collect();
        assert_eq!(sorted.join(" "), order, "{language}");
    }
    assert!(i18n::later_format::sort_by_country_name(&[]).is_empty());
    speak("en");
}

#[wasm_bindgen_test]
fn names_are_folded_by_the_browser() {
    for (one, other) in [
        ("M\u{fc}ller", "MU\u{308}LLER"),
        ("\u{39d}\u{38a}\u{39a}\u{39f}\u{3a3}", "\u{3bd}\u{3af}\u{3ba}\u{3bf}\u{3c2}"),
        ("Strau\u{df}", "STRAUSS"),
        ("\u{419}", "\u{438}\u{306}"),
    ] {
        assert_eq!(intl::fold_name(one), intl::fold_name(other));
    }
    assert_ne!(intl::fold_name("M\u{fc}ller"), intl::fold_name("Muller"));
}

#[wasm_bindgen_test]
fn names_are_ordered_as_the_language_orders_them() {
    speak("en");
    assert_eq!(intl::compare("Österreich", "Zypern"), std::cmp::Ordering::Less, "not by code points");
    speak("bg");
    assert_eq!(intl::compare("Австрия", "България"), std::cmp::Ordering::Less);
    speak("en");
}

#[wasm_bindgen_test]
fn the_base_path_is_the_folder_of_the_page() {
    // The test page is served at the root of its host.
    assert_eq!(browser::base_path(), "");
    assert_eq!(browser::current_path(), "/");
}

#[wasm_bindgen_test]
fn the_base_element_moves_the_base_path() {
    let document = web_sys::window().unwrap().document().unwrap();
    let base = document.create_element("base").unwrap();
    base.set_attribute("href", "/renew-here/").unwrap();
    let head = document.document_element().unwrap();
    head.prepend_with_node_1(&base).unwrap();
    assert_eq!(browser::base_path(), "/renew-here");
    base.remove();
    assert_eq!(browser::base_path(), "");
}

#[wasm_bindgen_test]
fn random_tokens_differ_and_are_as_long_as_asked() {
    assert_eq!(browser::random_hex(16).len(), 32);
    assert_ne!(browser::random_hex(16), browser::random_hex(16));
    assert_eq!(browser::random_url_token(32).len(), 43);
    assert!(browser::random_thousandth() < 1000);
}

#[wasm_bindgen_test]
fn the_server_clock_corrects_the_device() {
    let before = clock::now_ms();
    clock::note_server_date("not a date", "");
    clock::note_server_date("1", "");
    assert_eq!(clock::offset_ms(), None);
    clock::note_server_date("Tue, 24 Nov 2026 09:00:00 GMT", "1800");
    let at = clock::now_ms();
    assert!((1_795_512_600_000..1_795_512_660_000).contains(&at), "{at}, before {before}");
}

#[wasm_bindgen_test]
async fn a_record_is_replaced_in_one_transaction_whatever_its_revision() {
    for store in [storage::open().await, Rc::new(MemoryStore::default())] {
        let key = keys::journal("account", "replaced");
        store.put(&key, "first".to_owned()).await.unwrap();
        store.put(&key, "second".to_owned()).await.unwrap();
        assert_eq!(store.read(&key).await, Ok(Some("second".to_owned())));
        store.remove(&key).await.unwrap();
    }
}

#[wasm_bindgen_test]
async fn what_was_typed_last_is_kept_in_both_ways_and_cleared_in_both() {
    let store = storage::open().await;
    let (key, other) = (keys::draft("a", "o", "unload"), keys::draft("a", "o", "other"));
    store.put_on_unload(&key, "typed last".to_owned());
    assert_eq!(store.read_unload_copies(&key).await.unwrap(), ["typed last", "typed last"]);
    assert!(store.read_unload_copies(&other).await.unwrap().is_empty(), "a copy of another draft is left alone");
    store.clear_unload_copies(&other).await.unwrap();
    assert_eq!(store.read_unload_copies(&key).await.unwrap().len(), 2);
    store.clear_unload_copies(&key).await.unwrap();
    assert!(store.read_unload_copies(&key).await.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn what_was_typed_last_is_deleted_in_both_ways_when_it_is_expired() {
    let store = storage::open().await;
    let (key, other) = (keys::draft("old", "o", "r"), keys::draft("new", "o", "r"));
    store.put_on_unload(&key, "expired".to_owned());
    store.put_on_unload(&other, "typed last".to_owned());
    store.remove_where(keys::Store::Draft.name(), Box::new(|text| text == "expired")).await.unwrap();
    assert!(store.read_unload_copies(&key).await.unwrap().is_empty());
    assert_eq!(store.read_unload_copies(&other).await.unwrap().len(), 2);
    store.clear_unload_copies(&other).await.unwrap();
}

/// A browser that is slow once, as WebKit is after its start, is no browser that denies storage.
#[wasm_bindgen_test]
async fn a_database_that_is_slow_to_open_is_opened_at_the_next_call() {
    let slow_once = "const open = IDBFactory.prototype.open;
        IDBFactory.prototype.open = function () { IDBFactory.prototype.open = open; return {}; };";
    js_sys::eval(slow_once).unwrap();
    let store = storage::open().await;
    assert!(store.is_durable());
    let key = keys::draft("account", "organization", "slow");
    store.put(&key, "text".to_owned()).await.unwrap();
    let other = storage::open().await;
    assert_eq!(other.read(&key).await, Ok(Some("text".to_owned())));
    store.remove(&key).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_database_that_was_closed_under_the_page_is_opened_again() {
    let (store, other) = (storage::open().await, storage::open().await);
    let key = keys::draft("account", "organization", "closed");
    store.compare_and_set(&key, 0, "first".to_owned()).await.unwrap();
    // Another build of the site upgrades the database: the browser closes the connection of this one.
    let factory = web_sys::window().unwrap().indexed_db().unwrap().unwrap();
    let request = factory.delete_database(keys::DATABASE).unwrap();
    let deleted = js_sys::Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    wasm_bindgen_futures::JsFuture::from(deleted).await.unwrap();
    assert_eq!(other.read(&key).await, Ok(None));
    assert_eq!(store.compare_and_set(&key, 0, "second".to_owned()).await, Ok(()));
    assert_eq!(store.read(&key).await, Ok(Some("second".to_owned())));
    store.remove(&key).await.unwrap();
}

/// Row R31: a stored key that no header can carry was an uncaught throw.
#[wasm_bindgen_test]
async fn a_request_that_cannot_be_one_is_not_sent() {
    let config = Config {
        api: "http://127.0.0.1:9".to_owned(),
        issuer: String::new(),
        discovery: String::new(),
        client_id: String::new(),
        scope: String::new(),
        authorize_parameters: Vec::new(),
        sign_out_parameter: None,
        payment_origins: Vec::new(),
        support_email: String::new(),
        allowed_tenants: Vec::new(),
        sandbox: true,
    };
    let transport = HttpTransport::new(&config);
    for key in ["ключ", "line\nbreak", "\0"] {
        let mut request = wire::account::get().request;
        request.idempotency_key = Some(key.to_owned());
        assert_eq!(transport.send(request, None).await.err(), Some(FailureKind::InvalidRequest), "{key:?}");
    }
}

/// Row R3: a translation that began before the app was there was not noticed.
#[wasm_bindgen_test]
fn a_translation_that_has_begun_is_noticed() {
    speak("en");
    let root = web_sys::window().unwrap().document().unwrap().document_element().unwrap();
    for (attribute, value, is_translated) in
        [("class", "", false), ("class", "translated-ltr", true), ("lang", "de", true)]
    {
        root.set_attribute("lang", "en").unwrap();
        root.set_attribute("class", "").unwrap();
        root.set_attribute(attribute, value).unwrap();
        let heard = Rc::new(Cell::new(false));
        let hearing = Rc::clone(&heard);
        dom::on_translated(move || hearing.set(true));
        assert_eq!(heard.get(), is_translated, "{attribute}={value}");
    }
    root.remove_attribute("class").unwrap();
}
