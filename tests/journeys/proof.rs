//! Proof of a transfer: which files are sent at all.
use partner_renewal::domain::proof::{ACCEPTED, MAX_BYTES, ProofFile, ProofProblem, fits, kilobytes};

fn file(content: &[u8]) -> Result<&'static str, ProofProblem> {
    ProofFile::new("transfer.pdf".to_owned(), content.to_vec()).map(|file| file.media_type)
}

#[test]
fn the_kind_of_a_file_is_that_of_its_content() {
    assert_eq!(file(b"%PDF-1.7\n"), Ok("application/pdf"));
    assert_eq!(file(b"\x89PNG\r\n\x1a\n\0"), Ok("image/png"));
    assert_eq!(file(b"\xff\xd8\xff\xe0"), Ok("image/jpeg"));
    let accepted: Vec<_> = ACCEPTED.split(',').collect();
    assert_eq!(accepted, [file(b"%PDF-"), file(b"\x89PNG\r\n\x1a\n"), file(b"\xff\xd8\xff")].map(Result::unwrap));
    for other in [&b""[..], b"%PD", b"\x89PNG", b"GIF89a", b"PK\x03\x04", b" %PDF-", b"<svg>", b"MZ"] {
        assert_eq!(file(other), Err(ProofProblem::Kind), "{other:?}");
    }
}

#[test]
fn a_file_is_sent_up_to_its_limit() {
    assert_eq!(fits(0), Ok(()));
    assert_eq!(fits(MAX_BYTES), Ok(()));
    assert_eq!(fits(MAX_BYTES + 1), Err(ProofProblem::TooLarge));
    assert_eq!(fits(u64::MAX), Err(ProofProblem::TooLarge));
    let mut content = b"%PDF-".to_vec();
    content.resize(2 * 1024 * 1024, b' ');
    assert_eq!(file(&content), Ok("application/pdf"));
    content.push(b' ');
    assert_eq!(file(&content), Err(ProofProblem::TooLarge));
}

#[test]
fn a_size_is_told_in_kilobytes_and_never_as_none() {
    let told = [i64::MIN, 0, 1, 1024, 1025, 48_213, i64::MAX].map(kilobytes);
    assert_eq!(told, [1, 1, 1, 1, 2, 48, i64::MAX / 1024]);
}
