//! Talking to the server.

pub mod calls;
mod http;
pub mod stream;

pub use http::{Failure, Method, call, call_with};
