//! What a request proves and carries. A handler that takes one of these does not run without it.

mod address;
mod admin;
mod body;
mod current_user;
mod id;
mod member;
pub mod origin;
mod params;

pub use address::Client;
pub use admin::Admin;
pub use body::Body;
pub use current_user::{Beginner, COOKIE, CurrentUser};
pub use id::{Emoji, EmojiName, HookCode, Id, PathId, ResetCode};
pub use member::{Member, Speaker, Visible};
pub use params::Params;
