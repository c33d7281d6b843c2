//! People sign with their name, whatever name their account has.

use axum::http::StatusCode;
use sandbox::store::evidence::{Record, verify};
use serde_json::{Value, json};

use crate::support::{Answer, Caller, Sandbox};

/// Somebody who has come as far as the agreement, and what they would sign.
struct Signer<'a> {
    caller: Caller<'a>,
    path: String,
    etag: String,
    request: Value,
}

impl<'a> Signer<'a> {
    async fn new(sandbox: &'a Sandbox, person: &str, organization: &str) -> Self {
        let (caller, organization) = (sandbox.caller(person), format!("/organizations/org-{organization}"));
        let started = caller.post(&format!("{organization}/renewals"), json!({})).await;
        let path = format!("/renewals/{}", started.text_of("id"));
        let seen = caller.get(&format!("{organization}/profile")).await;
        let confirmed = json!({"confirmed": true});
        let requirements = caller.put(&format!("{path}/requirements"), &started.etag(), confirmed).await;
        let confirmed = json!({"profileEtag": seen.etag()});
        let profile = caller.put(&format!("{path}/profile"), &requirements.etag(), confirmed).await;
        assert_eq!(profile.status, StatusCode::OK, "{}", profile.text);
        let country = seen.text_of("country");
        let agreement = caller.get(&format!("/agreements/current?country={country}&language=en")).await.json();
        let request = json!({
            "agreementId": agreement["id"], "version": agreement["version"], "language": "en",
            "digest": agreement["digest"], "title": "Managing Director", "authority": true, "accepted": true,
        });
        Self { caller, path, etag: profile.etag(), request }
    }

    /// Signs with a name, with or without the confirmation that it is not the account's.
    async fn sign(&self, name: &str, differs: Option<bool>) -> Answer {
        let mut request = self.request.clone();
        request["name"] = json!(name);
        request["nameDiffers"] = json!(differs);
        self.caller.put(&format!("{}/signature", self.path), &self.etag, request).await
    }
}

fn last_record(sandbox: &Sandbox) -> Record {
    assert!(sandbox.store.write(verify).unwrap().holds());
    sandbox.store.write(Record::all).unwrap().pop().unwrap()
}

#[tokio::test]
async fn a_name_that_is_not_the_account_s_is_confirmed_and_both_are_evidence() {
    let sandbox = Sandbox::new();
    let ines = Signer::new(&sandbox, "ines", "cypress").await;
    for unconfirmed in [None, Some(false)] {
        let refused = ines.sign("Ines Example", unconfirmed).await;
        assert_eq!(refused.json()["errors"], json!([{"field": "name", "code": "name_differs"}]));
    }
    ines.sign("Ines Example", Some(true)).await.assert_golden("put-signature.other-name.200");
    let record = last_record(&sandbox);
    assert_eq!(record.name, "Ines Example");
    assert_eq!(record.account_name.as_deref(), Some("Example, Ines (Company - External)"));
    assert!(record.statement.ends_with("differs from the name of my account."), "{}", record.statement);
    let document = ines.caller.get(&format!("{}/documents/signature", ines.path)).await.text;
    assert!(document.contains("\nSigner: Ines Example\n"), "{document}");
    assert!(document.contains("\nAccount: ines\nAccount name: Example, Ines (Company - External)\n"), "{document}");
}

#[tokio::test]
async fn an_account_with_an_address_for_a_name_or_without_one_can_sign() {
    let sandbox = Sandbox::new();
    for (person, organization, account, name) in
        [("nils", "juniper", "nils@juniper.example", "Nils Example"), ("vesela", "laurel", "", "Весела Пример")]
    {
        let signer = Signer::new(&sandbox, person, organization).await;
        assert_eq!(signer.sign(name, None).await.json()["errors"][0]["code"], "name_differs", "{person}");
        let signed = signer.sign(name, Some(true)).await;
        assert_eq!(signed.status, StatusCode::OK, "{}", signed.text);
        let signature = &signed.json()["signature"];
        assert_eq!((&signature["name"], &signature["accountName"]), (&json!(name), &json!(account)));
        assert_eq!(last_record(&sandbox).account_name.as_deref(), Some(account));
    }
    assert_eq!(sandbox.caller("vesela").get("/account").await.json()["person"]["name"], "");
}

#[tokio::test]
async fn the_account_s_name_needs_no_confirmation_however_it_is_typed() {
    for typed in ["Orla O'Example", "ORLA O\u{2019}EXAMPLE", "  orla  O\u{2bc}Example"] {
        let sandbox = Sandbox::new();
        let orla = Signer::new(&sandbox, "orla", "myrtle").await;
        let signed = orla.sign(typed, None).await;
        assert_eq!(signed.status, StatusCode::OK, "{typed}: {}", signed.text);
        let record = last_record(&sandbox);
        assert_eq!(record.name, typed.split_whitespace().collect::<Vec<_>>().join(" "), "as it was typed");
        assert_eq!(record.account_name.as_deref(), Some("Orla O'Example"));
        assert!(!record.statement.contains("differs"), "{}", record.statement);
    }
    let sandbox = Sandbox::new();
    let orla = Signer::new(&sandbox, "orla", "myrtle").await;
    let confirmed = orla.sign("Orla O'Example", Some(true)).await;
    assert_eq!(confirmed.status, StatusCode::OK, "a confirmation that was not needed");
    assert!(!last_record(&sandbox).statement.contains("differs"));
}
