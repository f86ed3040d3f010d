//! Signing out.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::extract::{Beginner, Client};
use super::{Failure, cookie, settle};
use crate::app::App;

/// Ends this sign-in; its streams close
#[utoipa::path(post, path = "/logout", tag = "account", responses((status = 204)))]
pub async fn post(
    State(app): State<App>,
    client: Client,
    Beginner { me, .. }: Beginner,
) -> Result<Response, Failure> {
    settle(&app, app.store.revoke_session((me.user.id, me.shard), me.session).await?).await;
    let cookie = [(header::SET_COOKIE, cookie::clear(client.https))];
    Ok((StatusCode::NO_CONTENT, cookie).into_response())
}
