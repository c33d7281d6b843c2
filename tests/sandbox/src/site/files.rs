//! Reading built files, in the coding the browser prefers.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::headers::InPage;
use super::rules;

/// A file as it goes out.
pub(super) struct File {
    pub(super) bytes: Vec<u8>,
    pub(super) kind: &'static str,
    pub(super) coding: Option<&'static str>,
    pub(super) etag: String,
}

impl File {
    /// A file that is made rather than read.
    pub(super) fn plain(kind: &'static str, bytes: Vec<u8>) -> Self {
        let etag = etag(&bytes);
        Self { bytes, kind, coding: None, etag }
    }
}

/// The folder of built files. Their hashes are kept until a file changes.
pub(super) struct Dist {
    root: PathBuf,
    etags: Mutex<HashMap<PathBuf, (SystemTime, String)>>,
}

impl Dist {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root, etags: Mutex::default() }
    }

    /// Reads a file by its relative, already checked name; its precompressed twin if the browser takes that.
    pub(super) async fn read(&self, name: &str, asked: &HeaderMap) -> Option<File> {
        let kind = rules::kind(name)?;
        for coding in rules::codings(asked) {
            let extension = if coding == "br" { "br" } else { "gz" };
            if let Some((bytes, etag)) = self.read_exactly(&format!("{name}.{extension}")).await {
                return Some(File { bytes, kind, coding: Some(coding), etag });
            }
        }
        let (bytes, etag) = self.read_exactly(name).await?;
        Some(File { bytes, kind, coding: None, etag })
    }

    /// What the start document holds besides markup. Nothing for a folder that does not tell.
    pub(super) async fn in_page(&self) -> InPage {
        #[derive(Default, Deserialize)]
        struct Version {
            #[serde(default)]
            policy: InPage,
        }
        let text = tokio::fs::read(self.root.join("version.json")).await.unwrap_or_default();
        serde_json::from_slice::<Version>(&text).unwrap_or_default().policy
    }

    async fn read_exactly(&self, name: &str) -> Option<(Vec<u8>, String)> {
        let path = self.root.join(name);
        let metadata = tokio::fs::metadata(&path).await.ok().filter(|m| m.is_file())?;
        let changed = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let bytes = tokio::fs::read(&path).await.ok()?;
        let mut etags = self.etags.lock().unwrap_or_else(PoisonError::into_inner);
        let known = etags.get(&path).filter(|(when, _)| *when == changed).map(|(_, etag)| etag.clone());
        let etag = known.unwrap_or_else(|| etag(&bytes));
        etags.insert(path, (changed, etag.clone()));
        Some((bytes, etag))
    }
}

/// A strong validator of exactly these bytes.
fn etag(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    format!("\"{}\"", URL_SAFE_NO_PAD.encode(digest.get(..18).unwrap_or_default()))
}
