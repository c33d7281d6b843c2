//! Proof of a transfer: a PDF or a picture of it, sent while the money is awaited.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use rusqlite::Connection;

use super::extract::Caller;
use super::payments::{answer, found, kept};
use super::problem::Problem;
use super::settlement::sync_overdue;
use super::{Answer, ApiState, access};
use crate::people::Person;
use crate::store::events::Event;
use crate::store::proofs::{File, keep};
use crate::store::timestamp;

/// The header with the name of the file, percent-encoded.
pub const FILE_NAME: &str = "x-file-name";
/// Largest file, in bytes.
const MAX_SIZE: usize = 2 * 1024 * 1024;
/// How much of a file that is too large is read all the same: a browser that is cut off in the middle of sending never
/// sees the answer.
pub const MAX_READ: usize = 8 * 1024 * 1024;
/// Longest name, in characters.
const MAX_NAME: usize = 100;

/// A kind of file that is taken.
struct Kind {
    media_type: &'static str,
    /// What a file without a name is called.
    name: &'static str,
    /// What every such file begins with.
    magic: &'static [u8],
}

const KINDS: [Kind; 3] = [
    Kind { media_type: "application/pdf", name: "proof.pdf", magic: b"%PDF-" },
    Kind { media_type: "image/png", name: "proof.png", magic: b"\x89PNG\r\n\x1a\n" },
    Kind { media_type: "image/jpeg", name: "proof.jpg", magic: b"\xff\xd8\xff" },
];

/// What was sent.
pub(super) struct Upload {
    name: String,
    media_type: String,
    /// None when it is longer than anyone reads.
    content: Option<Bytes>,
}

impl Upload {
    /// Reads what was sent.
    ///
    /// # Errors
    /// 400 when it did not arrive whole.
    pub(super) fn read(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Self, Problem> {
        let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        // A name that is not encoded as it should be is no reason to refuse the file: it stands as it was sent.
        let name = text(FILE_NAME).unwrap_or_default();
        let name = decoded(name).unwrap_or_else(|| name.to_owned());
        let media_type = text(header::CONTENT_TYPE.as_str()).unwrap_or_default();
        let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let content = match body {
            Ok(bytes) => Some(bytes),
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => None,
            Err(_) => return Err(Problem::bad_request("The file did not arrive whole.")),
        };
        Ok(Self { name: clean(&name), media_type, content })
    }

    /// The file, when it is one that is taken.
    ///
    /// # Errors
    /// 413, 415 or 422 when it is not.
    pub(super) fn file(&self) -> Result<File<'_>, Problem> {
        let content = self.content.as_ref().filter(|content| content.len() <= MAX_SIZE);
        let content = content.ok_or_else(Problem::proof_too_large)?;
        let kind = KINDS.iter().find(|kind| kind.media_type == self.media_type).ok_or_else(|| {
            Problem::proof_type(StatusCode::UNSUPPORTED_MEDIA_TYPE, "It has to be a PDF, a PNG or a JPEG.")
        })?;
        if !content.starts_with(kind.magic) {
            let detail = "The file is not of the kind its Content-Type names.";
            return Err(Problem::proof_type(StatusCode::UNPROCESSABLE_ENTITY, detail));
        }
        let name = if self.name.is_empty() { kind.name } else { &self.name };
        Ok(File { name, media_type: kind.media_type, content })
    }
}

/// Takes the proof of a transfer, in the place of an earlier one.
pub async fn receive(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Answer {
    let upload = Upload::read(&headers, body)?;
    api.store().write(|tx| kept(received(tx, &api, person, &id, &upload)))?
}

fn received(tx: &Connection, api: &ApiState, person: &Person, id: &str, upload: &Upload) -> Answer {
    let store = api.store();
    let (membership, renewal, _) = access::visible_payment(tx, person, id)?;
    membership.only_primary()?;
    sync_overdue(tx, store, &renewal.id)?;
    let payment = found(tx, id)?;
    if payment.method != "bank_transfer" || !payment.is_open() {
        return Err(Problem::transfer_settled());
    }
    keep(tx, id, &upload.file()?, &timestamp(store.now()))?;
    Event::ProofReceived.note(tx, id, store.now())?;
    answer(tx, StatusCode::OK, &found(tx, id)?)
}

/// A percent-encoded text; none when it is not one.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut parts = text.split('%');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        let byte = digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.flatten()?);
        bytes.extend(rest.bytes());
    }
    String::from_utf8(bytes).ok()
}

/// A name without folders and without characters that show nothing or turn the others round.
fn clean(name: &str) -> String {
    let shown = |c: &char| {
        !c.is_control() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(shown).take(MAX_NAME).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_decoded() {
        assert_eq!(decoded("a%20b+c.pdf").as_deref(), Some("a b+c.pdf"));
        assert_eq!(decoded("%D0%BF%D0%BB").as_deref(), Some("пл"));
        for wrong in ["%", "%4", "%zz", "%+1", "%FF", "a%E2%82"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn names_are_only_names() {
        assert_eq!(clean("C:\\papers\\transfer.pdf"), "transfer.pdf");
        assert_eq!(clean("../../etc/passwd"), "passwd");
        assert_eq!(clean("a\u{202e}fdp.exe\r\n"), "afdp.exe");
        assert_eq!(clean(&"x".repeat(300)).len(), MAX_NAME);
        assert_eq!(clean("/"), "");
    }
}
