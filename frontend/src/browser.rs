//! Small words for what every browser has.

pub mod database;
pub mod locks;
pub mod notices;
pub mod sound;
mod timer;
pub mod worker;

use natter_protocol::{MessageId, Millis};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

pub use timer::{Timer, later, when_idle};

#[expect(clippy::expect_used, reason = "the interface runs in a page")]
pub fn window() -> web_sys::Window {
    web_sys::window().expect("a page has a window")
}

#[expect(clippy::expect_used, reason = "the interface runs in a page")]
pub fn document() -> web_sys::Document {
    window().document().expect("a page has a document")
}

/// The wall clock.
pub fn now() -> Millis {
    Millis(js_sys::Date::now() as i64)
}

/// A fresh id, which nobody else will make.
pub fn message_id() -> MessageId {
    let mut random = [0u8; 16];
    // Every browser has a source of randomness; without one the moment alone has to do.
    let _ = getrandom::fill(&mut random);
    MessageId::from_parts(now(), u128::from_be_bytes(random))
}

/// Minutes from UTC to the local time at a moment, east positive.
pub fn utc_offset_minutes(at: Millis) -> i32 {
    -(js_sys::Date::new(&JsValue::from_f64(at.0 as f64)).get_timezone_offset() as i32)
}

/// In milliseconds between two attempts to fetch what the interface cannot do without.
pub const AGAIN: i32 = 2_000;

pub async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}

/// Scrolls as little as it takes for an element to be seen.
pub fn bring_into_view(element: &web_sys::Element) {
    let how = web_sys::ScrollIntoViewOptions::new();
    how.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&how);
}

/// Notes a moment in the browser's own timeline, where measurements look for it.
pub fn mark(moment: &str) {
    if let Some(performance) = window().performance() {
        let _ = performance.mark(moment);
    }
}

/// Which build of the interface this is.
pub fn build() -> String {
    let meta = document().query_selector("meta[name=natter-build]").ok().flatten();
    meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default()
}

pub fn reload() {
    let _ = window().location().reload();
}

/// Whether the person is looking at this window.
pub fn attended() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
        && document().has_focus().unwrap_or(false)
}

/// Whether the width is below a limit of the style sheets.
pub fn narrower_than(pixels: u32) -> bool {
    let query = format!("(max-width: {}.98px)", pixels - 1);
    window().match_media(&query).ok().flatten().is_some_and(|query| query.matches())
}

/// Whether the main way to point is a finger.
pub fn touches() -> bool {
    window()
        .match_media("(hover: none) and (pointer: coarse)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

/// Whether a document (PDF) is shown within a page as people know it: browsers say whether they can (HTML standard
/// §8.9.1.6), and a telephone shows them in a way of its own even so.
pub fn shows_documents() -> bool {
    let can = js_sys::Reflect::get(&window().navigator(), &"pdfViewerEnabled".into())
        .is_ok_and(|can| can.is_truthy());
    let finger = window().match_media("(hover: none) and (pointer: coarse)").ok().flatten();
    can && !finger.is_some_and(|query| query.matches())
}

pub fn is_mac() -> bool {
    document().document_element().is_some_and(|root| root.get_attribute("data-keys").is_some())
}

/// A time of day so many days from today, by the local clock.
pub fn local_time(days: i32, hour: u32, minute: u32) -> Millis {
    let date = js_sys::Date::new_0();
    date.set_date(u32::try_from(date.get_date() as i32 + days).unwrap_or(1));
    date.set_hours(hour);
    date.set_minutes(minute);
    date.set_seconds(0);
    date.set_milliseconds(0);
    Millis(date.get_time() as i64)
}

/// The day of the week: Sunday is 0.
pub fn weekday() -> i32 {
    js_sys::Date::new_0().get_day() as i32
}
