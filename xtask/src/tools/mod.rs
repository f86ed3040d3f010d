//! What a machine may lack: found where it is, else fetched through a package manager's own client.

pub mod browser;
pub mod debian;
pub mod nats;
pub mod nextest;
pub mod node;
pub mod postgres;
pub mod version;
pub mod wasm;
pub mod webview;
