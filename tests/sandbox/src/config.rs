//! What the process is told at start: ports, clock, files and the path the site lives under.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

use crate::idp::Behavior;
use crate::ids::Ids;
use crate::store::program::{EXAMPLE, Program};

/// The OAuth client id of the site.
pub const CLIENT_ID: &str = "partner-renewal";
/// The audience of access tokens.
pub const API_AUDIENCE: &str = "partner-api";
/// The scope that opens the partner API.
pub const API_SCOPE: &str = "partner";
/// Path of the partner API on the site's origin.
pub const API_PATH: &str = "/api/v1";

/// Everything the routers share about where and when they run.
#[derive(Clone, Debug)]
pub struct Config {
    /// Port of the site; API, identity provider and payment page follow at +1, +2 and +3.
    pub port_base: u16,
    /// The sandbox's own clock.
    pub clock: Clock,
    /// Where ids and secrets come from.
    pub ids: Ids,
    /// Database file; memory when absent.
    pub database: Option<PathBuf>,
    /// Folder of the built site.
    pub dist: PathBuf,
    /// Path of the site on its origin; begins and ends with a slash.
    pub base_path: String,
    /// Does the site ask the partner API on the API's own origin, rather than on its own under [`API_PATH`]?
    pub cross_origin: bool,
    /// Another identity provider on this machine that takes the place of the sandbox's own.
    pub issuer: Option<String>,
    /// Whom the access tokens of that provider are for, as far as they open this API.
    pub audience: String,
    /// In what the sandbox's own provider differs.
    pub behaviors: Vec<Behavior>,
    /// Origin of the site where another server on this machine serves it.
    pub site: Option<String>,
    /// Whose sandbox it is.
    pub program: &'static Program,
}

impl Config {
    /// Origin of the site, to which the other three lead back.
    pub fn site_origin(&self) -> String {
        self.site.clone().unwrap_or_else(|| self.origin(0))
    }

    /// Base address of the partner API, as the site is told it.
    pub fn api_base(&self) -> String {
        if self.cross_origin { format!("{}/v1", self.api_origin()) } else { API_PATH.into() }
    }

    /// Origin of the partner API.
    pub fn api_origin(&self) -> String {
        self.origin(1)
    }

    /// Origin of the identity provider, which is also the issuer of its access tokens.
    pub fn idp_origin(&self) -> String {
        self.origin(2)
    }

    /// The issuer that the site is set up for.
    pub fn issuer(&self) -> String {
        self.issuer.clone().unwrap_or_else(|| self.configured_issuer())
    }

    /// Origin of that issuer.
    pub fn issuer_origin(&self) -> String {
        self.issuer().splitn(4, '/').take(3).collect::<Vec<_>>().join("/")
    }

    /// Origin of the hosted payment page.
    pub fn pay_origin(&self) -> String {
        self.origin(3)
    }

    /// The one address the identity provider may send codes to.
    pub fn redirect_uri(&self) -> String {
        format!("{}{}sign-in/callback", self.site_origin(), self.base_path)
    }

    /// The one address the identity provider may return to after signing out.
    pub fn post_logout_redirect_uri(&self) -> String {
        format!("{}{}", self.site_origin(), self.base_path)
    }

    fn origin(&self, offset: u16) -> String {
        format!("http://localhost:{}", self.port_base.saturating_add(offset))
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port_base: 8080,
            clock: Clock::system(),
            ids: Ids::random(),
            database: None,
            dist: PathBuf::from("dist"),
            base_path: "/".into(),
            cross_origin: false,
            issuer: None,
            audience: API_AUDIENCE.into(),
            behaviors: Vec::new(),
            site: None,
            program: &EXAMPLE,
        }
    }
}

/// Reads the name of an issuer on this machine, such as `http://127.0.0.1:9000`.
///
/// # Errors
/// A sentence that says what such a name looks like.
pub fn parse_issuer(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("http://").unwrap_or_default();
    let host = rest.split('/').next().unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, "80"));
    if matches!(name, "localhost" | "127.0.0.1") && port.parse::<u16>().is_ok() && !rest.contains(['?', '#']) {
        Ok(text.into())
    } else {
        Err("an issuer is on this machine, such as http://127.0.0.1:9000".into())
    }
}

/// Reads the origin of a site that another server on this machine serves, such as `https://localhost:8443`.
///
/// # Errors
/// A sentence that says what such an origin looks like.
pub fn parse_site_origin(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, "443"));
    if matches!(name, "localhost" | "127.0.0.1") && port.parse::<u16>().is_ok() {
        Ok(text.into())
    } else {
        Err("the site's origin is on this machine, such as https://localhost:8443".into())
    }
}

/// Reads a base path: `/`, or segments of unreserved characters between slashes, such as `/renew-here/`.
///
/// # Errors
/// A sentence that names what is wrong with the text.
pub fn parse_base_path(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let inner =
        text.strip_prefix('/').and_then(|rest| if rest.is_empty() { Some(rest) } else { rest.strip_suffix('/') });
    match inner {
        Some("") if text == "/" => Ok(text.into()),
        Some(inner) if inner.split('/').all(|s| !s.is_empty() && s != "." && s != ".." && s.chars().all(plain)) => {
            Ok(text.into())
        }
        _ => Err("a base path begins and ends with a slash, such as /renew-here/".into()),
    }
}

/// The sandbox's time. Clones share it, so a test that moves one moves all.
#[derive(Clone, Debug)]
pub struct Clock {
    base: Base,
    /// How far the time has been moved forward. For a clock that is set, the time itself.
    ahead_seconds: Arc<AtomicI64>,
}

const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).unwrap();

/// What a clock counts from.
#[derive(Clone, Copy, Debug)]
enum Base {
    /// The machine's time.
    System,
    /// A moment, from which time runs on.
    Fixed { start: DateTime<Utc>, since: Instant },
    /// The epoch: time stands still unless it is set or moved.
    Set,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self { base: Base::System, ahead_seconds: Arc::default() }
    }

    /// A clock that begins at noon of `date` (UTC), which is that day everywhere, and runs on.
    pub fn fixed(date: NaiveDate) -> Self {
        let start = date.and_time(NOON).and_utc();
        Self { base: Base::Fixed { start, since: Instant::now() }, ahead_seconds: Arc::default() }
    }

    /// A clock that stands at a moment until it is set to another one or moved.
    pub fn standing(at: DateTime<Utc>) -> Self {
        let clock = Self { base: Base::Set, ahead_seconds: Arc::default() };
        clock.set(at);
        clock
    }

    /// Sets a standing clock and all its clones to a moment, in whole seconds. Other clocks are not changed.
    pub fn set(&self, at: DateTime<Utc>) {
        if matches!(self.base, Base::Set) {
            self.ahead_seconds.store(at.timestamp(), Ordering::SeqCst);
        }
    }

    /// The moment it is now.
    pub fn now(&self) -> DateTime<Utc> {
        let base = match self.base {
            Base::System => Utc::now(),
            Base::Fixed { start, since } => start + Duration::from_std(since.elapsed()).unwrap_or_default(),
            Base::Set => DateTime::UNIX_EPOCH,
        };
        base + self.ahead()
    }

    /// The date it is today.
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    /// The moment it is now, as a `Date` header says it.
    pub fn http_date(&self) -> String {
        http_date(self.now())
    }

    /// Moves this clock and all its clones.
    pub fn advance(&self, by: Duration) {
        self.ahead_seconds.fetch_add(by.num_seconds(), Ordering::SeqCst);
    }

    fn ahead(&self) -> Duration {
        Duration::seconds(self.ahead_seconds.load(Ordering::SeqCst))
    }
}

/// A moment as HTTP headers write it.
pub fn http_date(moment: DateTime<Utc>) -> String {
    moment.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
