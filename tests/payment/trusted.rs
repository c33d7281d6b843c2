//! Where the person may be sent to pay: below the configured origins, whatever an address pretends to be.
use partner_renewal::domain::payment::is_trusted;
use proptest::prelude::*;

fn origins() -> Vec<String> {
    ["https://pay.example", "https://pay.example:8443", "http://localhost:8083"].map(str::to_owned).to_vec()
}

#[test]
fn promise_13_an_address_below_a_configured_origin_is_trusted() {
    for url in [
        "https://pay.example/",
        "https://pay.example/s/1?a=b#c",
        "https://pay.example:8443/s",
        "http://localhost:8083/pay/session-1001",
    ] {
        assert!(is_trusted(url, &origins()), "{url}");
    }
}

#[test]
fn promise_13_no_other_address_is_trusted() {
    let wrong = [
        "",
        "/",
        "//pay.example/",
        "pay.example/",
        "https://pay.example",
        "https://pay.example.evil/",
        "https://pay.example@evil.example/",
        "https://pay.example:443@evil.example/",
        "https://pay.example:8443@evil.example/",
        "https://evil@pay.example/",
        "https://evil.example/https://pay.example/",
        "https://evil.example/?https://pay.example/",
        "https://pay.example:444/",
        "https://pay.example:84430/",
        "https://pay.example:/",
        "https://pay.example./",
        "https://pay.example\\@evil.example/",
        "https://pay.example\n.evil.example/",
        "https://pay.example\t/",
        "https://pay.example?x=/",
        "https://pay.example#/",
        "https://pаy.example/",
        "https://pay%2Eexample/",
        "https:pay.example/",
        "https:///pay.example/",
        " https://pay.example/",
        "http://pay.example/",
        "javascript://pay.example/%0aalert(1)",
        "data:text/html,https://pay.example/",
        "http://localhost:80830/",
        "http://localhost/",
    ];
    for url in wrong {
        assert!(!is_trusted(url, &origins()), "{url:?}");
    }
}

/// Browsers write hosts small; an address that does not is no address of a server that knows what it sends.
#[test]
fn promise_13_the_case_counts() {
    for url in ["HTTPS://pay.example/", "https://PAY.example/", "https://Pay.Example/s"] {
        assert!(!is_trusted(url, &origins()), "{url}");
    }
}

#[test]
fn promise_13_without_an_origin_nothing_is_trusted() {
    for url in ["/pay", "//evil.example/", "https://pay.example/"] {
        assert!(!is_trusted(url, &[]));
        assert!(!is_trusted(url, &[String::new(), "https:".to_owned()]), "{url}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn promise_13_what_stands_between_origin_and_path_is_never_trusted(between in "[^/]{1,12}", path in "[a-z/@:]{0,8}") {
        let url = ["https://pay.example", &between, "/", &path].concat();
        // The one exception is the other configured origin.
        prop_assert_eq!(is_trusted(&url, &origins()), between == ":8443");
    }
}
