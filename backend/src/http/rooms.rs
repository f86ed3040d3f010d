//! Rooms.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::command::{CreateRoom, RoomsQuery, UpdateRoom};
use natter_protocol::room::{RoomDetails, RoomList};
use natter_protocol::{Code, Problem, RoomId, limits};

use super::extract::{Body, CurrentUser, Member, Params, Speaker, Visible};
use super::{Failure, Json, settle};
use crate::app::App;
use crate::chat::{policy, rooms};
use crate::store::directory::Page;

/// Rooms in one page.
const LISTED: u16 = 100;

/// Makes a public or private room, owned by its maker
#[utoipa::path(post, path = "/rooms", tag = "rooms", request_body = CreateRoom, responses(
    (status = 201, body = RoomDetails),
    (status = 403, body = Problem, description = "`forbidden`: kept for admins"),
    (status = 409, body = Problem, description = "`room_name_taken`, `limit_reached`"),
    (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn post(
    State(app): State<App>,
    me: CurrentUser,
    Body(command): Body<CreateRoom>,
) -> Result<(StatusCode, Json<RoomDetails>), Failure> {
    app.limits.check_write(me.user.id)?;
    let new = rooms::create(&command)?;
    if let Some(right) = policy::right_to_create(new.kind) {
        policy::allows(&app.policy().await?.rules, right, me.user.role)?;
    }
    let room = settle(&app, app.store.create_room(new, &me.user, app.settings.shards).await?).await;
    Ok((StatusCode::CREATED, Json(app.store.room_details(room, me.user.id).await?)))
}

/// Lists one's own rooms and every public one
///
/// Without parameters all of them, by name; with `limit` page by page, without direct rooms.
#[utoipa::path(get, path = "/rooms", tag = "rooms", params(RoomsQuery), responses(
    (status = 200, body = RoomList), (status = 400, body = Problem, description = "`invalid_query`")))]
pub async fn get(
    State(app): State<App>,
    me: CurrentUser,
    Params(query): Params<RoomsQuery>,
) -> Result<Json<RoomList>, Failure> {
    if query == RoomsQuery::default() {
        return Ok(Json(RoomList { rooms: app.store.room_listings(me.user.id).await?, next: None }));
    }
    let (letters, skip, limit) = page(&query)?;
    let sort = query.sort.unwrap_or_default();
    let wanted = Page { letters, sort, skip, limit: limit + 1 };
    let mut rooms = app.store.find_rooms(me.user.id, wanted).await?;
    let more = rooms.len() > usize::from(limit);
    rooms.truncate(limit.into());
    Ok(Json(RoomList { rooms, next: more.then(|| (skip + u32::from(limit)).to_string()) }))
}

/// Letters, rooms to pass over, rooms in the page.
fn page(query: &RoomsQuery) -> Result<(&str, u32, u16), Problem> {
    let refuse = |field: &str, why: String| Problem::new(Code::InvalidQuery).field(field).detail(why);
    let letters = query.q.as_deref().unwrap_or_default();
    if letters.chars().count() > limits::ROOM_NAME_CHARS || letters.contains('\0') {
        return Err(refuse("q", format!("at most {} characters", limits::ROOM_NAME_CHARS)));
    }
    let limit = query.limit.unwrap_or(LISTED);
    if !(1..=LISTED).contains(&limit) {
        return Err(refuse("limit", format!("1 to {LISTED}")));
    }
    let skip = query.after.as_deref().map_or(Ok(0), str::parse::<u32>);
    let skip = skip.ok().filter(|skip| *skip <= i32::MAX.unsigned_abs());
    let skip = skip.ok_or_else(|| refuse("after", "the `next` of an earlier answer".to_owned()))?;
    Ok((letters, skip, limit))
}

/// Tells about a room and who is in it
#[utoipa::path(get, path = "/rooms/{room}", tag = "rooms", params(("room" = RoomId, Path)), responses(
    (status = 200, body = RoomDetails), (status = 404, body = Problem, description = "`room_not_found`")))]
pub async fn get_one(
    State(app): State<App>,
    Visible { me, room, .. }: Visible,
) -> Result<Json<RoomDetails>, Failure> {
    Ok(Json(app.store.room_details((*room).clone(), me.user.id).await?))
}

/// Changes a room's name or topic
///
/// What is left out stays. Moderators and owners may.
#[utoipa::path(patch, path = "/rooms/{room}", tag = "rooms", params(("room" = RoomId, Path)),
    request_body = UpdateRoom, responses(
    (status = 200, body = RoomDetails),
    (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`room_not_found`"),
    (status = 409, body = Problem, description = "`room_name_taken`"),
    (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn patch(
    State(app): State<App>,
    Speaker(Member { me, room, .. }): Speaker,
    Body(command): Body<UpdateRoom>,
) -> Result<Json<RoomDetails>, Failure> {
    app.limits.check_write(me.user.id)?;
    let decide = |kind, role| rooms::edit(kind, role, &command);
    let room = settle(&app, app.store.update_room(room.id, me.user.id, decide).await?).await;
    Ok(Json(app.store.room_details(room, me.user.id).await?))
}
