//! What anybody who has the code of a letter is told: that the company is a member, and nothing else of it.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use chrono::{DateTime, Duration, Utc};
use serde_json::json;

use super::letter::is_member;
use super::problem::Problem;
use super::shape::bare;
use super::{Answer, ApiState};
use crate::store::letters::Letter;
use crate::store::money::Level;

/// How many questions of all callers together are answered within `SECONDS`.
const QUESTIONS: usize = 30;
const SECONDS: i64 = 60;

/// When questions were answered, the oldest first; those of the last minute.
#[derive(Default)]
pub struct Questions(Mutex<VecDeque<DateTime<Utc>>>);

impl Questions {
    /// Counts a question at a moment.
    ///
    /// # Errors
    /// 429 with the time to wait when there are too many.
    pub fn count(&self, now: DateTime<Utc>) -> Result<(), Problem> {
        let mut answered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back leaves moments that have not come yet: they do not count either.
        let window = Duration::seconds(SECONDS);
        answered.retain(|at| *at <= now && now - *at < window);
        match answered.front() {
            Some(oldest) if answered.len() >= QUESTIONS => {
                let seconds = (*oldest + window - now).num_seconds().max(0) + 1;
                Err(Problem::too_many_requests().header(header::RETRY_AFTER, &seconds.to_string()))
            }
            _ => {
                answered.push_back(now);
                Ok(())
            }
        }
    }

    /// Forgets all of them.
    pub fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// GET: the company whose letter has this code, however it is typed. A code that never was one, was revoked or has ended
/// is answered alike, so that nobody learns which it is.
pub async fn read(State(api): State<ApiState>, Path(code): Path<String>) -> Answer {
    let store = api.store();
    api.questions().count(store.now())?;
    let today = store.today();
    let organization = store.write(|tx| Letter::organization_of(tx, &bare(&code)))?;
    let member = organization.filter(|organization| is_member(organization, today)).ok_or_else(Problem::not_found)?;
    Ok(Json(json!({
        "name": member.name(),
        "level": Level::find(&member.level).map(|level| level.name),
        "memberUntil": member.membership_date,
        "asOf": today,
    }))
    .into_response())
}
