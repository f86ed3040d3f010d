//! One's own second factor.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use natter_protocol::two_factor::{ConfirmTotp, RecoveryCodes, RemoveTotp, TotpSecret, TotpState};
use natter_protocol::{Code, Millis, Problem, User, limits};

use super::extract::{Beginner, Body, Client, CurrentUser};
use super::login::device;
use super::{Failure, Json, cookie, settle};
use crate::app::App;
use crate::chat::policy;
use crate::store::sessions::NewSession;
use crate::{fresh, two_factor};

/// Tells whether signing in takes a second factor
#[utoipa::path(get, path = "/me/totp", tag = "account", responses((status = 200, body = TotpState)))]
pub async fn get(State(app): State<App>, Beginner { me, .. }: Beginner) -> Result<Json<TotpState>, Failure> {
    let factor = app.store.second_factor(me.user.id).await?;
    let enabled = factor.is_some_and(|factor| factor.confirmed_at.is_some());
    Ok(Json(TotpState { enabled, recovery_left: app.store.recovery_codes_left(me.user.id).await? }))
}

/// Makes a secret for an authenticator app
///
/// It counts once `PUT /me/totp` has proven that the app has it.
#[utoipa::path(post, path = "/me/totp", tag = "account", responses((status = 201, body = TotpSecret),
    (status = 403, body = Problem, description = "`forbidden`: there is one already")))]
pub async fn post(
    State(app): State<App>,
    Beginner { me, .. }: Beginner,
) -> Result<(StatusCode, Json<TotpSecret>), Failure> {
    app.limits.check_write(me.user.id)?;
    let secret = two_factor::new_secret();
    if !app.store.begin_second_factor(me.user.id, &secret).await? {
        return Err(already_on().into());
    }
    let server = app.cache.server_name(&app.settings.name).await?;
    let uri = two_factor::uri(&secret, &me.user.username, &server).map_err(Failure::internal)?;
    let qr = two_factor::qr(&uri);
    Ok((StatusCode::CREATED, Json(TotpSecret { secret, uri, qr })))
}

/// Turns the second factor on with a code of the app
///
/// The answer holds codes that each stand in for the app once. They are shown now and never again. Where the sign-in was
/// good for nothing but this, it holds the token of a whole one in its place, and browsers get that as a cookie.
#[utoipa::path(put, path = "/me/totp", tag = "account", request_body = ConfirmTotp, responses(
    (status = 200, body = RecoveryCodes), (status = 401, body = Problem, description = "`totp_invalid`"),
    (status = 403, body = Problem, description = "`forbidden`: it is on already"),
    (status = 429, body = Problem, description = "`rate_limited`")))]
pub async fn put(
    State(app): State<App>,
    Beginner { me, limited }: Beginner,
    client: Client,
    headers: HeaderMap,
    Body(command): Body<ConfirmTotp>,
) -> Result<Response, Failure> {
    app.limits.check_sign_in(&me.user.username, client.address)?;
    let factor = app.store.second_factor(me.user.id).await?;
    let factor = factor.filter(|factor| factor.confirmed_at.is_none()).ok_or_else(already_on)?;
    let step = two_factor::step_of(&factor.secret, &command.code, Millis::now()).ok_or_else(wrong_code)?;
    let codes: Vec<String> = (0..limits::RECOVERY_CODES).map(|_| fresh::recovery_code()).collect();
    let keys: Vec<String> = codes.iter().map(|code| two_factor::recovery_key(code)).collect();
    if !app.store.confirm_second_factor(me.user.id, step, &keys).await? {
        return Err(already_on().into());
    }
    app.limits.signed_in(&me.user.username, client.address);
    if !limited {
        return Ok(Json(RecoveryCodes { codes, token: None }).into_response());
    }
    let whole = NewSession::of(device(&headers), app.policy().await?.session_days);
    settle(&app, app.store.replace_session((me.user.id, me.shard), me.session, &whole).await?).await;
    let cookie = [(header::SET_COOKIE, cookie::set(&whole.token, client.https))];
    Ok((cookie, Json(RecoveryCodes { codes, token: Some(whole.token) })).into_response())
}

/// Turns the second factor off
#[utoipa::path(post, path = "/me/totp/remove", tag = "account", request_body = RemoveTotp, responses(
    (status = 204), (status = 401, body = Problem, description = "`wrong_credentials`"),
    (status = 403, body = Problem, description = "`forbidden`: this server demands one"),
    (status = 429, body = Problem, description = "`rate_limited`")))]
pub async fn remove(
    State(app): State<App>,
    me: CurrentUser,
    client: Client,
    Body(command): Body<RemoveTotp>,
) -> Result<StatusCode, Failure> {
    if policy::demands_factor(&*app.policy().await?, me.user.role, me.user.bot) {
        return Err(Problem::new(Code::Forbidden).detail("this server demands a second factor").into());
    }
    app.limits.check_sign_in(&me.user.username, client.address)?;
    let hash = app.store.credentials(&me.user.username).await?.map(|kept| kept.password_hash);
    if !app.passwords.verify(command.password, hash).await? {
        return Err(Problem::new(Code::WrongCredentials).field("password").into());
    }
    app.limits.signed_in(&me.user.username, client.address);
    app.store.remove_second_factor(me.user.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// After the password was right: the second factor, where there is one. A code is good once, a recovery code
/// is used up. Says whether there is one.
pub(super) async fn check(app: &App, user: &User, given: Option<&str>) -> Result<bool, Failure> {
    let factor = app.store.second_factor(user.id).await?;
    let Some(factor) = factor.filter(|factor| factor.confirmed_at.is_some()) else { return Ok(false) };
    let given = given.map(str::trim).filter(|code| !code.is_empty()).ok_or(Code::TotpRequired)?;
    let is_right = match two_factor::step_of(&factor.secret, given, Millis::now()) {
        Some(step) => app.store.take_step(user.id, step).await?,
        None => app.store.take_recovery_code(user.id, &two_factor::recovery_key(given)).await?,
    };
    if is_right { Ok(true) } else { Err(wrong_code().into()) }
}

fn wrong_code() -> Problem {
    Problem::new(Code::TotpInvalid).field("totp")
}

fn already_on() -> Problem {
    Problem::new(Code::Forbidden).detail("there is a second factor already, or none was begun")
}
