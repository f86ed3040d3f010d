//! The HTTP API, as people and programs use it.

mod accounts;
mod bad_input;
mod expiry;
mod fuzz;
mod messages;
mod permissions;
mod presence;
mod rooms;
