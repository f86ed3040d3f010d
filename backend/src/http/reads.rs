//! Read markers, typing and being away.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::command::{MarkRead, SetPresence};
use natter_protocol::{Code, Event, Millis, Presence, Problem, Seq};

use super::Failure;
use super::extract::{Body, CurrentUser, Member, Speaker};
use crate::app::App;
use crate::log::Audience;

/// Marks a room as read up to a message
///
/// It may go back: that marks as unread. The person's other devices are told.
#[utoipa::path(put, path = "/rooms/{room}/read", tag = "messages", params(("room" = String, Path)),
    request_body = MarkRead, responses((status = 204), (status = 404, body = Problem)))]
pub async fn put(
    State(app): State<App>,
    member: Member,
    Body(MarkRead { seq }): Body<MarkRead>,
) -> Result<StatusCode, Failure> {
    app.limits.check_write(member.me.user.id)?;
    nothing_there(&app, &member, seq).await?;
    let body = natter_protocol::Body::ReadUpdated { room_id: member.room.id, read_seq: seq };
    let audience = Audience::User(member.me.user.id, member.me.shard);
    let id = format!("read-{:032x}", rand::random::<u128>());
    app.log.append(audience, &Event::unplaced(None, Millis::now(), body), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Refuses a place that the room's shard has not reached.
pub(super) async fn nothing_there(app: &App, member: &Member, seq: Seq) -> Result<(), Failure> {
    let shard = member.room.shard;
    if seq > app.hub.head(shard).seq && seq > app.log.newest(shard).await.unwrap_or(seq) {
        let problem = Problem::new(Code::InvalidField).detail("nothing was said there yet");
        return Err(problem.field("seq").into());
    }
    Ok(())
}

/// Tells the others in the room that one is typing
///
/// At most every 4 s; it is forgotten after 8 s.
#[utoipa::path(post, path = "/rooms/{room}/typing", tag = "messages", params(("room" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn typing(State(app): State<App>, Speaker(member): Speaker) -> Result<StatusCode, Failure> {
    app.limits.check_write(member.me.user.id)?;
    app.presence.typing(member.room.id, member.me.user.id).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Says that one is away from the keyboard, or back
#[utoipa::path(put, path = "/me/presence", tag = "account", request_body = SetPresence, responses(
    (status = 204), (status = 422, body = Problem)))]
pub async fn presence(
    State(app): State<App>,
    me: CurrentUser,
    Body(command): Body<SetPresence>,
) -> Result<StatusCode, Failure> {
    let away = match command.presence {
        Presence::Online => false,
        Presence::Away => true,
        Presence::Offline => {
            let detail = "offline is what remains when the last stream is gone";
            return Err(Problem::new(Code::InvalidField).detail(detail).field("presence").into());
        }
    };
    app.presence.set_away(me.user.id, away);
    Ok(StatusCode::NO_CONTENT)
}
