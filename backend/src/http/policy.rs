//! What an owner decides for the whole server.

use axum::extract::State;
use natter_protocol::{Policy, Problem};

use super::extract::{Admin, Body};
use super::{Failure, Json, settle};
use crate::app::App;
use crate::chat::policy;

/// Tells what was decided for the whole server
#[utoipa::path(get, path = "/admin/policy", tag = "administration", responses(
    (status = 200, body = Policy), (status = 403, body = Problem, description = "`forbidden`")))]
pub async fn get(State(app): State<App>, _: Admin) -> Result<Json<Policy>, Failure> {
    Ok(Json((*app.policy().await?).clone()))
}

/// Decides it: who gets in, what is kept for admins, and what ends by itself
///
/// Owners may. What holds from then on is what was sent here, whatever the server was started with.
#[utoipa::path(put, path = "/admin/policy", tag = "administration", request_body = Policy, responses(
    (status = 200, body = Policy), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn put(
    State(app): State<App>,
    Admin(me): Admin,
    Body(command): Body<Policy>,
) -> Result<Json<Policy>, Failure> {
    let wanted = policy::change(me.user.role, command)?;
    let name = app.cache.server_name(&app.settings.name).await?;
    let usual = Policy::usual(app.settings.registration.into());
    let decided = app.store.decide_policy(me.user.id, &name, wanted, usual).await?;
    Ok(Json(settle(&app, decided).await))
}
