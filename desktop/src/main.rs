//! Natter in a window of its own.
//!
//! The first view asks for the server's address and remembers it; from then on the window shows that
//! server's own web UI, so it is never older or newer than the server it talks to.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!())
}
