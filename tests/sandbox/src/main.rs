//! Starts the sandbox: four origins on four neighbouring ports, until it is stopped.

use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Parser;
use sandbox::api::{self, ApiState};
use sandbox::config::{API_AUDIENCE, Clock, Config, parse_base_path, parse_issuer, parse_site_origin};
use sandbox::idp::{self, Behavior, IdpState};
use sandbox::ids::Ids;
use sandbox::keys::Keys;
use sandbox::listen::{Port, wait_until_healthy};
use sandbox::pay::notices::deliver;
use sandbox::pay::{self, PayState};
use sandbox::site::{self, SiteState};
use sandbox::store::program::Program;
use sandbox::store::{Store, evidence};
use tokio::sync::mpsc::unbounded_channel;

/// The partner program in one process: site, partner API, identity provider and payment page.
#[derive(Parser)]
#[command(version)]
struct Flags {
    /// Today, for as long as the sandbox runs; the machine's date when left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    clock: Option<NaiveDate>,
    /// File that keeps renewals between runs; memory when left out
    #[arg(long, value_name = "FILE")]
    database: Option<PathBuf>,
    /// Folder of the built site
    #[arg(long, value_name = "DIR", default_value = "dist")]
    dist: PathBuf,
    /// Path of the site on its origin, as it was built
    #[arg(long, value_name = "/PATH/", default_value = "/", value_parser = parse_base_path)]
    base_path: String,
    /// Let the site ask the partner API across origins, rather than on its own
    #[arg(long)]
    cross_origin: bool,
    /// Identity provider on this machine that takes the place of the sandbox's own. Its access tokens are JWTs for the
    /// audience, signed with ES256, with auth_time; its people have the same ids
    #[arg(long, value_name = "URL", value_parser = parse_issuer)]
    issuer: Option<String>,
    /// Whom the access tokens of that provider are for
    #[arg(long, value_name = "NAME", default_value = API_AUDIENCE)]
    audience: String,
    /// In what the sandbox's own provider differs from one that does all as the standard says
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_enum, conflicts_with = "issuer")]
    provider: Vec<Behavior>,
    /// Origin of the site where another server on this machine serves it, such as https://localhost:8443
    #[arg(long, value_name = "ORIGIN", value_parser = parse_site_origin)]
    site_origin: Option<String>,
    /// Whose sandbox it is: example, or alliance with another window, other levels and another currency
    #[arg(long, env = "SANDBOX_PROGRAM", value_name = "NAME", default_value = "example", value_parser = Program::named)]
    program: &'static Program,
    /// First of the four ports
    #[arg(long, env = "PORT_BASE", value_name = "PORT", default_value_t = 8080,
          value_parser = clap::value_parser!(u16).range(1024..=65532))]
    port_base: u16,
    /// Look at all signatures of a database file instead: one line for each, and failure when anything is wrong
    #[arg(long, value_name = "FILE")]
    verify_signatures: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let flags = Flags::parse();
    if let Some(file) = &flags.verify_signatures {
        return verify_signatures(file);
    }
    let config = Config {
        port_base: flags.port_base,
        clock: flags.clock.map_or_else(Clock::system, Clock::fixed),
        ids: Ids::random(),
        database: flags.database,
        dist: flags.dist,
        base_path: flags.base_path,
        cross_origin: flags.cross_origin,
        issuer: flags.issuer,
        audience: flags.audience,
        behaviors: flags.provider,
        site: flags.site_origin,
        program: flags.program,
    };
    match run(&config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing more can be said when even this cannot be.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

/// Says how all signatures of a file stand.
fn verify_signatures(file: &Path) -> ExitCode {
    match evidence::verify_file(file) {
        Ok(report) => {
            let said = write!(io::stdout(), "{report}");
            if said.is_ok() && report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            // Nothing more can be said when even this cannot be.
            let _ = writeln!(io::stderr(), "{}: {error}", file.display());
            ExitCode::FAILURE
        }
    }
}

async fn run(config: &Config) -> Result<(), Box<dyn Error>> {
    if !config.dist.join("index.html").is_file() {
        let dist = config.dist.display();
        return Err(format!("There is no built site in {dist}. Run make serve, which builds it first.").into());
    }
    let keys = Keys::generate();
    let store = Store::open(config)?;
    let (notices, to_deliver) = unbounded_channel();
    let partner = ApiState::new(config, keys.clone(), store.clone());
    let (api, pay) = (api::router(partner.clone()), pay::router(PayState::new(config, store, notices)));
    #[cfg(feature = "faults")]
    let (api, pay, to_deliver) = {
        let faults = api::faults::Faults::new(partner);
        (faults.over_api(api), faults.over_page(pay), faults.relay(to_deliver))
    };
    let routers = [
        (0, site::router(SiteState::new(config), api.clone())),
        (1, api),
        (2, idp::router(IdpState::new(config, keys))),
        (3, pay),
    ];
    let mut ports = Vec::new();
    for (offset, router) in routers {
        let number = config.port_base.saturating_add(offset);
        ports.push((Port::open(number).await?, router));
    }
    let numbers: Vec<u16> = ports.iter().map(|(port, _)| port.number()).collect();
    for (port, router) in ports {
        port.answer(&router);
    }
    for number in numbers {
        wait_until_healthy(number).await?;
    }
    tokio::spawn(deliver(config.port_base.saturating_add(1), to_deliver));
    announce(config)?;
    stopped().await?;
    Ok(())
}

/// One line with the address, then who one can be.
fn announce(config: &Config) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "The site is at {}\n", config.post_logout_redirect_uri())?;
    let width = config.program.people.iter().map(|p| p.shown().chars().count()).max().unwrap_or_default();
    writeln!(out, "Sign in as")?;
    for person in config.program.people {
        writeln!(out, "  {:width$}  {}", person.shown(), person.situation)?;
    }
    writeln!(out, "\nCtrl+C stops it.")?;
    out.flush()
}

/// Waits to be told to stop.
async fn stopped() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}
