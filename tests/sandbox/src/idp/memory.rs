//! What the provider remembers while it runs: browsers signed in, codes given out, access tokens made.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};

use crate::ids::Ids;
use crate::keys::ACCESS_TOKEN_SECONDS;

/// How long a code is good for.
const CODE_SECONDS: i64 = 60;

/// A browser that chose an account.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Session {
    pub(super) person: &'static str,
    pub(super) since: DateTime<Utc>,
}

/// What a code was given out for.
#[derive(Clone)]
pub(super) struct Grant {
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    pub(super) challenge: String,
    pub(super) nonce: Option<String>,
    pub(super) scope: String,
    pub(super) session: Session,
}

struct Code {
    grant: Grant,
    issued: DateTime<Utc>,
    presented: bool,
    token: Option<String>,
}

struct Token {
    id: String,
    made: DateTime<Utc>,
}

/// What presenting a code leads to.
pub(super) enum Presented {
    /// The first time, and in time.
    Good(Grant),
    /// Never given out, or too late.
    Bad,
    /// Not the first time; the access token made from it, if one was, is to be taken back.
    Again(Option<String>),
}

/// All of it.
#[derive(Default)]
pub(super) struct Memory {
    sessions: HashMap<String, Session>,
    codes: HashMap<String, Code>,
    tokens: Vec<Token>,
}

impl Memory {
    /// Starts a session and returns its secret.
    pub(super) fn sign_in(&mut self, session: Session) -> String {
        let secret = Ids::random().token();
        self.sessions.insert(secret.clone(), session);
        secret
    }

    /// The session with this secret.
    pub(super) fn session(&self, secret: Option<&str>) -> Option<Session> {
        self.sessions.get(secret?).cloned()
    }

    /// Ends a session.
    pub(super) fn sign_out(&mut self, secret: Option<&str>) {
        if let Some(secret) = secret {
            self.sessions.remove(secret);
        }
    }

    /// Ends all sessions and forgets all codes.
    pub(super) fn sign_out_all(&mut self) {
        self.sessions.clear();
        self.codes.clear();
    }

    /// Gives out a code.
    pub(super) fn issue(&mut self, grant: Grant, now: DateTime<Utc>) -> String {
        self.forget_old(now);
        let code = Ids::random().token();
        self.codes.insert(code.clone(), Code { grant, issued: now, presented: false, token: None });
        code
    }

    /// Takes a code back in, whatever comes of it.
    pub(super) fn present(&mut self, code: &str, now: DateTime<Utc>) -> Presented {
        match self.codes.get_mut(code) {
            None => Presented::Bad,
            Some(code) if code.presented => Presented::Again(code.token.clone()),
            Some(code) => {
                code.presented = true;
                if now - code.issued < Duration::seconds(CODE_SECONDS) {
                    Presented::Good(code.grant.clone())
                } else {
                    Presented::Bad
                }
            }
        }
    }

    /// Notes the access token made from a code.
    pub(super) fn note_token(&mut self, code: &str, id: String, now: DateTime<Utc>) {
        if let Some(code) = self.codes.get_mut(code) {
            code.token = Some(id.clone());
        }
        self.tokens.push(Token { id, made: now });
    }

    /// The ids of all access tokens that may still be good; they are then no longer noted.
    pub(super) fn take_tokens(&mut self) -> Vec<String> {
        std::mem::take(&mut self.tokens).into_iter().map(|t| t.id).collect()
    }

    /// A used code is kept as long as the token made from it lives, so that its reuse is noticed.
    fn forget_old(&mut self, now: DateTime<Utc>) {
        let oldest = now - Duration::seconds(CODE_SECONDS + ACCESS_TOKEN_SECONDS);
        self.codes.retain(|_, c| c.issued > oldest);
        self.tokens.retain(|t| t.made > oldest);
    }
}
