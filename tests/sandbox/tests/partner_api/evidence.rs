//! Signatures as evidence: a document to keep, and a look at all of them that notices every change.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use axum::http::StatusCode;
use sandbox::store::signatures::sha256;
use serde_json::json;

use crate::support::{Sandbox, Walk};

fn line<'a>(document: &'a str, name: &str) -> &'a str {
    let start = format!("{name}: ");
    document.lines().find_map(|line| line.strip_prefix(start.as_str())).unwrap_or_default()
}

async fn document(walk: &Walk<'_>) -> String {
    let answer = walk.nadia.get(&format!("{}/documents/signature", walk.path)).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/plain; charset=utf-8"));
    answer.text
}

#[tokio::test]
async fn the_document_is_the_golden_one() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("signature").await;
    let (found, path) = (document(&walk).await, "../contract/golden/get-signature-document.200.txt");
    let golden = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    assert_eq!(found.lines().count(), golden.lines().count());
    for (found, golden) in found.lines().zip(golden.lines()) {
        let made = ["Renewal: ", "Signed at: ", "Signature: ", "Hash: ", "Previous hash: "];
        match made.iter().find(|name| golden.starts_with(**name)) {
            Some(name) => assert!(found.starts_with(name), "{found}"),
            None => assert_eq!(found, golden),
        }
    }
}

#[tokio::test]
async fn whoever_has_the_document_can_check_it() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("signature").await;
    let document = document(&walk).await;
    let (_, rest) = document.split_once("----- BEGIN TEXT -----\n").unwrap();
    let (text, _) = rest.split_once("\n----- END TEXT -----").unwrap();
    assert_eq!(sha256(text), line(&document, "SHA-256"));
    let names = [
        "Signature",
        "Renewal",
        "Account",
        "Organization",
        "Agreement",
        "Version",
        "Language",
        "SHA-256",
        "Signer",
        "Title",
        "Statement",
        "Signed at",
        "Account name",
    ];
    let parts = names.map(|name| line(&document, name));
    assert_eq!(sha256(&json!([line(&document, "Previous hash"), parts]).to_string()), line(&document, "Hash"));
    let signed = walk.read().await.json()["signature"].clone();
    assert_eq!((&signed["id"], &signed["signedAt"]), (&json!(parts[0]), &json!(parts[11])));
}

#[tokio::test]
async fn it_keeps_the_name_and_the_text_of_then_and_is_there_while_the_signature_counts() {
    let sandbox = Sandbox::new();
    let walk = sandbox.walk().await.to("profile").await;
    let path = format!("{}/documents/signature", walk.path);
    walk.nadia.get(&path).await.assert_problem("step-order");
    let mut walk = walk;
    sandbox.control("agreement", json!({"version": "2027.1"})).await;
    let mut request = crate::golden::golden("put-signature.request");
    request["version"] = json!("2027.1");
    walk.put("signature", request).await;
    assert_eq!(line(&document(&walk).await, "Version"), "2027.1");
    assert_eq!(sandbox.caller("oleg").get(&path).await.status, StatusCode::OK, "as the confirmation is");
    sandbox.caller("petra").get(&path).await.assert_problem("not-found");
    walk.nadia.get(&format!("{}/documents/receipt", walk.path)).await.assert_problem("not-found");
    sandbox.control("agreement", json!({"version": "2027.2"})).await;
    assert_eq!(walk.nadia.get(&path).await.text_of("nextStep"), "agreement");
    walk.nadia.delete(&walk.path).await;
    walk.nadia.get(&path).await.assert_problem("not-found");
    let dora = sandbox.caller("dora").get("/renewals/renewal-0504/documents/signature").await;
    assert_eq!(line(&dora.text, "Previous hash"), "none", "the first of all");
}

/// A file with eight signatures: five from before the first day, and three of one renewal, the last two of them under a
/// later version.
struct Books(PathBuf);

impl Drop for Books {
    fn drop(&mut self) {
        for end in ["", "-shm", "-wal"] {
            let _ = fs::remove_file(format!("{}{end}", self.0.display()));
        }
    }
}

impl Books {
    async fn new() -> (Self, Sandbox) {
        let path = std::env::temp_dir().join(format!("signatures-{}.sqlite", uuid::Uuid::new_v4()));
        let sandbox = Sandbox::in_file(&path);
        let mut walk = sandbox.walk().await.to("signature").await;
        sandbox.control("agreement", json!({"version": "2027.1"})).await;
        walk.etag = walk.read().await.etag();
        let mut request = crate::golden::golden("put-signature.request");
        request["version"] = json!("2027.1");
        for _ in 0..2 {
            assert_eq!(walk.put("signature", request.clone()).await.status, StatusCode::OK);
        }
        (Self(path), sandbox)
    }

    fn look(&self) -> Output {
        let command = Command::new(env!("CARGO_BIN_EXE_sandbox")).arg("--verify-signatures").arg(&self.0).output();
        command.unwrap()
    }

    /// Looks after a change that was made with the triggers out of the way.
    fn look_after(&self, sandbox: &Sandbox, change: &str) -> Vec<String> {
        let sql = "SELECT group_concat('DROP TRIGGER ' || name || ';', ' '), group_concat(sql, ';') FROM sqlite_schema
                   WHERE type = 'trigger'";
        let read = |r: &rusqlite::Row| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?));
        let (off, on) = sandbox.store.write(|tx| tx.query_row(sql, [], read)).unwrap();
        sandbox.sql(&format!("PRAGMA defer_foreign_keys = ON; {off} {change}; {on}"));
        let looked = self.look();
        assert!(!looked.status.success(), "{change}");
        let lines = String::from_utf8(looked.stdout).unwrap();
        lines.lines().filter(|line| line.contains("WRONG")).map(str::to_owned).collect()
    }
}

#[tokio::test]
async fn an_untouched_chain_holds() {
    let (books, _sandbox) = Books::new().await;
    let looked = books.look();
    let lines = String::from_utf8(looked.stdout).unwrap();
    assert!(looked.status.success(), "{lines}");
    assert_eq!(lines.lines().count(), 9);
    assert!(lines.lines().all(|line| line.ends_with(": good")), "{lines}");
    assert!(lines.contains("Nadia Example for Cedar Example EOOD"));
}

#[tokio::test]
async fn signatures_from_before_the_account_s_name_was_written_down_hold() {
    let path = std::env::temp_dir().join(format!("signatures-{}.sqlite", uuid::Uuid::new_v4()));
    let books = Books(path);
    let sandbox = Sandbox::in_file(&books.0);
    let (mut changes, mut hashes) = (String::new(), vec![String::new()]);
    for r in sandbox.store.write(sandbox::store::evidence::Record::all).unwrap() {
        let parts = [
            r.id,
            r.renewal,
            r.person,
            r.organization,
            r.agreement,
            r.version,
            r.language,
            r.digest,
            r.name,
            r.title,
            r.statement,
            r.signed_at,
        ];
        let previous = hashes.last().unwrap();
        let hash = sha256(&json!([previous, parts]).to_string());
        changes +=
            &format!("UPDATE signature SET previous = '{previous}', hash = '{hash}' WHERE number = {};", r.number);
        hashes.push(hash);
    }
    let guard = "CREATE TRIGGER signature_is_evidence_update BEFORE UPDATE ON signature
                 BEGIN SELECT RAISE (ABORT, 'a signature is never changed'); END";
    let edit = |change: &str| sandbox.sql(&format!("DROP TRIGGER signature_is_evidence_update; {change}; {guard}"));
    edit(&format!("{changes} ALTER TABLE signature DROP COLUMN account_name"));
    let lines = |looked: Output| String::from_utf8(looked.stdout).unwrap();
    assert!(lines(books.look()).ends_with(": good\n"), "a file that no later sandbox has opened");

    let later = Sandbox::in_file(&books.0);
    let walk = later.walk().await.to("signature").await;
    assert_eq!(line(&document(&walk).await, "Account name"), "Nadia Example");
    assert_eq!(lines(books.look()).matches(": good\n").count(), hashes.len());
    let old = later.caller("dora").get("/renewals/renewal-0912/documents/signature").await.text;
    assert!(!old.contains("Account name: ") && line(&old, "Hash") == hashes[3]);
    let signed = later.caller("dora").get("/renewals/renewal-0912/confirmation").await.json();
    assert!(signed["signature"]["accountName"].is_null());

    edit("UPDATE signature SET account_name = 'Somebody Else' WHERE number = 1");
    assert!(lines(books.look()).contains("WRONG: it is not what was signed"), "added later");
}

#[tokio::test]
async fn an_edited_row_is_noticed() {
    for change in [
        "name = 'Somebody Else'",
        "account_name = 'Somebody Else'",
        "account_name = NULL",
        "signed_at = '2026-01-01T00:00:00Z'",
        "organization_name = 'Another'",
    ] {
        let (books, sandbox) = Books::new().await;
        let wrong = books.look_after(&sandbox, &format!("UPDATE signature SET {change} WHERE number = 7"));
        assert_eq!(wrong.len(), 1, "{wrong:?}");
        assert!(wrong[0].starts_with("7 ") && wrong[0].ends_with("it is not what was signed"), "{wrong:?}");
    }
}

#[tokio::test]
async fn a_removed_row_is_noticed() {
    let (books, sandbox) = Books::new().await;
    let wrong = books.look_after(&sandbox, "DELETE FROM signature WHERE number = 7");
    assert!(wrong[0].contains("missing; it does not follow"), "{wrong:?}");
    let (books, sandbox) = Books::new().await;
    let last = "UPDATE renewal SET signature = NULL WHERE signature = 9; DELETE FROM signature WHERE number = 9";
    assert_eq!(books.look_after(&sandbox, last), ["WRONG: signatures after the last one are missing"]);
}

#[tokio::test]
async fn a_reordered_chain_is_noticed() {
    let (books, sandbox) = Books::new().await;
    let swap = "UPDATE signature SET number = 30 WHERE number = 8; UPDATE signature SET number = 8 WHERE number = 9;
                UPDATE signature SET number = 9 WHERE number = 30; UPDATE sqlite_sequence SET seq = 9
                WHERE name = 'signature'";
    let wrong = books.look_after(&sandbox, swap);
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(wrong.iter().all(|line| line.contains("it does not follow the one before it")), "{wrong:?}");
}

#[tokio::test]
async fn a_row_under_another_text_and_a_text_that_was_edited_are_noticed() {
    let (books, sandbox) = Books::new().await;
    let wrong = books.look_after(&sandbox, "UPDATE agreement SET version = '2027.9' WHERE version = '2027.1'");
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(wrong.iter().all(|line| line.ends_with("it is not under the agreement that was in force")), "{wrong:?}");
    let (books, sandbox) = Books::new().await;
    let wrong = books.look_after(&sandbox, "UPDATE agreement SET text = text || '!' WHERE version = '2027.1'");
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(wrong.iter().all(|line| line.ends_with("the text of its agreement is not what was signed")), "{wrong:?}");
}

#[tokio::test]
async fn books_that_can_be_changed_or_are_none_do_not_pass() {
    let (books, sandbox) = Books::new().await;
    sandbox.sql("DROP TRIGGER signature_is_evidence_update");
    let looked = books.look();
    assert!(!looked.status.success());
    assert!(String::from_utf8(looked.stdout).unwrap().ends_with("WRONG: signatures and agreements can be changed\n"));
    let nowhere = Books(PathBuf::from("/nowhere/books.sqlite"));
    let looked = nowhere.look();
    assert!(!looked.status.success() && looked.stdout.is_empty() && !looked.stderr.is_empty());
}
