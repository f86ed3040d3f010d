//! Every request the interface makes, by name.

use natter_protocol::account::{Invite, InviteInfo, Presence, ServerInfo, SignedIn, User, UserList};
use natter_protocol::ballot::{Ballot, Vote};
use natter_protocol::command::{
    CreateInvite, CreateRoom, EditMessage, HistoryQuery, Login, MarkRead, OpenDirect, PutMember, Register,
    RoomSort, SetPresence, UpdateRoom,
};
use natter_protocol::emoji::CustomEmojiList;
use natter_protocol::file::RoomFileList;
use natter_protocol::message::{Pins, Versions};
use natter_protocol::notifications::{Notifications, PushKey, PushSubscription};
use natter_protocol::own::{MentionsPage, PutDraft, Reschedule, SavedPage, Schedule};
use natter_protocol::read::Anything;
use natter_protocol::room::{Room, RoomDetails, RoomList, RoomRole};
use natter_protocol::search::SearchAnswer;
use natter_protocol::sync::{HistoryPage, SyncAnswer};
use natter_protocol::thread::ThreadsPage;
use natter_protocol::{Message, MessageId, RoomId, RoomPrefs, Seq, UserId, routes};

use super::{Failure, Method, call, call_with};

pub use super::account_calls::*;
pub use super::bot_calls::*;

pub(super) type Answer<T> = Result<T, Failure>;

/// For answers of which only the success matters: what happened comes as an event.
pub(super) fn done(answer: Answer<Anything>) -> Answer<()> {
    answer.map(|_| ())
}

pub async fn server() -> Answer<ServerInfo> {
    call(Method::Get, routes::SERVER).await
}

pub async fn sync() -> Answer<SyncAnswer> {
    call(Method::Get, routes::SYNC).await
}

pub async fn register(body: &Register) -> Answer<SignedIn> {
    call_with(Method::Post, routes::REGISTER, body).await
}

pub async fn login(body: &Login) -> Answer<SignedIn> {
    call_with(Method::Post, routes::LOGIN, body).await
}

pub async fn logout() -> Answer<()> {
    done(call(Method::Post, routes::LOGOUT).await)
}

pub async fn set_presence(presence: Presence) -> Answer<()> {
    done(call_with(Method::Put, routes::MY_PRESENCE, &SetPresence { presence }).await)
}

pub async fn set_notifications(settings: &Notifications) -> Answer<()> {
    done(call_with(Method::Put, routes::MY_NOTIFICATIONS, settings).await)
}

pub async fn push_key() -> Answer<PushKey> {
    call(Method::Get, routes::MY_PUSH).await
}

pub async fn put_push(subscription: &PushSubscription) -> Answer<()> {
    done(call_with(Method::Put, routes::MY_PUSH, subscription).await)
}

pub async fn invite_info(code: &str) -> Answer<InviteInfo> {
    call(Method::Get, &routes::invite(code)).await
}

pub async fn create_invite() -> Answer<Invite> {
    call_with(Method::Post, routes::INVITES, &CreateInvite::default()).await
}

/// People whose username or name begins like this.
pub async fn users(beginning: &str) -> Answer<Vec<User>> {
    let q = String::from(js_sys::encode_uri_component(beginning));
    let found: UserList = call(Method::Get, &format!("{}?limit=20&q={q}", routes::USERS)).await?;
    Ok(found.users)
}

/// People by their ids; those that do not exist are left out.
pub async fn users_by_id(ids: &[UserId]) -> Answer<Vec<User>> {
    let mut users = Vec::new();
    for ids in ids.chunks(100) {
        let ids = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let found: UserList = call(Method::Get, &format!("{}?limit=100&ids={ids}", routes::USERS)).await?;
        users.extend(found.users);
    }
    Ok(users)
}

/// A page of the channels that one may find; `after` continues an earlier one.
pub async fn find_rooms(letters: &str, sort: RoomSort, after: Option<&str>) -> Answer<RoomList> {
    let q = String::from(js_sys::encode_uri_component(letters));
    let sort = match sort {
        RoomSort::Name => "name",
        RoomSort::Members => "members",
        RoomSort::Activity => "activity",
    };
    let after = after.map(|after| format!("&after={after}")).unwrap_or_default();
    call(Method::Get, &format!("{}?limit=50&sort={sort}&q={q}{after}", routes::ROOMS)).await
}

pub async fn create_room(body: &CreateRoom) -> Answer<Room> {
    call_with(Method::Post, routes::ROOMS, body).await
}

pub async fn open_direct(user_ids: Vec<UserId>) -> Answer<Room> {
    call_with(Method::Post, routes::DIRECT, &OpenDirect { user_ids }).await
}

pub async fn room(room: RoomId) -> Answer<RoomDetails> {
    call(Method::Get, &routes::room(room)).await
}

pub async fn update_room(room: RoomId, body: &UpdateRoom) -> Answer<()> {
    done(call_with(Method::Patch, &routes::room(room), body).await)
}

pub async fn join(room: RoomId) -> Answer<()> {
    done(call(Method::Post, &routes::join(room)).await)
}

pub async fn leave(room: RoomId) -> Answer<()> {
    done(call(Method::Post, &routes::leave(room)).await)
}

pub async fn put_member(room: RoomId, user: UserId, role: Option<RoomRole>) -> Answer<()> {
    done(call_with(Method::Put, &routes::member(room, user), &PutMember { role }).await)
}

pub async fn remove_member(room: RoomId, user: UserId) -> Answer<()> {
    done(call(Method::Delete, &routes::member(room, user)).await)
}

pub async fn history(room: RoomId, query: HistoryQuery) -> Answer<HistoryPage> {
    let mut path = routes::messages(room);
    let mut mark = '?';
    let at = query.at.map(|at| at.0.unsigned_abs());
    let asked = [("before", query.before), ("after", query.after), ("around", query.around), ("at", at)];
    if let Some(thread) = query.thread {
        path.push_str(&format!("?thread={thread}"));
        mark = '&';
    }
    for (name, value) in asked.into_iter().chain([("limit", query.limit.map(u64::from))]) {
        if let Some(value) = value {
            path.push_str(&format!("{mark}{name}={value}"));
            mark = '&';
        }
    }
    call(Method::Get, &path).await
}

/// Messages by what they say; `before` continues an earlier answer.
pub async fn search(query: &str, offset: i32, before: Option<&str>) -> Answer<SearchAnswer> {
    let q = String::from(js_sys::encode_uri_component(query));
    let before = before.map(|before| format!("&before={before}")).unwrap_or_default();
    call(Method::Get, &format!("{}?limit=25&tz={offset}&q={q}{before}", routes::SEARCH)).await
}

pub async fn message(room: RoomId, message: MessageId) -> Answer<Message> {
    call(Method::Get, &routes::message(room, message)).await
}

pub async fn vote(room: RoomId, message: MessageId, choices: Vec<u8>) -> Answer<()> {
    done(call_with(Method::Put, &routes::vote(room, message), &Vote { choices }).await)
}

/// What one chose oneself, and under which name.
pub async fn own_vote(room: RoomId, message: MessageId) -> Answer<Ballot> {
    call(Method::Get, &routes::vote(room, message)).await
}

pub async fn close_poll(room: RoomId, message: MessageId) -> Answer<()> {
    done(call(Method::Post, &routes::close_poll(room, message)).await)
}

pub async fn custom_emoji() -> Answer<CustomEmojiList> {
    call(Method::Get, routes::EMOJI).await
}

pub async fn edits(room: RoomId, message: MessageId) -> Answer<Versions> {
    call(Method::Get, &routes::edits(room, message)).await
}

pub async fn pins(room: RoomId) -> Answer<Pins> {
    call(Method::Get, &routes::pins(room)).await
}

pub async fn room_files(room: RoomId, before: Option<Seq>) -> Answer<RoomFileList> {
    call(Method::Get, &back(&routes::room_files(room), before)).await
}

pub async fn pin(room: RoomId, message: MessageId, on: bool) -> Answer<()> {
    let method = if on { Method::Put } else { Method::Delete };
    done(call(method, &routes::pin(room, message)).await)
}

pub async fn threads(before: Option<&str>) -> Answer<ThreadsPage> {
    call(Method::Get, &back(routes::THREADS, before)).await
}

pub async fn mark_thread_read(room: RoomId, thread: MessageId, seq: Seq) -> Answer<()> {
    done(call_with(Method::Put, &routes::thread_read(room, thread), &MarkRead { seq }).await)
}

pub async fn edit(room: RoomId, message: MessageId, text: String) -> Answer<()> {
    done(call_with(Method::Patch, &routes::message(room, message), &EditMessage { text }).await)
}

pub async fn delete(room: RoomId, message: MessageId) -> Answer<()> {
    done(call(Method::Delete, &routes::message(room, message)).await)
}

pub async fn react(room: RoomId, message: MessageId, emoji: &str, on: bool) -> Answer<()> {
    let method = if on { Method::Put } else { Method::Delete };
    done(call(method, &routes::reaction(room, message, emoji)).await)
}

pub async fn mark_read(room: RoomId, seq: Seq) -> Answer<()> {
    done(call_with(Method::Put, &routes::read(room), &MarkRead { seq }).await)
}

pub async fn typing(room: RoomId) -> Answer<()> {
    done(call(Method::Post, &routes::typing(room)).await)
}

pub async fn set_prefs(room: RoomId, prefs: &RoomPrefs) -> Answer<()> {
    done(call_with(Method::Put, &routes::preferences(room), prefs).await)
}

pub async fn mentions(before: Option<String>) -> Answer<MentionsPage> {
    call(Method::Get, &back(routes::MENTIONS, before)).await
}

pub async fn saved(before: Option<String>) -> Answer<SavedPage> {
    call(Method::Get, &back(routes::SAVED, before)).await
}

fn back(path: &str, before: Option<impl std::fmt::Display>) -> String {
    before.map_or_else(|| path.to_owned(), |before| format!("{path}?before={before}"))
}

pub async fn save(room: RoomId, message: MessageId, on: bool) -> Answer<()> {
    let method = if on { Method::Put } else { Method::Delete };
    done(call(method, &routes::saved(room, message)).await)
}

pub async fn put_draft(room: RoomId, draft: &PutDraft) -> Answer<()> {
    done(call_with(Method::Put, &routes::draft(room), draft).await)
}

pub async fn forget_draft(room: RoomId, thread: Option<MessageId>) -> Answer<()> {
    let thread = thread.map_or_else(String::new, |thread| format!("?thread={thread}"));
    done(call(Method::Delete, &format!("{}{thread}", routes::draft(room))).await)
}

pub async fn schedule(item: &Schedule) -> Answer<()> {
    done(call_with(Method::Post, routes::SCHEDULED, item).await)
}

pub async fn reschedule(id: MessageId, change: &Reschedule) -> Answer<()> {
    done(call_with(Method::Patch, &routes::scheduled(id), change).await)
}

pub async fn unschedule(id: MessageId) -> Answer<()> {
    done(call(Method::Delete, &routes::scheduled(id)).await)
}
