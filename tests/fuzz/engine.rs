//! Makes texts out of texts, for as long as it is told, and keeps what breaks a reader.
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Bytes that readers treat as special.
const SPECIAL: [&str; 16] = [
    "\"",
    "\\",
    "\\u0000",
    "{",
    "}",
    "[",
    "null",
    "-1",
    "9223372036854775808",
    "1e999",
    "%",
    "%00",
    "&",
    "=",
    "\u{feff}",
    "й",
];

/// The same numbers for the same seed (splitmix64).
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `n`, which is not zero.
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The files of a folder below `tests` whose names begin so.
fn files(folder: &str, prefix: &str) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(here().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut named: Vec<PathBuf> =
        entries.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(prefix)).collect();
    named.sort();
    named.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn changed(corpus: &[Vec<u8>], chance: &mut Rng) -> Vec<u8> {
    let mut text = corpus[chance.below(corpus.len())].clone();
    for _ in 0..=chance.below(6) {
        let at = chance.below(text.len() + 1);
        match chance.below(6) {
            0 if at < text.len() => text[at] ^= 1 << chance.below(8),
            1 if at < text.len() => drop(text.remove(at)),
            2 => text.truncate(at),
            3 => {
                let other = &corpus[chance.below(corpus.len())];
                text.truncate(at);
                text.extend_from_slice(&other[chance.below(other.len() + 1)..]);
            }
            4 => {
                let copy = text[at..].to_vec();
                text.extend(copy.into_iter().take(200));
            }
            _ => drop(text.splice(at..at, SPECIAL[chance.below(SPECIAL.len())].bytes())),
        }
    }
    text
}

/// Gives a reader texts for `FUZZ_SECONDS`. Those that broke it once, kept in the corpus, come first.
pub fn fuzz(name: &str, golden: &[(&str, &str)], read: impl Fn(&str)) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seconds = number("FUZZ_SECONDS").unwrap_or(60);
    let seed = number("SEED").unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs());
    let mut corpus: Vec<Vec<u8>> = golden.iter().flat_map(|(folder, prefix)| files(folder, prefix)).collect();
    let folder = here().join("fuzz/corpus").join(name);
    if folder.is_dir() {
        corpus.extend(files(&format!("fuzz/corpus/{name}"), ""));
    }
    let mut chance = Rng(seed);
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut given: usize = 0;
    while given < corpus.len() || Instant::now() < until {
        let text = corpus.get(given).cloned().unwrap_or_else(|| changed(&corpus, &mut chance));
        given += 1;
        let text = String::from_utf8_lossy(&text);
        if catch_unwind(AssertUnwindSafe(|| read(&text))).is_err() {
            let mut hasher = DefaultHasher::new();
            text.hash(&mut hasher);
            let kept = folder.join(format!("broke-{:016x}", hasher.finish()));
            fs::create_dir_all(&folder).unwrap();
            fs::write(&kept, text.as_bytes()).unwrap();
            panic!("{name}: broken after {given} texts, SEED={seed}, kept as {}", kept.display());
        }
    }
    println!("fuzz: {name}: {given} texts in {seconds} s, seed {seed}");
}
