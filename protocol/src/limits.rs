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
/// Characters of a title or of pronouns.
pub const PROFILE_LINE_CHARS: usize = 64;
/// Characters of a status.
pub const STATUS_CHARS: usize = 80;
/// Days that a status or "do not disturb" may last at most.
pub const STATUS_DAYS: i64 = 366;
/// Characters of the server's name.
pub const SERVER_NAME_CHARS: usize = 64;
/// Hours that a link to set a new password is good for.
pub const PASSWORD_RESET_HOURS: i64 = 24;
/// Codes that each stand in once for the authenticator app.
pub const RECOVERY_CODES: usize = 10;
/// Characters of a new password, at least; an owner may ask for more, up to [`PASSWORD_CHARS_ASKED`].
pub const PASSWORD_CHARS_MIN: u32 = 8;
/// Characters that an owner may ask of a new password.
pub const PASSWORD_CHARS_ASKED: u32 = 64;
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
/// People whom one message of a member may call with `@all` or `@here`, …
pub const CALLED_AT_ONCE: usize = 100;
/// … and of a moderator or owner of the room.
pub const CALLED_AT_ONCE_BY_MODERATORS: usize = 500;
/// People who take part in a thread and are told of a reply; those who came first.
pub const THREAD_FOLLOWERS: usize = 200;
/// Threads in one page.
pub const PAGE_THREADS: u16 = 100;
/// Threads in a page when the request does not say.
pub const PAGE_THREADS_DEFAULT: u16 = 30;
/// Unread threads in a snapshot, the newest first.
pub const UNREAD_THREADS: usize = 200;
/// Pinned messages of one room.
pub const PINS_PER_ROOM: usize = 100;
/// Answers to choose from in one poll: 2 to this.
pub const POLL_OPTIONS: usize = 10;
/// Characters of such an answer.
pub const POLL_OPTION_CHARS: usize = 100;
/// People who may vote on one poll.
pub const POLL_VOTERS: usize = 2_000;
/// Days that a poll with an end may last at most.
pub const POLL_DAYS: i64 = 366;
/// Seconds that a stream's ticket is good for.
pub const TICKET_SECONDS: i64 = 30;
/// Days that an unused session lives, unless an owner says otherwise, …
pub const SESSION_DAYS_DEFAULT: u32 = 60;
/// … up to this.
pub const SESSION_DAYS: u32 = 365;
/// Days that messages are kept at least where an owner has old ones deleted: no shorter than the log is, …
pub const RETENTION_DAYS_MIN: u32 = 7;
/// … and at most.
pub const RETENTION_DAYS: u32 = 3650;
/// Bots of one server.
pub const BOTS: u32 = 500;
/// Tokens of one bot.
pub const TOKENS_PER_BOT: u32 = 20;
/// Webhooks of one bot.
pub const WEBHOOKS_PER_BOT: u32 = 100;
/// Characters of what a token or a webhook is for.
pub const INTEGRATION_NAME_CHARS: usize = 64;
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
/// Bytes of one file, unless `NATTER_FILE_BYTES` says otherwise.
pub const FILE_BYTES: u64 = 100 * 1024 * 1024;
/// Bytes of all files of one account, unless `NATTER_FILE_SPACE_BYTES` says otherwise.
pub const FILE_SPACE_BYTES: u64 = 10 * 1024 * 1024 * 1024;
/// Characters of a file's name.
pub const FILE_NAME_CHARS: usize = 200;
/// Seconds in which an upload must bring something.
pub const UPLOAD_IDLE_SECONDS: u64 = 30;
/// Uploads that one account may have under way at the same moment on one gateway.
pub const UPLOADS_AT_ONCE: usize = 8;
/// Pieces in which one file may arrive.
pub const UPLOAD_PIECES: u64 = 10_000;
/// Files of one account that are unfinished or not attached to anything yet.
pub const LOOSE_FILES: u32 = 200;
/// Hours after which such a file is removed.
pub const LOOSE_FILE_HOURS: i64 = 24;
/// Width and height of a preview, in pixels.
pub const PREVIEW_PIXELS: u32 = 720;
/// Files in one page of a room's list.
pub const PAGE_FILES: usize = 50;
/// Width and height of a person's picture, in pixels.
pub const AVATAR_PIXELS: u32 = 256;
/// Characters of a name of the server's own emoji: 2 to this.
pub const EMOJI_NAME_CHARS: usize = 32;
/// Bytes of a picture that becomes an emoji.
pub const EMOJI_FILE_BYTES: u64 = 256 * 1024;
/// Width and height of a picture that becomes an emoji, in pixels; one that moves stays as it is, …
pub const EMOJI_FILE_PIXELS: u32 = 1024;
/// … and may have so many.
pub const EMOJI_MOVING_PIXELS: u32 = 256;
/// Width and height of an emoji of the server's own, in pixels.
pub const EMOJI_PIXELS: u32 = 128;
/// Emoji of the server's own.
pub const CUSTOM_EMOJI: usize = 2_000;
/// Characters of a search.
pub const SEARCH_QUERY_CHARS: usize = 500;
/// Words, phrases and filters of a search.
pub const SEARCH_PARTS: usize = 32;
/// Messages in one page of what was found.
pub const SEARCH_PAGE: u16 = 50;
/// Messages in such a page when the request does not say.
pub const SEARCH_PAGE_DEFAULT: u16 = 20;
/// What was found is counted up to this.
pub const SEARCH_COUNT: u32 = 1_000;
/// Searches of one account: so many at once, …
pub const SEARCHES_BURST: u32 = 60;
/// … and so many more each second.
pub const SEARCHES_PER_SECOND: u32 = 5;
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
