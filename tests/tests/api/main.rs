//! The HTTP API, as people and programs use it.

mod accounts;
mod administration;
mod avatars;
mod bad_input;
mod bodies;
mod expiry;
mod files;
mod fuzz;
mod history;
mod messages;
mod permissions;
mod presence;
mod profiles;
mod push;
mod rooms;
mod search;
mod two_factor;
mod uploads;
