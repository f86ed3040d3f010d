//! Everything the interface asks of the machine around it: one seam, so that the desktop app can answer
//! differently. This is the browser's implementation.

mod files;

use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::Storage;

use crate::browser::{document, window};
pub use files::{download, source};

const TOKEN: &str = "natter.token";
const TAB: &str = "natter.tab";
const SIGNED_IN: &str = "natter.signed-in";

/// The server's address without a final slash. Empty where the page came from the server itself; then a
/// cookie that scripts cannot read proves who is asking, and otherwise a token.
pub fn base() -> String {
    let meta = document().query_selector("meta[name=natter-base]").ok().flatten();
    let base = meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default();
    let base = base.trim_end_matches('/');
    let own = window().location().origin().unwrap_or_default();
    if base == own { String::new() } else { base.to_owned() }
}

/// The address that people share links under.
pub fn public_origin() -> String {
    let base = base();
    if base.is_empty() { window().location().origin().unwrap_or_default() } else { base }
}

/// What `Authorization: Bearer` carries, where cookies do not work.
pub fn token() -> Option<String> {
    if base().is_empty() { None } else { read(TOKEN) }
}

pub fn signed_in(token: &str) {
    if !base().is_empty() {
        write(TOKEN, token);
    }
    remember_signed_in();
}

/// For `before-paint.js`, which draws either the chat's outline or the door's.
pub fn remember_signed_in() {
    write(SIGNED_IN, "1");
}

/// Whether this device was signed in when it was last used.
pub fn was_signed_in() -> bool {
    read(SIGNED_IN).is_some()
}

/// Opens a link outside of the app.
pub fn open_link(url: &str) {
    let _ = window().open_with_url_and_target_and_features(url, "_blank", "noopener,noreferrer");
}

pub fn signed_out() {
    remove(TOKEN);
    remove(SIGNED_IN);
}

/// What this device keeps under a name. Nothing is kept where storage is forbidden or full.
pub fn read(name: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(name).ok().flatten()
}

/// Whether it is kept now.
pub fn write(name: &str, value: &str) -> bool {
    window().local_storage().ok().flatten().is_some_and(|storage| storage.set_item(name, value).is_ok())
}

pub fn remove(name: &str) {
    if let Some(storage) = window().local_storage().ok().flatten() {
        let _ = storage.remove_item(name);
    }
}

/// The names that begin like this under which this device keeps something.
pub fn names_beginning(with: &str) -> Vec<String> {
    let Some(storage) = window().local_storage().ok().flatten() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let names = (0..count).filter_map(|index| storage.key(index).ok().flatten());
    names.filter(|name| name.starts_with(with)).collect()
}

/// What outlives a reload of this tab, and not the tab.
fn of_tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// A name of this tab or window that a reload does not change.
pub fn tab() -> String {
    let Some(storage) = of_tab() else { return "one".to_owned() };
    if let Ok(Some(tab)) = storage.get_item(TAB) {
        return tab;
    }
    another_tab()
}

/// Leaves something for the page that comes after this one in the same tab.
pub fn leave(name: &str, value: &str) {
    if let Some(storage) = of_tab() {
        let _ = storage.set_item(name, value);
    }
}

/// Takes what was left in this tab.
pub fn take_left(name: &str) -> Option<String> {
    let storage = of_tab()?;
    let left = storage.get_item(name).ok().flatten()?;
    let _ = storage.remove_item(name);
    Some(left)
}

/// Another name for this tab or window, from now on.
pub fn another_tab() -> String {
    let tab = crate::browser::message_id().to_string();
    leave(TAB, &tab);
    tab
}

/// Puts text on the clipboard. Where the clipboard is not offered (a page without HTTPS), the old way is
/// tried: a selection and the copy command.
pub async fn copy(text: &str) -> bool {
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
    if clipboard.is_ok_and(|clipboard| clipboard.is_object())
        && JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
    {
        return true;
    }
    copy_by_selection(text).unwrap_or(false)
}

fn copy_by_selection(text: &str) -> Option<bool> {
    let area = document().create_element("textarea").ok()?.dyn_into::<web_sys::HtmlTextAreaElement>().ok()?;
    area.set_value(text);
    area.set_class_name("unseen");
    // Inside an open dialog only its own content can be focused.
    let open = document().query_selector("dialog[open]").ok().flatten();
    let parent = open.or_else(|| document().body().map(Into::into))?;
    let before = document().active_element();
    parent.append_child(&area).ok()?;
    area.select();
    let html = document().dyn_into::<web_sys::HtmlDocument>().ok()?;
    let done = html.exec_command("copy").ok();
    area.remove();
    if let Some(before) = before.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = before.focus();
    }
    done
}
