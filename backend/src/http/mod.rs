//! HTTP: proves who is asking, parses, limits, and answers. What may be done is decided in `chat`.

mod ballots;
mod edits;
mod email;
pub mod events;
pub mod extract;
pub mod found;
pub mod health;
pub mod history;
pub mod limits;
pub mod listener;
mod message;
pub mod messages;
mod notifications;
mod pins;
pub mod poll;
pub mod reads;
pub mod router;
pub mod streamer;
pub mod streaming;
pub mod sync;
mod threads;
pub mod web;

mod accounts;
mod attaching;
mod audit;
mod avatar;
mod back;
mod cookie;
mod direct;
mod docs;
mod drafts;
mod emoji;
mod failure;
mod fallback;
mod files;
mod headers;
mod invites;
mod login;
mod logout;
mod managed_rooms;
mod me;
mod membership;
mod mentions;
mod openapi;
mod password_resets;
mod preferences;
mod register;
mod rooms;
mod saved;
mod scheduled;
mod search;
mod server;
mod sessions;
mod settle;
mod status;
mod two_factor;
mod users;

pub use axum::Json;
pub use failure::Failure;
pub use router::router;
pub use server::{STARTED_AT, server_info};
pub use settle::settle;

#[cfg(test)]
pub(crate) mod tests;
