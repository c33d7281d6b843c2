//! Proof of a bank transfer: which file may be sent. The API decides again by the same rules; here they spare the
//! person an upload that is sure to be refused.

/// Largest file, in bytes (the contract's limit for `putPaymentProof`).
pub const MAX_BYTES: u64 = 2 * 1024 * 1024;

/// Kinds of file that are taken, each with what its content begins with. The name of a file and what a browser makes
/// of it prove nothing.
const KINDS: [(&str, &[u8]); 3] =
    [("application/pdf", b"%PDF-"), ("image/png", b"\x89PNG\r\n\x1a\n"), ("image/jpeg", b"\xff\xd8\xff")];

/// Their media types, for the control that offers files.
pub const ACCEPTED: &str = "application/pdf,image/png,image/jpeg";

/// What is wrong with the choice of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofProblem {
    /// None was chosen.
    Missing,
    /// Larger than `MAX_BYTES`.
    TooLarge,
    /// Not a PDF, PNG or JPEG.
    Kind,
    /// The browser cannot read it.
    Unreadable,
}

/// A file that may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofFile {
    /// Its name, as the person knows it.
    pub name: String,
    /// Its media type, by its content.
    pub media_type: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Is a file of so many bytes small enough? Known before it is read.
///
/// # Errors
/// `TooLarge`.
pub fn fits(size: u64) -> Result<(), ProofProblem> {
    if size > MAX_BYTES { Err(ProofProblem::TooLarge) } else { Ok(()) }
}

impl ProofFile {
    /// A file by its name and content.
    ///
    /// # Errors
    /// `TooLarge`, or `Kind` when the content is of another kind.
    pub fn new(name: String, bytes: Vec<u8>) -> Result<ProofFile, ProofProblem> {
        fits(bytes.len() as u64)?;
        let (media_type, _) = KINDS.iter().find(|(_, magic)| bytes.starts_with(magic)).ok_or(ProofProblem::Kind)?;
        Ok(ProofFile { name, media_type, bytes })
    }
}

/// Size of a file in whole kilobytes (1024 bytes), at least one.
#[must_use]
pub fn kilobytes(bytes: i64) -> i64 {
    (bytes.saturating_add(1023) / 1024).max(1)
}
