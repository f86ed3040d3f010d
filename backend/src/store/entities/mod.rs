//! Rows as sea-orm sees them, one file for each table. They never leave `store`.

pub mod ballots;
pub mod dead_letters;
pub mod file_parts;
pub mod files;
pub mod invites;
pub mod members;
pub mod mentions;
pub mod messages;
pub mod outbox;
pub mod reactions;
pub mod rooms;
pub mod sessions;
pub mod threads;
pub mod users;
