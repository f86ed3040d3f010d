//! The HTTP API, as people and programs use it.

mod accounts;
mod expiry;
mod messages;
mod permissions;
mod presence;
mod rooms;
