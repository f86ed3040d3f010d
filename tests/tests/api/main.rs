//! The HTTP API, as people and programs use it.

mod accounts;
mod bad_input;
mod bodies;
mod expiry;
mod fuzz;
mod history;
mod messages;
mod own;
mod permissions;
mod presence;
mod rooms;
mod scheduled;
