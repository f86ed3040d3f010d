//! Signing in.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use natter_protocol::command::Login;
use natter_protocol::{Code, Problem, SignedIn};

use super::extract::{Body, Client};
use super::{Failure, Json, cookie, two_factor};
use crate::app::App;
use crate::chat::{accounts, policy};
use crate::store::sessions::NewSession;

/// Signs in
///
/// Browsers get the token as an HttpOnly cookie too. A wrong password and an unknown name are answered
/// alike, and take as long. Where this server demands a second factor of someone who has none, the token is
/// good for setting one up (`/me/totp`), and anything else is `two_factor_needed`.
#[utoipa::path(post, path = "/login", tag = "account", security(()), request_body = Login, responses(
    (status = 200, body = SignedIn),
    (status = 401, body = Problem, description = "`wrong_credentials`, `totp_required`, `totp_invalid`"),
    (status = 429, body = Problem, description = "`rate_limited`: too many failed tries for this name")))]
pub async fn post(
    State(app): State<App>,
    client: Client,
    headers: HeaderMap,
    Body(command): Body<Login>,
) -> Result<Response, Failure> {
    // A name that nobody can have is wrong too.
    let username = accounts::username(&command.username).map_err(|_| Code::WrongCredentials)?;
    app.limits.check_sign_in(&username, client.address)?;
    let kept = app.store.credentials(&username).await?;
    let kept = kept.filter(|kept| kept.user.deactivated_at.is_none() && !kept.user.bot);
    let hash = kept.as_ref().map(|kept| kept.password_hash.clone());
    let is_right = app.passwords.verify(command.password, hash).await?;
    let user = kept.filter(|_| is_right).ok_or(Code::WrongCredentials)?.user;
    let has_factor = two_factor::check(&app, &user, command.totp.as_deref()).await?;
    app.limits.signed_in(&username, client.address);
    let policy = app.policy().await?;
    let limited = !has_factor && policy::demands_factor(&policy, user.role, user.bot);
    let session = NewSession { limited, ..NewSession::of(device(&headers), policy.session_days) };
    app.store.create_session(user.id, &session).await?;
    let cookie = [(header::SET_COOKIE, cookie::set(&session.token, client.https))];
    Ok((cookie, Json(SignedIn { token: session.token, user })).into_response())
}

/// What the device calls itself.
pub(super) fn device(headers: &HeaderMap) -> String {
    accounts::device(headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()))
}
