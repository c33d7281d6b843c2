//! Documents of an order to download: an address for a while, which needs no sign-in, because a browser that follows a
//! link sends none.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use rusqlite::Connection;
use serde_json::json;

use super::extract::Caller;
use super::orders::{KINDS, Order};
use super::problem::Problem;
use super::{Answer, ApiState, access, documents, papers, settlement};
use crate::store::downloads::Download;

/// A document as a file.
struct File {
    /// Its name: ASCII without quotes.
    name: String,
    media_type: &'static str,
    content: String,
}

/// POST: an address under which the document of this kind can be downloaded for a while. Each time another one.
pub async fn link(
    State(api): State<ApiState>,
    Caller(person): Caller,
    Path((id, kind)): Path<(String, String)>,
) -> Answer {
    let store = api.store();
    let body = store.write(|tx| {
        access::visible(tx, person, &id)?;
        if !KINDS.contains(&kind.as_str()) {
            return Err(Problem::not_found());
        }
        settlement::sync_overdue(tx, store, &id)?;
        let order = Order::find(tx, &id)?.filter(|order| order.has(&kind));
        order.ok_or_else(Problem::document_not_ready)?;
        let code = store.ids().token();
        let expires_at = Download::keep(tx, &code, &id, &kind, store.now())?;
        let url = format!("{}/v1/downloads/{code}", api.config().api_origin());
        Ok(json!({"url": url, "expiresAt": expires_at}))
    })?;
    Ok(Json(body).into_response())
}

/// GET: the document that an address leads to.
pub async fn download(State(api): State<ApiState>, Path(code): Path<String>) -> Answer {
    let store = api.store();
    let File { name, media_type, content } = store.write(|tx| {
        let download = Download::find(tx, &code)?.ok_or_else(Problem::not_found)?;
        if download.has_ended(store.now()) {
            return Err(Problem::link_ended());
        }
        let order = Order::find(tx, &download.renewal)?.ok_or_else(Problem::internal)?;
        file(tx, &order, &download.kind)
    })?;
    let disposition =
        HeaderValue::try_from(format!("attachment; filename=\"{name}\"")).map_err(|_| Problem::internal())?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(papers::POLICY)),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    Ok((headers, content).into_response())
}

fn file(tx: &Connection, order: &Order, kind: &str) -> Result<File, Problem> {
    let reference = order.renewal.reference.as_deref().unwrap_or_default();
    let receipt = order.payment.receipt.as_deref().unwrap_or_default();
    let (name, media_type, content) = match kind {
        "receipt" => (format!("receipt-{receipt}.html"), papers::TYPE, papers::receipt(tx, order)?),
        "invoice" => (format!("invoice-{reference}.html"), papers::TYPE, papers::invoice(tx, order)?),
        _ => {
            let content = documents::signed(tx, order.payment.signature)?;
            (format!("agreement-{reference}.txt"), documents::TYPE, content)
        }
    };
    Ok(File { name, media_type, content })
}
