//! Invitations.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::account::{Invite, InviteInfo, InviteList};
use natter_protocol::command::CreateInvite;
use natter_protocol::{Code, InviteCode, Millis, Problem};

use super::extract::{Body, CurrentUser, Id};
use super::{Failure, Json};
use crate::app::App;
use crate::chat::invites;

/// Makes an invitation
///
/// Its link is `/invite/<code>` on this server.
#[utoipa::path(post, path = "/invites", tag = "invites", request_body = CreateInvite, responses(
    (status = 201, body = Invite),
    (status = 403, body = Problem, description = "`registration_closed`, `forbidden`"),
    (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn post(
    State(app): State<App>,
    me: CurrentUser,
    Body(command): Body<CreateInvite>,
) -> Result<(StatusCode, Json<Invite>), Failure> {
    app.limits.check_write(me.user.id)?;
    let terms = invites::create(&app.policy().await?.rules, me.user.role, &command, Millis::now())?;
    Ok((StatusCode::CREATED, Json(app.store.create_invite(me.user.id, terms).await?)))
}

/// Lists invitations that still hold: one's own; for admins everybody's
#[utoipa::path(get, path = "/invites", tag = "invites", responses((status = 200, body = InviteList)))]
pub async fn get(State(app): State<App>, me: CurrentUser) -> Result<Json<InviteList>, Failure> {
    let of = invites::visible_to(me.user.id, me.user.role);
    Ok(Json(InviteList { invites: app.store.invites(of, Millis::now()).await? }))
}

/// Tells the holder of an invitation where it leads
#[utoipa::path(get, path = "/invites/{code}", tag = "invites", security(()),
    params(("code" = InviteCode, Path)),
    responses((status = 200, body = InviteInfo), (status = 403, body = Problem, description = "`invite_invalid`")))]
pub async fn get_one(
    State(app): State<App>,
    Id(InviteCode(code)): Id<InviteCode>,
) -> Result<Json<InviteInfo>, Failure> {
    let found = app.store.invite_info(&code, Millis::now()).await?;
    let (invited_by, expires_at) = found.ok_or(Code::InviteInvalid)?;
    let server_name = app.cache.server_name(&app.settings.name).await?.to_string();
    Ok(Json(InviteInfo { server_name, invited_by, expires_at }))
}

/// Withdraws an invitation
#[utoipa::path(delete, path = "/invites/{code}", tag = "invites", params(("code" = InviteCode, Path)),
    responses((status = 204), (status = 404, body = Problem, description = "`not_found`")))]
pub async fn delete(
    State(app): State<App>,
    me: CurrentUser,
    Id(InviteCode(code)): Id<InviteCode>,
) -> Result<StatusCode, Failure> {
    let of = invites::visible_to(me.user.id, me.user.role);
    let deleted = app.store.delete_invite(&code, of).await?;
    if deleted { Ok(StatusCode::NO_CONTENT) } else { Err(Code::NotFound.into()) }
}
