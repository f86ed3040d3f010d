//! Natter's gateway: from a request to the log, from the log to SQL and to everyone who may see it.

pub mod app;
pub mod cache;
pub mod chat;
pub mod files;
pub mod folder;
pub mod fresh;
pub mod html;
pub mod http;
pub mod hub;
pub mod log;
pub mod mail;
pub mod metrics;
pub mod nats;
pub mod passwords;
pub mod presence;
pub mod projection;
pub mod push;
pub mod retention;
pub mod schedule;
pub mod serve;
pub mod settings;
pub mod store;
pub mod two_factor;
