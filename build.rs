//! Checks the word catalogues against each other and generates one function per key (`i18n::words`).
//! The build fails when a language lacks a key, a placeholder or a plural form.
#[path = "src/i18n/check.rs"]
mod check;
#[path = "src/i18n/forms.rs"]
mod forms;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=public/locales");
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            for problem in problems {
                println!("cargo::error=words: {problem}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Vec<String>> {
    let one = |error: std::io::Error| vec![error.to_string()];
    let mut catalogues = Vec::new();
    for entry in fs::read_dir("public/locales").map_err(one)? {
        let path = entry.map_err(one)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            catalogues.push((language, fs::read_to_string(&path).map_err(one)?));
        }
    }
    catalogues.sort();
    let source = check::generate(&catalogues)?;
    let folder = env::var("OUT_DIR").map_err(|error| vec![error.to_string()])?;
    fs::write(Path::new(&folder).join("words.rs"), source).map_err(one)
}
