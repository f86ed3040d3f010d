//! The HTTP API, as people and programs use it.

mod accounts;
mod expiry;
mod messages;
mod rooms;
