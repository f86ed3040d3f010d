//! People in real browsers, at the real server.

mod killed;
mod tour;
mod visit;
