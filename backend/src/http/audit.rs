//! What admins did.

use axum::extract::State;
use natter_protocol::Problem;
use natter_protocol::administration::{AuditPage, AuditQuery};

use super::accounts::page_size;
use super::extract::{Admin, Params};
use super::{Failure, Json};
use crate::app::App;

/// Lists what admins did, the newest first
#[utoipa::path(get, path = "/audit", tag = "administration", params(AuditQuery), responses(
    (status = 200, body = AuditPage), (status = 403, body = Problem, description = "`forbidden`")))]
pub async fn get(
    State(app): State<App>,
    _: Admin,
    Params(query): Params<AuditQuery>,
) -> Result<Json<AuditPage>, Failure> {
    let limit = page_size(query.limit)?;
    let mut entries = app.store.audit(query.before, limit).await?;
    let more = entries.len() > usize::from(limit);
    entries.truncate(usize::from(limit));
    Ok(Json(AuditPage { entries, more }))
}
