//! Decides over the logs of a run: every `*.jsonl` of a folder and its `ledger.json`. Prints a table and fails when
//! anything speaks against an invariant.

mod history;
mod rules;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use history::History;
use rules::RULES;

fn read(folder: &Path) -> Result<History, Box<dyn Error>> {
    let mut lines = String::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            lines.push_str(&fs::read_to_string(path)?);
            lines.push('\n');
        }
    }
    Ok(History::read(&lines, &fs::read_to_string(folder.join("ledger.json"))?)?)
}

/// Prints how each invariant stands; says whether all hold.
fn report(history: &History, out: &mut impl Write) -> io::Result<bool> {
    let captures = history.ledger.captures.len();
    writeln!(out, "{} lines, {captures} captured", history.lines.len())?;
    let mut hold = true;
    for (name, what, rule) in RULES {
        let against = rule(history);
        writeln!(out, "{name}  {:8}  {what}", if against.is_empty() { "holds" } else { "BROKEN" })?;
        for line in &against {
            writeln!(out, "      {line}")?;
        }
        hold &= against.is_empty();
    }
    Ok(hold)
}

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        let _ = writeln!(io::stderr(), "checker FOLDER");
        return ExitCode::from(2);
    };
    let decided = read(Path::new(&folder)).and_then(|history| Ok(report(&history, &mut io::stdout())?));
    match decided {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            // Nothing more can be said when even this cannot be.
            let _ = writeln!(io::stderr(), "checker: {error}");
            ExitCode::from(2)
        }
    }
}
