//! What the payment provider tells of itself. It proves nothing but that it is worth asking the provider again.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use serde::Deserialize;

use super::problem::Problem;
use super::settlement::synced;
use super::{Answer, ApiState};
use crate::pay::notices::{self, SIGNATURE};
use crate::store::Statements;
use crate::store::payments::Payment;

#[derive(Deserialize)]
struct Event {
    id: String,
    payment: String,
}

/// Takes an event: signed with the shared secret, each id once, and the status from the provider alone.
pub async fn receive(State(api): State<ApiState>, headers: HeaderMap, body: Bytes) -> Answer {
    let store = api.store();
    let signature = headers.get(SIGNATURE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !notices::is_signed(store.webhook_secret(), &body, signature) {
        return Err(Problem::bad_request("The signature is not the provider's."));
    }
    let event: Event = serde_json::from_slice(&body).map_err(|_| Problem::bad_request("The event cannot be read."))?;
    store.write(|tx| {
        let new =
            tx.execute_cached("INSERT INTO webhook_event (id) VALUES (?1) ON CONFLICT DO NOTHING", [&event.id])?;
        if let Some(payment) = Payment::find(tx, &event.payment)?.filter(|_| new == 1) {
            synced(tx, store, payment)?;
        }
        Ok::<_, Problem>(())
    })?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
