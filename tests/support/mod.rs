//! What several host tests need: the golden bodies of the contract, as answers of the partner API.
use partner_renewal::ports::Reply;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contract/golden")
}

/// Names of all golden bodies, without `.json`, sorted.
pub fn names() -> Vec<String> {
    let files = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = files.filter_map(|file| file.strip_suffix(".json").map(str::to_owned)).collect();
    names.sort();
    names
}

/// The body with this name.
pub fn golden(name: &str) -> String {
    std::fs::read_to_string(folder().join(format!("{name}.json"))).unwrap()
}

/// Names as the browser folds them: NFC of the lower case of the upper case.
pub fn fold(text: &str) -> String {
    let composed: String = text.nfc().collect();
    composed.to_uppercase().to_lowercase().nfc().collect()
}

/// An answer of the API with its usual headers.
pub fn answer(status: u16, body: &str) -> Reply {
    Reply {
        status,
        content_type: "application/json; charset=utf-8".to_owned(),
        etag: "\"tag-1\"".to_owned(),
        request_id: "req-test".to_owned(),
        retry_after: None,
        body: body.to_owned(),
    }
}
