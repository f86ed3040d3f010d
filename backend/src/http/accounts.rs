//! Accounts, for those who run the server.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::administration::{AccountList, AccountsQuery, PasswordReset, UpdateUser};
use natter_protocol::{Code, Problem, User, UserId, limits};

use super::extract::{Admin, Body, Id, Params};
use super::{Failure, Json, settle};
use crate::app::App;
use crate::chat::administration;

/// Accounts in one page at most.
const LIMIT: u16 = 100;
const LIMIT_DEFAULT: u16 = 50;

/// Lists accounts by username, deactivated ones too
#[utoipa::path(get, path = "/admin/accounts", tag = "administration", params(AccountsQuery), responses(
    (status = 200, body = AccountList), (status = 403, body = Problem, description = "`forbidden`")))]
pub async fn get(
    State(app): State<App>,
    _: Admin,
    Params(query): Params<AccountsQuery>,
) -> Result<Json<AccountList>, Failure> {
    let beginning = query.q.unwrap_or_default();
    let after = query.after.unwrap_or_default();
    let limit = page_size(query.limit)?;
    for (field, text) in [("q", &beginning), ("after", &after)] {
        if text.chars().count() > limits::DISPLAY_NAME_CHARS || text.contains('\0') {
            return Err(Problem::new(Code::InvalidQuery).field(field).into());
        }
    }
    let mut accounts = app.store.accounts(&beginning, &after, limit).await?;
    let more = accounts.len() > usize::from(limit);
    accounts.truncate(usize::from(limit));
    Ok(Json(AccountList { accounts, more }))
}

/// How many entries an admin's page has.
pub(super) fn page_size(asked: Option<u16>) -> Result<u16, Problem> {
    let limit = asked.unwrap_or(LIMIT_DEFAULT);
    if (1..=LIMIT).contains(&limit) {
        return Ok(limit);
    }
    Err(Problem::new(Code::InvalidQuery).field("limit").detail(format!("1 to {LIMIT}")))
}

/// Gives or takes a role on the server
///
/// Owners may. The last owner stays one.
#[utoipa::path(patch, path = "/users/{user}", tag = "administration", params(("user" = UserId, Path)),
    request_body = UpdateUser, responses(
    (status = 200, body = User), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`user_not_found`"),
    (status = 409, body = Problem, description = "`last_owner`")))]
pub async fn patch(
    State(app): State<App>,
    Admin(me): Admin,
    Id(user): Id<UserId>,
    Body(command): Body<UpdateUser>,
) -> Result<Json<User>, Failure> {
    let decide = |standing: &administration::Standing| administration::give_role(standing, command.role);
    Ok(Json(settle(&app, app.store.change_account(me.user.id, user, decide).await?).await))
}

/// Locks an account out
///
/// Its sign-ins end at once; what it said stays. Admins may do it to members, owners to everyone but
/// themselves.
#[utoipa::path(post, path = "/users/{user}/deactivate", tag = "administration",
    params(("user" = UserId, Path)), responses(
    (status = 200, body = User), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`user_not_found`"),
    (status = 409, body = Problem, description = "`last_owner`")))]
pub async fn deactivate(
    State(app): State<App>,
    Admin(me): Admin,
    Id(user): Id<UserId>,
) -> Result<Json<User>, Failure> {
    let changed = app.store.change_account(me.user.id, user, administration::deactivate).await?;
    Ok(Json(settle(&app, changed).await))
}

/// Lets an account in again
#[utoipa::path(post, path = "/users/{user}/reactivate", tag = "administration",
    params(("user" = UserId, Path)), responses(
    (status = 200, body = User), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`user_not_found`")))]
pub async fn reactivate(
    State(app): State<App>,
    Admin(me): Admin,
    Id(user): Id<UserId>,
) -> Result<Json<User>, Failure> {
    let changed = app.store.change_account(me.user.id, user, administration::reactivate).await?;
    Ok(Json(settle(&app, changed).await))
}

/// Makes a link with which someone sets a new password
///
/// It is good for a day and for one use; the one before it is void.
#[utoipa::path(post, path = "/users/{user}/password-reset", tag = "administration",
    params(("user" = UserId, Path)), responses(
    (status = 201, body = PasswordReset), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`user_not_found`")))]
pub async fn reset_password(
    State(app): State<App>,
    Admin(me): Admin,
    Id(user): Id<UserId>,
) -> Result<(StatusCode, Json<PasswordReset>), Failure> {
    let made = app.store.make_password_reset(me.user.id, user, administration::recover).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Takes a second factor away from someone who has lost it
#[utoipa::path(delete, path = "/users/{user}/totp", tag = "administration", params(("user" = UserId, Path)),
    responses((status = 204), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`user_not_found`, `not_found`: there is none")))]
pub async fn remove_totp(
    State(app): State<App>,
    Admin(me): Admin,
    Id(user): Id<UserId>,
) -> Result<StatusCode, Failure> {
    let removed = app.store.remove_second_factor_of(me.user.id, user, administration::recover).await?;
    settle(&app, removed).await;
    Ok(StatusCode::NO_CONTENT)
}
