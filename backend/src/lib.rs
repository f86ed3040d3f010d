//! Natter's gateway.

pub mod chat;
pub mod fresh;
pub mod hub;
pub mod log;
pub mod metrics;
pub mod nats;
pub mod presence;
pub mod projection;
pub mod settings;
pub mod store;
