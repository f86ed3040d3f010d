//! The client's engine without I/O: no clock, no randomness, no sockets. Time and randomness come in
//! as arguments, so the web UI (wasm32), the desktop, the load tool and the tests run the same code.
//!
//! How the pieces meet, for whoever drives them:
//! 1. `GET /sync` → [`Chat::from_snapshot`], then [`Link::on`] with [`Input::Start`] and its cursor.
//! 2. Do each [`Action`] the link asks for (open a stream, poll, wake it at a time) and tell it what came of it.
//! 3. [`Action::Deliver`] → [`Chat::apply`] and [`Outbox::saw`]; repaint what the [`Touched`] list names, and load the pages of
//!    [`Chat::missing`] (nearly always none).
//! 4. [`Action::Resync`] → `GET /sync` → [`Chat::resync`], then [`Input::Resynced`] with its cursor.
//! 5. In a browser, one [`Tab`] of many does 2 to 4 and tells the others.
//! 6. What a person writes goes to [`Outbox::queue`]; [`Outbox::due`] says what to POST now.

pub mod backoff;
pub mod format;
pub mod fuzzy;
pub mod link;
pub mod ordered;
pub mod outbox;
pub mod snippet;
pub mod sort;
pub mod sse;
pub mod state;
pub mod tabs;

pub use backoff::{Backoff, Random};
pub use link::{Action, ConnId, Input, Link, LinkConfig, Phase, Status, Transport};
pub use outbox::{Draft, Item, Outbox, Post, Posted, SendState, Settled};
pub use state::{Chat, Loaded, RoomState, Timeline, Touched, Window};
pub use tabs::{Heed, Said, Tab, Word};
