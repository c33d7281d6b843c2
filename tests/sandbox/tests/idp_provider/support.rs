//! A provider without a port, and the requests of a well-behaved client.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sandbox::config::Config;
use sandbox::idp::{self, IdpState};
use sandbox::keys::Keys;
use serde_json::Value;
use tower::ServiceExt;

/// The pair of RFC 7636 appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub const CALLBACK: &str = "http://localhost:8080/sign-in/callback";
pub const SITE: &str = "http://localhost:8080";

pub struct Provider {
    pub config: Config,
    pub keys: Keys,
    router: Router,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

/// Parameters that a test changes one of.
#[derive(Clone)]
pub struct Pairs(pub Vec<(&'static str, String)>);

impl Pairs {
    pub fn set(mut self, name: &'static str, value: &str) -> Self {
        self.0.retain(|(n, _)| *n != name);
        self.and(name, value)
    }

    pub fn and(mut self, name: &'static str, value: &str) -> Self {
        self.0.push((name, value.to_owned()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.0.retain(|(n, _)| *n != name);
        self
    }

    fn encode(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

/// A request for authorization with nothing wrong in it.
pub fn request() -> Pairs {
    Pairs(vec![])
        .and("client_id", "partner-renewal")
        .and("redirect_uri", CALLBACK)
        .and("response_type", "code")
        .and("scope", "openid profile partner")
        .and("state", "state&1")
        .and("nonce", "nonce-1")
        .and("code_challenge", CHALLENGE)
        .and("code_challenge_method", "S256")
}

/// A request for tokens with nothing wrong in it.
pub fn exchange(code: &str) -> Pairs {
    Pairs(vec![])
        .and("grant_type", "authorization_code")
        .and("client_id", "partner-renewal")
        .and("redirect_uri", CALLBACK)
        .and("code", code)
        .and("code_verifier", VERIFIER)
}

impl Provider {
    pub fn new() -> Self {
        Self::with(Config::default())
    }

    pub fn with(config: Config) -> Self {
        let keys = Keys::generate();
        let router = idp::router(IdpState::new(&config, keys.clone()));
        Self { config, keys, router }
    }

    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: String) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], String::new()).await
    }

    pub async fn post(&self, path: &str, pairs: &Pairs) -> Answer {
        let form = [("content-type", "application/x-www-form-urlencoded")];
        self.send("POST", path, &form, pairs.encode()).await
    }

    pub async fn authorize(&self, pairs: &Pairs, cookie: &str) -> Answer {
        let path = format!("/authorize?{}", pairs.encode());
        self.send("GET", &path, &[("cookie", cookie)], String::new()).await
    }

    pub async fn end_session(&self, pairs: &Pairs, cookie: &str) -> Answer {
        let path = format!("/end-session?{}", pairs.encode());
        self.send("GET", &path, &[("cookie", cookie)], String::new()).await
    }

    /// Chooses an account; returns the cookie and the code.
    pub async fn choose(&self, pairs: &Pairs, person: &str) -> (String, String) {
        let answer = self.post("/authorize", &pairs.clone().and("person", person)).await;
        (answer.cookie(), answer.returned("code").unwrap())
    }

    pub async fn token(&self, pairs: &Pairs) -> Answer {
        self.post("/token", pairs).await
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|v| v.to_str().unwrap()).unwrap_or_default()
    }

    /// The cookie as the browser sends it back.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    /// A parameter of the address the browser is sent to.
    pub fn returned(&self, name: &str) -> Option<String> {
        let (_, query) = self.header("location").split_once('?')?;
        form_urlencoded::parse(query.as_bytes()).find(|(n, _)| n == name).map(|(_, v)| v.into_owned())
    }

    /// Asserts a refusal by redirect.
    pub fn assert_sent_back(&self, error: &str) {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        assert!(self.header("location").starts_with(&format!("{CALLBACK}?")));
        assert_eq!(self.returned("error").as_deref(), Some(error));
        assert_eq!(self.returned("state").as_deref(), Some("state&1"));
        assert_eq!(self.returned("iss").as_deref(), Some("http://localhost:8082"));
        assert_eq!(self.returned("code"), None);
    }

    /// Asserts a refusal that only the person sees.
    pub fn assert_kept_here(&self) {
        assert_eq!(self.status, StatusCode::BAD_REQUEST);
        assert!(!self.headers.contains_key("location"));
        assert!(self.body.contains("<h1>You cannot be signed in</h1>"));
    }

    /// Asserts a refusal of the token endpoint.
    pub fn assert_no_token(&self, status: u16, error: &str) {
        assert_eq!((self.status.as_u16(), self.json()["error"].as_str()), (status, Some(error)));
        assert_eq!(self.header("cache-control"), "no-store");
        assert!(self.json().get("access_token").is_none());
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The text of a field of the JSON body.
    pub fn text(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap().to_owned()
    }
}

/// A part of a token, read without checking anything: 0 the header, 1 the claims.
pub fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}
