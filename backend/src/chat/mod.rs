//! What may be done: pure decisions. Facts and a command go in, an outcome or a refusal comes out; no
//! HTTP, no SQL, no log.

pub mod accounts;
pub mod administration;
pub mod ballot;
pub mod bots;
pub mod email;
pub mod emoji;
pub mod files;
pub mod invites;
pub mod mention;
pub mod message;
pub mod number;
pub mod own;
pub mod pin;
pub mod policy;
pub mod profile;
pub mod rooms;
pub mod schedule;
pub mod search;
pub mod text;
pub mod thread;
