//! People in real browsers, at the real server.

mod accessibility;
mod killed;
mod later;
mod own;
mod tour;
mod visit;
