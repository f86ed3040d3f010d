//! People in real browsers, at the real server.

mod accessibility;
mod killed;
mod tour;
mod visit;
