//! One's own sign-ins.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::account::SessionList;
use natter_protocol::{Code, Problem, SessionId};

use super::extract::{CurrentUser, Id};
use super::{Failure, Json, settle};
use crate::app::App;

/// Lists where one is signed in, the last used first
#[utoipa::path(get, path = "/sessions", tag = "account", responses((status = 200, body = SessionList)))]
pub async fn get(State(app): State<App>, me: CurrentUser) -> Result<Json<SessionList>, Failure> {
    Ok(Json(SessionList { sessions: app.store.sessions_of(me.user.id, me.session).await? }))
}

/// Ends all of one's own sign-ins but this one; their streams close
#[utoipa::path(delete, path = "/sessions", tag = "account", responses((status = 204)))]
pub async fn delete_others(State(app): State<App>, me: CurrentUser) -> Result<StatusCode, Failure> {
    settle(&app, app.store.revoke_other_sessions((me.user.id, me.shard), me.session).await?).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one of one's own sign-ins; its streams close
#[utoipa::path(delete, path = "/sessions/{session}", tag = "account",
    params(("session" = SessionId, Path)),
    responses((status = 204), (status = 404, body = Problem, description = "`not_found`")))]
pub async fn delete(
    State(app): State<App>,
    me: CurrentUser,
    Id(session): Id<SessionId>,
) -> Result<StatusCode, Failure> {
    let ended = settle(&app, app.store.revoke_session((me.user.id, me.shard), session).await?).await;
    if ended { Ok(StatusCode::NO_CONTENT) } else { Err(Code::NotFound.into()) }
}
