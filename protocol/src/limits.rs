//! Every limit that a client can meet, by name. What is over is refused with a code, never cut.

/// Bytes of UTF-8 in a message's text.
pub const MESSAGE_TEXT_BYTES: usize = 16 * 1024;
/// Bytes of a JSON request body.
pub const BODY_BYTES: usize = 64 * 1024;
/// Seconds that a request's body may take to arrive.
pub const BODY_SECONDS: u64 = 15;
/// Messages in one page of history.
pub const PAGE_MESSAGES: u16 = 100;
/// Messages in a page when the request does not say.
pub const PAGE_MESSAGES_DEFAULT: u16 = 50;
/// Seconds that a long poll may wait.
pub const POLL_SECONDS: u32 = 50;
/// Seconds that a long poll waits when the request does not say.
pub const POLL_SECONDS_DEFAULT: u32 = 25;
/// Characters of a room's name.
pub const ROOM_NAME_CHARS: usize = 80;
/// Characters of a room's topic.
pub const ROOM_TOPIC_CHARS: usize = 250;
/// Characters of a username: 2 to this.
pub const USERNAME_CHARS: usize = 32;
/// Characters of a display name.
pub const DISPLAY_NAME_CHARS: usize = 64;
/// Characters of a new password, at least.
pub const PASSWORD_CHARS_MIN: usize = 8;
/// Bytes of a password, at most; hashing is paid for by the byte.
pub const PASSWORD_BYTES: usize = 256;
/// People in one direct room, the caller included.
pub const DIRECT_PEOPLE: usize = 10;
/// Rooms that one person may be in.
pub const ROOMS_PER_USER: u32 = 2_000;
/// Bytes of UTF-8 in a reaction's emoji.
pub const EMOJI_BYTES: usize = 64;
/// Different emoji on one message.
pub const REACTIONS_PER_MESSAGE: usize = 50;
/// Files on one message.
pub const ATTACHMENTS_PER_MESSAGE: usize = 20;
/// Places of unread messages in a snapshot, for each room; beyond it counts read "99+" anyway.
pub const UNREAD_SEQS: usize = 200;
/// Seconds that a stream's ticket is good for.
pub const TICKET_SECONDS: i64 = 30;
/// Days that an unused session lives.
pub const SESSION_DAYS: i64 = 60;
/// Sends, edits and reactions of one account: so many at once, …
pub const WRITES_BURST: u32 = 600;
/// … and so many more each second.
pub const WRITES_PER_SECOND: u32 = 60;
/// Failed sign-ins for one username from one address: so many at once, …
pub const SIGN_IN_FAILURES_BURST: u32 = 10;
/// … and so many more each minute.
pub const SIGN_IN_FAILURES_PER_MINUTE: u32 = 6;
/// Registrations from one address: so many at once, …
pub const REGISTRATIONS_BURST: u32 = 300;
/// … and so many more each minute.
pub const REGISTRATIONS_PER_MINUTE: u32 = 60;
/// Event streams and polls that one account may hold open on one gateway.
pub const STREAMS_PER_USER: usize = 50;
/// Messages that one person may have saved.
pub const SAVED_MESSAGES: u32 = 1_000;
/// Drafts that one person may have.
pub const DRAFTS: u32 = 500;
/// Scheduled messages and reminders of one person, …
pub const SCHEDULED: u32 = 200;
/// … and days ahead of now.
pub const SCHEDULE_DAYS: i64 = 400;
/// Messages in one page of mentions or saved messages.
pub const BACK_PAGE: u16 = 100;
/// Messages in such a page when the request does not say.
pub const BACK_PAGE_DEFAULT: u16 = 30;
