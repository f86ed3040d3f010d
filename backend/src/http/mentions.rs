//! Messages that name one.

use axum::Json;
use axum::extract::State;
use natter_protocol::Problem;
use natter_protocol::own::{BackQuery, MentionsPage};

use super::extract::{CurrentUser, Params};
use super::{Failure, back, sync};
use crate::app::App;

/// Lists others' messages that name the caller, the newest first
///
/// Of the rooms that the caller is in.
#[utoipa::path(get, path = "/mentions", tag = "own", params(BackQuery), responses(
    (status = 200, body = MentionsPage), (status = 400, body = Problem, description = "`invalid_query`")))]
pub async fn get(
    State(app): State<App>,
    me: CurrentUser,
    Params(query): Params<BackQuery>,
) -> Result<Json<MentionsPage>, Failure> {
    let (before, limit) = back::page(&query)?;
    sync::caught_up(&app).await?;
    let messages = app.store.mentions(me.user.id, before, limit).await?;
    let next = back::next(&messages, limit, |message| (message.at, message.id));
    Ok(Json(MentionsPage { messages, next }))
}
