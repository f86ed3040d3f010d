//! Natter's interface: chat for the browser and for the desktop app.
//!
//! `state` holds what is known and does what people ask for; `views` shows it; `api` talks to the server;
//! `native` is the seam to the machine around; `text` is every word.

mod api;
mod browser;
mod native;
mod state;
mod text;
mod views;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(views::Natter);
}
