//! Messages to be said later, and reminders.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::own::{Reschedule, Schedule, ScheduledList};
use natter_protocol::{Code, MessageId, Millis, Problem, RoomId, Scheduled};

use super::extract::{Body, CurrentUser, Id};
use super::{Failure, attaching, found, settle};
use crate::app::App;
use crate::chat::schedule;

/// Puts a message off, or asks to be reminded
///
/// A message is said once, when its time comes, under the id given here, and by the rules that hold then. Its
/// files are kept for it until then, and seen by nobody else.
/// The same again answers 200 with the first result.
#[utoipa::path(post, path = "/scheduled", tag = "own", request_body = Schedule, responses(
    (status = 201, body = Scheduled), (status = 200, body = Scheduled, description = "It was there already"),
    (status = 404, body = Problem, description = "`room_not_found`, `message_not_found`"),
    (status = 409, body = Problem, description = "`id_reused`, `limit_reached`, `file_taken`, `upload_unfinished`"),
    (status = 422, body = Problem, description = "`invalid_field`, `text_too_long`, `file_not_found`")))]
pub async fn post(
    State(app): State<App>,
    me: CurrentUser,
    Body(given): Body<Schedule>,
) -> Result<(StatusCode, Json<Scheduled>), Failure> {
    app.limits.check_write(me.user.id)?;
    let (item, is_new) = match app.store.scheduled_item(me.user.id, given.id).await? {
        Some(known) => (known, false),
        None => {
            may(&app, &me, given.room, given.about).await?;
            let files = match given.room {
                Some(room) => {
                    attaching::offered(&app, me.user.id, (room, given.id), &given.attachments).await?
                }
                None => Vec::new(),
            };
            let item = schedule::schedule(&given, files, Millis::now())?;
            settle(&app, app.store.schedule(me.owner(), item).await?).await
        }
    };
    if !is_new && !schedule::is_same(&item, &given) {
        return Err(Code::IdReused.into());
    }
    Ok((if is_new { StatusCode::CREATED } else { StatusCode::OK }, Json(item)))
}

/// The room is one of the caller's, and the message is there.
async fn may(
    app: &App,
    me: &CurrentUser,
    room: Option<RoomId>,
    about: Option<MessageId>,
) -> Result<(), Failure> {
    let Some(room) = room else { return Ok(()) };
    let role = app.cache.role(room, me.user.id).await?;
    let room = app.cache.room(room).await?.filter(|_| role.is_some()).ok_or(Code::RoomNotFound)?;
    if let Some(about) = about {
        found::existing(app, &room, about).await?;
    }
    Ok(())
}

/// Lists what waits, is due, or could not be said; by time
#[utoipa::path(get, path = "/scheduled", tag = "own", responses((status = 200, body = ScheduledList)))]
pub async fn get(State(app): State<App>, me: CurrentUser) -> Result<Json<ScheduledList>, Failure> {
    Ok(Json(ScheduledList { scheduled: app.store.scheduled(me.user.id).await? }))
}

/// Changes text or time
///
/// What is left out stays. A message that failed, or a reminder that is due, waits again.
#[utoipa::path(patch, path = "/scheduled/{message}", tag = "own", params(("message" = MessageId, Path)),
    request_body = Reschedule, responses((status = 200, body = Scheduled),
    (status = 404, body = Problem, description = "`not_found`: said already, deleted, or never there"),
    (status = 422, body = Problem, description = "`invalid_field`, `text_too_long`")))]
pub async fn patch(
    State(app): State<App>,
    me: CurrentUser,
    Id(id): Id<MessageId>,
    Body(change): Body<Reschedule>,
) -> Result<Json<Scheduled>, Failure> {
    app.limits.check_write(me.user.id)?;
    let decide = |known: Scheduled| schedule::reschedule(known, change, Millis::now());
    Ok(Json(settle(&app, app.store.reschedule(me.owner(), id, decide).await?).await))
}

/// Gives a message up, or has a reminder done
///
/// Again changes nothing.
#[utoipa::path(delete, path = "/scheduled/{message}", tag = "own", params(("message" = MessageId, Path)),
    responses((status = 204)))]
pub async fn delete(
    State(app): State<App>,
    me: CurrentUser,
    Id(id): Id<MessageId>,
) -> Result<StatusCode, Failure> {
    app.limits.check_write(me.user.id)?;
    settle(&app, app.store.unschedule(me.owner(), id).await?).await;
    Ok(StatusCode::NO_CONTENT)
}
