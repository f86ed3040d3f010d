//! HTTP: proves who is asking, parses, limits, and answers. What may be done is decided in `chat`.

pub mod events;
pub mod extract;
pub mod found;
pub mod health;
pub mod history;
pub mod limits;
pub mod listener;
pub mod messages;
pub mod poll;
pub mod reads;
pub mod router;
pub mod streamer;
pub mod sync;
pub mod web;

mod back;
mod cookie;
mod direct;
mod docs;
mod drafts;
mod failure;
mod fallback;
mod headers;
mod invites;
mod login;
mod logout;
mod me;
mod membership;
mod mentions;
mod openapi;
mod preferences;
mod register;
mod rooms;
mod saved;
mod scheduled;
mod server;
mod sessions;
mod settle;
mod users;

pub use axum::Json;
pub use failure::Failure;
pub use router::router;
pub use server::server_info;
pub use settle::settle;

#[cfg(test)]
pub(crate) mod tests;
