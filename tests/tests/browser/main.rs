//! People in real browsers, at the real server.

mod accessibility;
mod administration;
mod emoji;
mod files;
mod first_seconds;
mod handing_on;
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
mod room_files;
mod search;
mod settings;
mod tabs;
mod threads;
mod tour;
mod visit;
mod writing;
