//! Saying, changing and taking back; reactions.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use natter_protocol::command::{EditMessage, PostMessage};
use natter_protocol::{
    Code, Event, Message, MessageId, Millis, Problem, Room, RoomId, RoomRole, Seq, UserId, emoji,
};

use axum::Json;

use super::Failure;
use super::attaching;
use super::extract::{Body, Emoji, Id, Member, Speaker};
use super::found::{Found, existing, said_before, sought};
use super::threads::followers;
use crate::app::App;
use crate::chat::mention::{self, Many};
use crate::chat::{message, rooms};
use crate::log::{AppendError, Audience, event_id};

/// How long an answer waits until this gateway itself has read what the log acknowledged.
const READ_BACK: std::time::Duration = std::time::Duration::from_secs(2);

/// Says something in a room
///
/// `id` is a ULID that the client chooses once for each message. The same id with the same content again
/// answers 200 with the first result, for ever; with another content it is a conflict. After
/// `unconfirmed` send again with the same id.
#[utoipa::path(post, path = "/rooms/{room}/messages", tag = "messages", params(("room" = String, Path)),
    request_body = PostMessage, responses(
    (status = 201, body = Message), (status = 200, body = Message, description = "It was already said"),
    (status = 404, body = Problem, description = "`room_not_found`, `message_not_found` (thread)"),
    (status = 409, body = Problem, description = "`id_reused`, `limit_reached` (people called at once)"),
    (status = 422, body = Problem, description = "`text_too_long`, `invalid_field`"),
    (status = 503, body = Problem, description = "`unconfirmed`, `unavailable`")))]
pub async fn post(
    State(app): State<App>,
    Speaker(member): Speaker,
    Body(command): Body<PostMessage>,
) -> Result<Response, Failure> {
    app.limits.check_write(member.me.user.id)?;
    let said = say(&app, Voice::of(&member), command).await?;
    let status = if said.is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(said.message)).into_response())
}

/// Who says something, where, and as what.
#[derive(Debug, Clone, Copy)]
pub struct Voice<'a> {
    pub author: UserId,
    pub room: &'a Room,
    pub role: RoomRole,
}

impl<'a> Voice<'a> {
    fn of(member: &'a Member) -> Self {
        Self { author: member.me.user.id, room: &member.room, role: member.role }
    }
}

/// What stands under a message's id now.
pub struct Said {
    pub message: Message,
    /// False when it stood there before.
    pub is_new: bool,
}

/// Says a message for a member of the room, once for each id.
pub async fn say(app: &App, voice: Voice<'_>, command: PostMessage) -> Result<Said, Failure> {
    let Voice { author, room, .. } = voice;
    if let Some(said) = said_before(app, room, command.id).await? {
        return repeated(author, &command, said);
    }
    let answered = match command.thread {
        Some(thread) => sought(app, room, thread).await?,
        None => None,
    };
    let mentions = called(app, voice, &command.text).await?;
    let followers = match &answered {
        Some(answered) => followers(app, voice, answered, &mentions).await?,
        None => Vec::new(),
    };
    let facts = message::Saying {
        author,
        room,
        now: Millis::now(),
        answered: answered.as_ref(),
        mentions,
        attachments: attaching::offered(app, author, (room.id, command.id), &command.attachments).await?,
        followers,
    };
    let event = message::say(facts, &command)?;
    attaching::claim(app, room, &command).await?;
    // Not the author: of two people who use one id at the same moment, the second must find the first one's.
    let id = event_id(&["message", &room.id.to_string(), &command.id.to_string()]);
    let audience = Audience::Room(room.id, room.shard);
    let appended = app.log.append(audience, &event, id).await?;
    read_back(app, room, appended.seq).await;
    if appended.duplicate {
        let record = app.log.record(room.shard, appended.seq).await.map_err(unread)?;
        let (_, event) = record.read().map_err(|e| Failure::caused(Code::Internal, e))?;
        let said = Found::of(event).ok_or_else(|| Failure::from(Code::Internal))?;
        return repeated(author, &command, said);
    }
    match event.placed(room.shard, appended.seq).body {
        natter_protocol::Body::MessageCreated { message, .. } => Ok(Said { message, is_new: true }),
        _ => Err(Code::Internal.into()),
    }
}

/// Says a message for someone who is not asking now, as they could themselves: in a room that they are in and that is in
/// use, while their account is.
pub async fn say_for(app: &App, author: UserId, room: RoomId, command: PostMessage) -> Result<Said, Failure> {
    let known = app.cache.user(author).await?.filter(|author| author.deactivated_at.is_none());
    known.ok_or(Code::UserNotFound)?;
    let role = app.store.role(room, author).await?.ok_or(Code::RoomNotFound)?;
    let room = app.cache.room(room).await?.ok_or(Code::RoomNotFound)?;
    rooms::in_use(&room)?;
    say(app, Voice { author, room: &room, role }, command).await
}

fn unread(error: crate::log::LogError) -> Failure {
    Failure::caused(Code::Unconfirmed, error)
}

/// The answer to an id that was used before.
fn repeated(author: UserId, command: &PostMessage, said: Found) -> Result<Said, Failure> {
    let text = command.text.replace("\r\n", "\n");
    // The thread that was asked for may have been led to its root: a reply stands under either.
    let broadcast = command.broadcast && command.thread.is_some();
    let (thread, poll) = (said.message.thread, command.poll.as_ref());
    let same = said.digest == message::digest(&text, thread, &command.attachments, broadcast, poll)
        && said.message.thread.is_some() == command.thread.is_some();
    if said.message.author == author && same {
        return Ok(Said { message: said.message, is_new: false });
    }
    Err(Code::IdReused.into())
}

/// Changes the text of one's own message
#[utoipa::path(patch, path = "/rooms/{room}/messages/{message}", tag = "messages",
    params(("room" = String, Path), ("message" = String, Path)), request_body = EditMessage, responses(
    (status = 200, body = Message), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem, description = "`message_deleted`")))]
pub async fn patch(
    State(app): State<App>,
    Speaker(member): Speaker,
    Id(id): Id<MessageId>,
    Body(command): Body<EditMessage>,
) -> Result<Json<Message>, Failure> {
    app.limits.check_write(member.me.user.id)?;
    let message = existing(&app, &member.room, id).await?;
    let mentions = called(&app, Voice::of(&member), &command.text).await?;
    let event = message::edit(&message, member.me.user.id, &command.text, mentions, Millis::now())?;
    change(&app, &member.room, message, Some(event)).await
}

/// Takes a message back
///
/// One's own, or anyone's as moderator or owner of the room. Again is no error.
#[utoipa::path(delete, path = "/rooms/{room}/messages/{message}", tag = "messages",
    params(("room" = String, Path), ("message" = String, Path)), responses(
    (status = 200, body = Message), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn delete(
    State(app): State<App>,
    Speaker(member): Speaker,
    Id(id): Id<MessageId>,
) -> Result<Json<Message>, Failure> {
    app.limits.check_write(member.me.user.id)?;
    let message = existing(&app, &member.room, id).await?;
    let event = message::delete(&message, member.me.user.id, member.role, Millis::now())?;
    let files: Vec<_> = message.attachments.iter().map(|file| file.id).collect();
    // Two who delete it at once do so once: its thread counts deletions.
    let once = event_id(&["delete", &member.room.id.to_string(), &id.to_string()]);
    let deleted = change_as(&app, &member.room, message, event, once).await?;
    attaching::release(&app, &files).await?;
    Ok(deleted)
}

/// Puts an emoji on a message
///
/// One of Unicode's, or one of the server's own as `:name:`.
#[utoipa::path(put, path = "/rooms/{room}/messages/{message}/reactions/{emoji}", tag = "messages",
    params(("room" = String, Path), ("message" = String, Path), ("emoji" = String, Path)), responses(
    (status = 200, body = Message), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn react(
    State(app): State<App>,
    Speaker(member): Speaker,
    Id(id): Id<MessageId>,
    Id(Emoji(emoji)): Id<Emoji>,
) -> Result<Json<Message>, Failure> {
    app.limits.check_write(member.me.user.id)?;
    let message = existing(&app, &member.room, id).await?;
    let is_known = match emoji::name_in(&emoji) {
        Some(name) => app.store.has_emoji(name).await?,
        None => false,
    };
    let event = message::react(&message, member.me.user.id, &emoji, is_known, Millis::now())?;
    change(&app, &member.room, message, event).await
}

/// Takes an emoji back
#[utoipa::path(delete, path = "/rooms/{room}/messages/{message}/reactions/{emoji}", tag = "messages",
    params(("room" = String, Path), ("message" = String, Path), ("emoji" = String, Path)), responses(
    (status = 200, body = Message), (status = 404, body = Problem)))]
pub async fn unreact(
    State(app): State<App>,
    Speaker(member): Speaker,
    Id(id): Id<MessageId>,
    Id(Emoji(emoji)): Id<Emoji>,
) -> Result<Json<Message>, Failure> {
    app.limits.check_write(member.me.user.id)?;
    let message = existing(&app, &member.room, id).await?;
    let event = message::unreact(&message, member.me.user.id, &emoji, Millis::now());
    change(&app, &member.room, message, event).await
}

/// Whom a text calls.
async fn called(app: &App, voice: Voice<'_>, text: &str) -> Result<Vec<UserId>, Failure> {
    let names = mention::names(text);
    let named = app.store.member_usernames(voice.room.id, &names).await?;
    let mut called: Vec<UserId> = named.into_iter().map(|(_, user)| user).collect();
    let many = names.iter().filter_map(|name| mention::many(name)).min_by_key(|many| *many == Many::Here);
    if let Some(many) = many {
        let all = app.store.members(voice.room.id).await?;
        let mut all: Vec<UserId> = all.into_iter().map(|member| member.user_id).collect();
        if many == Many::Here {
            let there = app.presence.among(all.iter().copied());
            all.retain(|user| there.contains_key(user));
        }
        all.retain(|user| *user != voice.author && !called.contains(user));
        mention::may_call(all.len(), voice.role)?;
        called.extend(all);
    }
    Ok(called)
}

/// Appends a change and answers the message as it is after it.
pub(super) async fn change(
    app: &App,
    room: &Room,
    message: Message,
    event: Option<Event>,
) -> Result<Json<Message>, Failure> {
    change_as(app, room, message, event, format!("change-{:032x}", rand::random::<u128>())).await
}

async fn change_as(
    app: &App,
    room: &Room,
    mut message: Message,
    event: Option<Event>,
    id: String,
) -> Result<Json<Message>, Failure> {
    if let Some(event) = event {
        let appended = app.log.append(Audience::Room(room.id, room.shard), &event, id).await?;
        read_back(app, room, appended.seq).await;
        if let Some((_, change)) = event.change() {
            message.apply(&change);
        }
    }
    Ok(Json(message))
}

/// Waits until this gateway has read what it was told is stored: whoever asks it next finds it.
pub(super) async fn read_back(app: &App, room: &Room, seq: Seq) {
    let _ = tokio::time::timeout(READ_BACK, app.hub.reaches(room.shard, seq)).await;
}

impl From<AppendError> for Failure {
    fn from(error: AppendError) -> Self {
        let code = match &error {
            AppendError::Unreachable => Code::Unavailable,
            AppendError::Unconfirmed(_) => Code::Unconfirmed,
            AppendError::Refused(_) => Code::Internal,
        };
        Self::caused(code, error)
    }
}
