//! Talking to the server.

mod account_calls;
mod bot_calls;
pub mod calls;
pub mod files;
mod http;
pub mod stream;

pub use http::{Failure, Method, call, call_with, fetch, parse};
