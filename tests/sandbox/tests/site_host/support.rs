//! A host without a port, over a folder made for one test.

use std::fs;
use std::path::PathBuf;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Path;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::get;
use sandbox::config::Config;
use sandbox::site::{self, SiteState};
use tower::ServiceExt;

pub const INDEX: &str = "<!DOCTYPE html><title>Start</title>";
pub const WASM: &str = "partner-renewal-0123456789abcdef_bg.wasm";
pub const SCRIPT: &str = "partner-renewal-0123456789abcdef.js";

/// What production serves, from which the files of every web server are made.
pub fn production_description() -> serde_json::Value {
    serde_json::from_str(include_str!("../../../../deploy/served.json")).unwrap()
}

pub struct Host {
    pub config: Config,
    router: Router,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Host {
    pub fn new() -> Self {
        Self::under("/")
    }

    pub fn under(base_path: &str) -> Self {
        Self::at(8080, base_path)
    }

    pub fn at(port_base: u16, base_path: &str) -> Self {
        let dist = std::env::temp_dir().join(format!("site-host-{}", uuid::Uuid::new_v4()));
        let files = [
            ("index.html", INDEX),
            ("boot.js", "boot"),
            ("config.json", "{\"api\":\"of the build\"}"),
            ("locales/en.json", "{}"),
            ("icon.svg", "<svg/>"),
            ("version.json", r#"{"version":"1","policy":{"script":"sha256-c2NyaXB0","style":"sha256-c3R5bGU="}}"#),
            (".stage/secret.txt", "hidden"),
            (SCRIPT, "script plain"),
            (&format!("{SCRIPT}.br"), "script br"),
            (&format!("{SCRIPT}.gz"), "script gz"),
            (WASM, "wasm plain"),
            (&format!("{WASM}.gz"), "wasm gz"),
            ("style-89abcdef01234567.css", "css"),
            ("half-size.css", "css"),
        ];
        for (name, text) in files {
            let path = dist.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self::of(Config { port_base, dist, base_path: base_path.into(), ..Config::default() })
    }

    /// A host for files that are there.
    pub fn of(config: Config) -> Self {
        let told = |request: Request<Body>| async move {
            (StatusCode::CREATED, format!("{} {}", request.method(), request.uri()))
        };
        let api = Router::new().route("/v1/renewals/{r}", get(|Path(r): Path<String>| async move { r })).fallback(told);
        let router = site::router(SiteState::new(&config), api);
        Self { config, router }
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.config.dist.join(name)
    }

    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[]).await
    }

    pub async fn get_in(&self, path: &str, codings: &str) -> Answer {
        self.send("GET", path, &[("accept-encoding", codings)]).await
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // A folder left behind in the system's temporary one harms nobody.
        let _ = fs::remove_dir_all(&self.config.dist);
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|v| v.to_str().unwrap()).unwrap_or_default()
    }
}
