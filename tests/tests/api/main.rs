//! The HTTP API, as people and programs use it.

mod accounts;
mod administration;
mod avatars;
mod bad_input;
mod bodies;
mod calling;
mod emoji;
mod expiry;
mod files;
mod fuzz;
mod history;
mod messages;
mod own;
mod permalinks;
mod permissions;
mod pins;
mod polls;
mod presence;
mod profiles;
mod push;
mod rooms;
mod scheduled;
mod search;
mod threads;
mod two_factor;
mod uploads;
