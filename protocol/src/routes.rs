//! Where things are. The gateway mounts these and clients build them, so neither can drift.

use crate::ids::{FileId, MessageId, RoomId, SessionId, UserId, WebhookId};

pub const API: &str = "/api/v1";
pub const SERVER: &str = "/api/v1/server";
pub const REGISTER: &str = "/api/v1/register";
pub const LOGIN: &str = "/api/v1/login";
pub const LOGOUT: &str = "/api/v1/logout";
pub const ME: &str = "/api/v1/me";
pub const MY_PASSWORD: &str = "/api/v1/me/password";
pub const MY_PRESENCE: &str = "/api/v1/me/presence";
pub const MY_STATUS: &str = "/api/v1/me/status";
pub const MY_DND: &str = "/api/v1/me/dnd";
pub const MY_TOTP: &str = "/api/v1/me/totp";
pub const MY_TOTP_REMOVE: &str = "/api/v1/me/totp/remove";
pub const PASSWORD_RESETS: &str = "/api/v1/password-resets";
pub const ACCOUNTS: &str = "/api/v1/admin/accounts";
pub const MANAGED_ROOMS: &str = "/api/v1/admin/rooms";
pub const HEALTH: &str = "/api/v1/admin/health";
pub const POLICY: &str = "/api/v1/admin/policy";
pub const BOTS: &str = "/api/v1/admin/bots";
pub const AUDIT: &str = "/api/v1/audit";
pub const MY_AVATAR: &str = "/api/v1/me/avatar";
pub const MY_NOTIFICATIONS: &str = "/api/v1/me/notifications";
pub const MY_PUSH: &str = "/api/v1/me/push";
pub const MY_EMAIL: &str = "/api/v1/me/email";
pub const MY_EMAIL_VERIFY: &str = "/api/v1/me/email/verify";
pub const SESSIONS: &str = "/api/v1/sessions";
pub const INVITES: &str = "/api/v1/invites";
pub const USERS: &str = "/api/v1/users";
pub const SYNC: &str = "/api/v1/sync";
pub const SEARCH: &str = "/api/v1/search";
pub const MENTIONS: &str = "/api/v1/mentions";
pub const SAVED: &str = "/api/v1/saved";
pub const DRAFTS: &str = "/api/v1/drafts";
pub const SCHEDULED: &str = "/api/v1/scheduled";
pub const ROOMS: &str = "/api/v1/rooms";
pub const THREADS: &str = "/api/v1/threads";
pub const DIRECT: &str = "/api/v1/direct";
pub const FILES: &str = "/api/v1/files";
pub const EMOJI: &str = "/api/v1/emoji";
pub const EVENTS: &str = "/api/v1/events";
pub const EVENTS_TICKET: &str = "/api/v1/events/ticket";
pub const POLL: &str = "/api/v1/poll";
pub const OPENAPI: &str = "/api/v1/openapi.json";

#[must_use]
pub fn room(room: RoomId) -> String {
    format!("{ROOMS}/{room}")
}

/// Where whoever holds a mail's token turns such mails off.
#[must_use]
pub fn unsubscribe(token: &str) -> String {
    format!("/api/v1/unsubscribe/{token}")
}

#[must_use]
pub fn join(room: RoomId) -> String {
    format!("{ROOMS}/{room}/join")
}

#[must_use]
pub fn leave(room: RoomId) -> String {
    format!("{ROOMS}/{room}/leave")
}

#[must_use]
pub fn member(room: RoomId, user: UserId) -> String {
    format!("{ROOMS}/{room}/members/{user}")
}

#[must_use]
pub fn messages(room: RoomId) -> String {
    format!("{ROOMS}/{room}/messages")
}

#[must_use]
pub fn message(room: RoomId, message: MessageId) -> String {
    format!("{ROOMS}/{room}/messages/{message}")
}

/// `emoji` is percent-encoded here (RFC 3986 §2.1).
#[must_use]
pub fn reaction(room: RoomId, message: MessageId, emoji: &str) -> String {
    let mut path = format!("{ROOMS}/{room}/messages/{message}/reactions/");
    for byte in emoji.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            path.push(char::from(byte));
        } else {
            path.push_str(&format!("%{byte:02X}"));
        }
    }
    path
}

#[must_use]
pub fn edits(room: RoomId, message: MessageId) -> String {
    format!("{ROOMS}/{room}/messages/{message}/edits")
}

/// One's own vote on a poll.
#[must_use]
pub fn vote(room: RoomId, message: MessageId) -> String {
    format!("{ROOMS}/{room}/messages/{message}/vote")
}

/// The end of a poll.
#[must_use]
pub fn close_poll(room: RoomId, message: MessageId) -> String {
    format!("{ROOMS}/{room}/messages/{message}/close")
}

#[must_use]
pub fn pin(room: RoomId, message: MessageId) -> String {
    format!("{ROOMS}/{room}/messages/{message}/pin")
}

#[must_use]
pub fn pins(room: RoomId) -> String {
    format!("{ROOMS}/{room}/pins")
}

#[must_use]
pub fn thread_read(room: RoomId, thread: MessageId) -> String {
    format!("{ROOMS}/{room}/threads/{thread}/read")
}

#[must_use]
pub fn read(room: RoomId) -> String {
    format!("{ROOMS}/{room}/read")
}

#[must_use]
pub fn typing(room: RoomId) -> String {
    format!("{ROOMS}/{room}/typing")
}

#[must_use]
pub fn session(session: SessionId) -> String {
    format!("{SESSIONS}/{session}")
}

#[must_use]
pub fn user(user: UserId) -> String {
    format!("{USERS}/{user}")
}

#[must_use]
pub fn deactivate(user: UserId) -> String {
    format!("{USERS}/{user}/deactivate")
}

#[must_use]
pub fn reactivate(user: UserId) -> String {
    format!("{USERS}/{user}/reactivate")
}

#[must_use]
pub fn password_reset(user: UserId) -> String {
    format!("{USERS}/{user}/password-reset")
}

/// The second factor of someone who has lost it.
#[must_use]
pub fn totp_of(user: UserId) -> String {
    format!("{USERS}/{user}/totp")
}

#[must_use]
pub fn bot(user: UserId) -> String {
    format!("{BOTS}/{user}")
}

#[must_use]
pub fn bot_tokens(user: UserId) -> String {
    format!("{BOTS}/{user}/tokens")
}

#[must_use]
pub fn bot_token(user: UserId, token: SessionId) -> String {
    format!("{BOTS}/{user}/tokens/{token}")
}

#[must_use]
pub fn webhooks(user: UserId) -> String {
    format!("{BOTS}/{user}/webhooks")
}

#[must_use]
pub fn webhook(user: UserId, webhook: WebhookId) -> String {
    format!("{BOTS}/{user}/webhooks/{webhook}")
}

/// Where whoever knows the code speaks as a bot.
#[must_use]
pub fn hook(code: &str) -> String {
    format!("{API}/hooks/{code}")
}

#[must_use]
pub fn reset(code: &str) -> String {
    format!("{PASSWORD_RESETS}/{code}")
}

#[must_use]
pub fn archive(room: RoomId) -> String {
    format!("{ROOMS}/{room}/archive")
}

#[must_use]
pub fn unarchive(room: RoomId) -> String {
    format!("{ROOMS}/{room}/unarchive")
}

#[must_use]
pub fn preferences(room: RoomId) -> String {
    format!("{ROOMS}/{room}/preferences")
}

#[must_use]
pub fn saved(room: RoomId, message: MessageId) -> String {
    format!("{SAVED}/{room}/{message}")
}

#[must_use]
pub fn draft(room: RoomId) -> String {
    format!("{DRAFTS}/{room}")
}

#[must_use]
pub fn scheduled(id: MessageId) -> String {
    format!("{SCHEDULED}/{id}")
}

#[must_use]
pub fn invite(code: &str) -> String {
    format!("{INVITES}/{code}")
}

#[must_use]
pub fn file(file: FileId) -> String {
    format!("{FILES}/{file}")
}

#[must_use]
pub fn file_info(file: FileId) -> String {
    format!("{FILES}/{file}/info")
}

#[must_use]
pub fn file_preview(file: FileId) -> String {
    format!("{FILES}/{file}/preview")
}

#[must_use]
pub fn room_files(room: RoomId) -> String {
    format!("{ROOMS}/{room}/files")
}

#[must_use]
pub fn avatar(avatar: FileId) -> String {
    format!("{API}/avatars/{avatar}")
}

/// An emoji of the server's own; names need no encoding but `+`, which may stand in a path (RFC 3986 §3.3).
#[must_use]
pub fn emoji(name: &str) -> String {
    format!("{EMOJI}/{name}")
}

#[must_use]
pub fn emoji_picture(picture: FileId) -> String {
    format!("{EMOJI}/pictures/{picture}")
}
