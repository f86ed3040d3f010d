//! Setting a new password with an admin's link.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::administration::{NewPassword, PasswordResetInfo};
use natter_protocol::{Code, Problem};

use super::extract::{Body, Client, Id, ResetCode};
use super::{Failure, Json, settle};
use crate::app::App;
use crate::chat::accounts;

/// Tells the holder of a link whose password it sets
#[utoipa::path(get, path = "/password-resets/{code}", tag = "account", security(()),
    params(("code" = String, Path)), responses((status = 200, body = PasswordResetInfo),
    (status = 403, body = Problem, description = "`reset_invalid`")))]
pub async fn get(
    State(app): State<App>,
    Id(ResetCode(code)): Id<ResetCode>,
) -> Result<Json<PasswordResetInfo>, Failure> {
    let (username, display_name) = app.store.password_reset_for(&code).await?.ok_or(Code::ResetInvalid)?;
    let server_name = app.cache.server_name(&app.settings.name).await?.to_string();
    Ok(Json(PasswordResetInfo { server_name, username, display_name }))
}

/// Sets a new password with a link
///
/// The link is used up, and every sign-in ends. A second factor stays.
#[utoipa::path(post, path = "/password-resets/{code}", tag = "account", security(()),
    params(("code" = String, Path)), request_body = NewPassword, responses((status = 204),
    (status = 403, body = Problem, description = "`reset_invalid`"),
    (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn post(
    State(app): State<App>,
    client: Client,
    Id(ResetCode(code)): Id<ResetCode>,
    Body(command): Body<NewPassword>,
) -> Result<StatusCode, Failure> {
    app.limits.check_registration(client.address)?;
    let (username, _) = app.store.password_reset_for(&code).await?.ok_or(Code::ResetInvalid)?;
    accounts::new_password(&app.policy().await?.rules, &command.password, &username, "password")?;
    let hash = app.passwords.hash(command.password).await?;
    settle(&app, app.store.redeem_password_reset(&code, &hash).await?).await;
    Ok(StatusCode::NO_CONTENT)
}
