//! One's own account.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::command::{ChangePassword, UpdateMe};
use natter_protocol::{Code, Me, Problem};

use super::extract::{Beginner, Body, Client, CurrentUser};
use super::{Failure, Json, settle};
use crate::app::App;
use crate::chat::{accounts, profile};

/// Tells who is asking
#[utoipa::path(get, path = "/me", tag = "account", responses((status = 200, body = Me)))]
pub async fn get(Beginner { me, .. }: Beginner) -> Json<Me> {
    Json(describe(&me))
}

/// Changes one's own profile
///
/// What is left out stays, and what is empty is taken away; an empty display name becomes the username.
#[utoipa::path(patch, path = "/me", tag = "account", request_body = UpdateMe, responses(
    (status = 200, body = Me), (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn patch(
    State(app): State<App>,
    me: CurrentUser,
    Body(command): Body<UpdateMe>,
) -> Result<Json<Me>, Failure> {
    app.limits.check_write(me.user.id)?;
    let mut changed = describe(&me);
    let change = profile::change(&command, &me.user.username)?;
    if !change.is_empty() {
        changed.user = settle(&app, app.store.change_profile(&me.user, &change).await?).await;
    }
    Ok(Json(changed))
}

/// Changes one's own password
///
/// All other sign-ins end.
#[utoipa::path(put, path = "/me/password", tag = "account", request_body = ChangePassword, responses(
    (status = 204),
    (status = 401, body = Problem, description = "`wrong_credentials`: `current` is not the password"),
    (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn put_password(
    State(app): State<App>,
    me: CurrentUser,
    client: Client,
    Body(command): Body<ChangePassword>,
) -> Result<StatusCode, Failure> {
    let username = &me.user.username;
    accounts::new_password(&app.policy().await?.rules, &command.new, username, "new")?;
    app.limits.check_sign_in(username, client.address)?;
    let hash = app.store.credentials(username).await?.map(|kept| kept.password_hash);
    if !app.passwords.verify(command.current, hash).await? {
        return Err(Problem::new(Code::WrongCredentials).field("current").into());
    }
    app.limits.signed_in(username, client.address);
    let hash = app.passwords.hash(command.new).await?;
    settle(&app, app.store.set_password((me.user.id, me.shard), &hash, me.session).await?).await;
    Ok(StatusCode::NO_CONTENT)
}

fn describe(me: &CurrentUser) -> Me {
    Me { user: (*me.user).clone(), shard: me.shard, session_id: me.session }
}
