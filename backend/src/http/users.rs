//! People.

use std::str::FromStr as _;

use axum::extract::State;
use natter_protocol::account::UserList;
use natter_protocol::command::UsersQuery;
use natter_protocol::{Code, Problem, User, UserId, limits};

use super::extract::{CurrentUser, Id, Params};
use super::{Failure, Json};
use crate::app::App;

const IDS: usize = 100;
const LIMIT: u16 = 100;
const LIMIT_DEFAULT: u16 = 20;

/// Finds people by the beginning of a name, or by their ids
///
/// By username, page by page.
#[utoipa::path(get, path = "/users", tag = "people", params(UsersQuery), responses(
    (status = 200, body = UserList), (status = 400, body = Problem, description = "`invalid_query`")))]
pub async fn get(
    State(app): State<App>,
    _: CurrentUser,
    Params(query): Params<UsersQuery>,
) -> Result<Json<UserList>, Failure> {
    let refuse = |field: &str, why: String| Problem::new(Code::InvalidQuery).field(field).detail(why);
    if let Some(ids) = &query.ids {
        let ids: Result<Vec<UserId>, _> = ids.split(',').map(UserId::from_str).collect();
        let ids = ids.ok().filter(|ids| ids.len() <= IDS);
        let ids = ids.ok_or_else(|| refuse("ids", format!("up to {IDS} ids, separated by commas")))?;
        return Ok(Json(UserList { users: app.store.users_by_ids(&ids).await?, next: None }));
    }
    let beginning = query.q.unwrap_or_default();
    if beginning.chars().count() > limits::DISPLAY_NAME_CHARS || beginning.contains('\0') {
        return Err(refuse("q", format!("at most {} characters", limits::DISPLAY_NAME_CHARS)).into());
    }
    let limit = query.limit.unwrap_or(LIMIT_DEFAULT);
    if !(1..=LIMIT).contains(&limit) {
        return Err(refuse("limit", format!("1 to {LIMIT}")).into());
    }
    let after = query.after.as_deref();
    if after.is_some_and(|after| after.len() > limits::USERNAME_CHARS || after.contains('\0')) {
        return Err(refuse("after", "the `next` of an earlier answer".to_owned()).into());
    }
    let mut users = app.store.search_users(&beginning, after, limit + 1).await?;
    let more = users.len() > usize::from(limit);
    users.truncate(limit.into());
    let next = users.last().filter(|_| more).map(|last| last.username.clone());
    Ok(Json(UserList { users, next }))
}

/// Tells who someone is
#[utoipa::path(get, path = "/users/{user}", tag = "people", params(("user" = UserId, Path)),
    responses((status = 200, body = User), (status = 404, body = Problem, description = "`user_not_found`")))]
pub async fn get_one(
    State(app): State<App>,
    _: CurrentUser,
    Id(user): Id<UserId>,
) -> Result<Json<User>, Failure> {
    let user = app.cache.user(user).await?.ok_or(Code::UserNotFound)?;
    Ok(Json((*user).clone()))
}
