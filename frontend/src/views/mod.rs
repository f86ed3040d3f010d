//! What is seen.

mod app;
mod avatar;
mod connection;
mod dialogs;
mod door;
mod emoji;
mod focus;
mod form;
mod gather;
mod icon;
mod keys;
mod markdown;
mod members;
mod pops;
mod room;
mod sidebar;
mod title;
mod toasts;

pub use app::Natter;
