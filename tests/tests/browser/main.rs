//! People in real browsers, at the real server.

mod accessibility;
mod files;
mod killed;
mod tour;
mod visit;
