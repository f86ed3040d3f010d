//! People in real browsers, at the real server.

mod accessibility;
mod administration;
mod files;
mod first_seconds;
mod killed;
mod languages;
mod mirrored;
mod search;
mod settings;
mod tour;
mod visit;
