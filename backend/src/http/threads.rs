//! Threads: who follows them, what there is to read, how far it was read.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::command::{MarkRead, ThreadsQuery};
use natter_protocol::thread::{FollowedThread, ThreadsPage};
use natter_protocol::{Code, Event, Message, MessageId, Millis, Problem, UserId, limits};

use super::Failure;
use super::extract::{Body, CurrentUser, Id, Member, Params};
use super::found::{existing, find, unwritten, watermark};
use super::messages::Voice;
use super::reads::nothing_there;
use super::sync::caught_up;
use crate::app::App;
use crate::chat::thread::concerned;
use crate::log::Audience;
use crate::store::threads::Before;

/// Who is told of an answer to a message.
pub(super) async fn followers(
    app: &App,
    voice: Voice<'_>,
    answered: &Message,
    mentions: &[UserId],
) -> Result<Vec<UserId>, Failure> {
    let room = voice.room;
    let root = match answered.thread {
        None => Some(answered.clone()),
        Some(root) => find(app, room, root).await?.map(|found| found.message),
    };
    let Some(root) = root else { return Ok(Vec::new()) };
    let written = watermark(app, room).await?;
    let mut taking_part = app.store.taking_part(room.id, root.id).await?;
    for event in unwritten(app, room, written).unwrap_or_default() {
        if let natter_protocol::Body::MessageCreated { message, followers } = event.body
            && message.thread == Some(root.id)
        {
            taking_part.push(message.author);
            taking_part.extend(followers);
        }
    }
    let concerned = concerned(&root, mentions, &taking_part, voice.author);
    Ok(app.store.those_in_room(room.id, &concerned).await?)
}

/// Lists the threads one takes part in
///
/// Those in which one has said something, which one began, or in which one was named; the one with the
/// newest reply first. `before` is the `next` of the page before.
#[utoipa::path(get, path = "/threads", tag = "messages", params(ThreadsQuery), responses(
    (status = 200, body = ThreadsPage), (status = 400, body = Problem, description = "`invalid_query`")))]
pub async fn get(
    State(app): State<App>,
    me: CurrentUser,
    Params(query): Params<ThreadsQuery>,
) -> Result<Json<ThreadsPage>, Failure> {
    let limit = query.limit.unwrap_or(limits::PAGE_THREADS_DEFAULT);
    if !(1..=limits::PAGE_THREADS).contains(&limit) {
        let detail = format!("1 to {}", limits::PAGE_THREADS);
        return Err(Problem::new(Code::InvalidQuery).detail(detail).field("limit").into());
    }
    let before = match query.before.as_deref().map(str::parse::<Before>) {
        None => None,
        Some(Ok(before)) => Some(before),
        Some(Err(())) => return Err(Problem::new(Code::InvalidQuery).field("before").into()),
    };
    caught_up(&app).await?;
    let mut found = app.store.threads_of(me.user.id, before, u64::from(limit) + 1).await?;
    let more = found.len() > usize::from(limit);
    found.truncate(limit.into());
    let next = found.last().filter(|_| more).map(|last| last.place.to_string());
    let mut threads = Vec::with_capacity(found.len());
    for thread in found {
        if let Some((root, _)) = app.store.message(thread.mark.room_id, thread.mark.thread).await? {
            threads.push(FollowedThread { mark: thread.mark, root });
        }
    }
    Ok(Json(ThreadsPage { threads, next }))
}

/// Marks a thread as read up to a reply
///
/// It only ever rises. The person's other devices are told.
#[utoipa::path(put, path = "/rooms/{room}/threads/{message}/read", tag = "messages",
    params(("room" = String, Path), ("message" = String, Path)), request_body = MarkRead, responses(
    (status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn read(
    State(app): State<App>,
    member: Member,
    Id(thread): Id<MessageId>,
    Body(MarkRead { seq }): Body<MarkRead>,
) -> Result<StatusCode, Failure> {
    app.limits.check_write(member.me.user.id)?;
    let root = existing(&app, &member.room, thread).await?;
    nothing_there(&app, &member, seq).await?;
    let body = natter_protocol::Body::ThreadRead { room_id: root.room, thread, read_seq: seq };
    let audience = Audience::User(member.me.user.id, member.me.shard);
    let id = format!("thread-read-{:032x}", rand::random::<u128>());
    app.log.append(audience, &Event::unplaced(None, Millis::now(), body), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
