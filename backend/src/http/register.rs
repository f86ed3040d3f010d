//! New accounts.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use natter_protocol::command::Register;
use natter_protocol::{Code, Millis, Problem, Rules, ServerRole, SignedIn};

use super::extract::{Body, Client};
use super::login::device;
use super::{Failure, Json, cookie, settle};
use crate::app::App;
use crate::chat::accounts::{self, Admission};
use crate::chat::policy;
use crate::store::registration::{House, NewAccount};
use crate::store::sessions::NewSession;

/// Creates an account and signs it in
///
/// The first account owns the server and is always let in; then the server's policy decides. Browsers get
/// the token as an HttpOnly cookie too.
#[utoipa::path(post, path = "/register", tag = "account", security(()), request_body = Register, responses(
    (status = 201, body = SignedIn),
    (status = 403, body = Problem, description = "`registration_closed`, `invite_required`, `invite_invalid`"),
    (status = 409, body = Problem, description = "`username_taken`"),
    (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn post(
    State(app): State<App>,
    client: Client,
    headers: HeaderMap,
    Body(command): Body<Register>,
) -> Result<Response, Failure> {
    app.limits.check_registration(client.address)?;
    let username = accounts::username(&command.username)?;
    let display_name = accounts::display_name(command.display_name.as_deref(), &username)?;
    let policy = app.policy().await?;
    accounts::new_password(&policy.rules, &command.password, &username, "password")?;
    foresee(&app, &policy.rules, &command, &username).await?;
    // Whoever owns the server decides first: nothing is demanded of the first account.
    let limited = policy::demands_factor(&policy, ServerRole::Member, false);
    let session = NewSession { limited, ..NewSession::of(device(&headers), policy.session_days) };
    let token = session.token.clone();
    let account = NewAccount {
        username,
        display_name,
        password_hash: app.passwords.hash(command.password).await?,
        invite: command.invite,
        session,
    };
    let user = settle(&app, app.store.register(account, house(&app, &policy.rules)).await?).await;
    let cookie = [(header::SET_COOKIE, cookie::set(&token, client.https))];
    Ok((StatusCode::CREATED, cookie, Json(SignedIn { token, user })).into_response())
}

/// Refuses what will be refused anyway, before it costs a hash. What holds is decided in the transaction.
async fn foresee(app: &App, rules: &Rules, command: &Register, username: &str) -> Result<(), Failure> {
    let needs_owner = app.cache.needs_owner().await?;
    let admission = accounts::admit(rules.registration, needs_owner, command.invite.as_deref())?;
    if let Admission::Invited(code) = admission
        && app.store.invite_info(&code, Millis::now()).await?.is_none()
    {
        return Err(Problem::new(Code::InviteInvalid).field("invite").into());
    }
    if app.store.credentials(username).await?.is_some() {
        return Err(Problem::new(Code::UsernameTaken).field("username").into());
    }
    Ok(())
}

fn house<'a>(app: &'a App, rules: &Rules) -> House<'a> {
    let (name, registration) = (&app.settings.name, rules.registration);
    House { name, registration, shards: app.settings.shards }
}
