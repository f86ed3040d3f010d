//! What is seen.

mod admin;
mod app;
mod avatar;
mod choice;
mod connection;
mod dialogs;
mod door;
mod emoji;
mod focus;
mod form;
mod gather;
mod handle;
mod icon;
mod keys;
mod later;
mod markdown;
mod members;
mod offer;
mod pane_head;
mod polls;
mod pops;
mod profile;
mod radio;
mod regions;
mod room;
mod rows;
mod search;
mod settings;
mod sidebar;
mod status;
mod switch;
mod threads;
mod title;
mod toasts;

pub use app::Natter;
