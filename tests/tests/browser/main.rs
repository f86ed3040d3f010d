//! People in real browsers, at the real server.

mod accessibility;
mod administration;
mod emoji;
mod files;
mod first_seconds;
mod killed;
mod languages;
mod later;
mod media;
mod mirrored;
mod notices;
mod offline;
mod own;
mod permalinks;
mod phone;
mod picking;
mod pins;
mod search;
mod settings;
mod tabs;
mod threads;
mod tour;
mod visit;
