//! The HTTP API, as people and programs use it.

mod accounts;
mod bad_input;
mod bodies;
mod expiry;
mod files;
mod fuzz;
mod history;
mod messages;
mod permissions;
mod presence;
mod rooms;
mod uploads;
