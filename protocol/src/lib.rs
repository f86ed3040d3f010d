//! What all sides of Natter agree on. No I/O, no clock of its own, no randomness: it builds for
//! wasm32 as it does for a server, and every wire type lives here once.
//!
//! Times are milliseconds since 1970-01-01T00:00:00Z ([`Millis`]), ids are ULIDs in their 26-character
//! Crockford base 32, sequences are positions in a shard of the log. A reader ignores fields and event
//! types it does not know.

// The derived readers name this crate as others do.
extern crate self as natter_protocol;

pub mod account;
pub mod administration;
pub mod ballot;
pub mod bot;
pub mod command;
pub mod cursor;
pub mod email;
pub mod emoji;
pub mod event;
pub mod file;
pub mod ids;
pub mod limits;
pub mod message;
pub mod notice;
pub mod notifications;
pub mod own;
pub mod policy;
pub mod problem;
pub mod read;
pub mod room;
pub mod routes;
pub mod search;
pub mod stream;
pub mod sync;
pub mod thread;
pub mod two_factor;

pub use account::{Me, Presence, ServerInfo, ServerRole, SessionInfo, SignedIn, Status, User};
pub use cursor::{Cursor, CursorError, Position};
pub use emoji::CustomEmoji;
pub use event::{Body, Event};
pub use file::{Attachment, Preview};
pub use ids::{FileId, InviteCode, MessageId, Millis, RoomId, Seq, SessionId, Shard, UserId, WebhookId};
pub use message::{Change, Message, Pinned, Reaction};
pub use notice::Notice;
pub use own::{Draft, NotifyLevel, Own, RoomPrefs, Scheduled};
pub use policy::{Demand, Policy, Right, Rules};
pub use problem::{Code, Problem};
pub use room::{Member, Room, RoomKind, RoomRole, RoomSummary};
pub use stream::{Bye, Hello, PollAnswer, Reset, ResetReason};
pub use sync::SyncAnswer;
pub use thread::{Replies, ThreadMark};
