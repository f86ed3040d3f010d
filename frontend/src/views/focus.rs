//! Where the focus goes when something that lay over the page is gone.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::browser::{document, touches};

/// Puts the caret into the composer.
pub fn focus_composer() {
    if let Ok(Some(area)) = document().query_selector("#composer")
        && let Ok(area) = area.dyn_into::<HtmlElement>()
    {
        let _ = area.focus();
    }
}

/// When the calling component ends, the focus goes back to where it was when it began, unless it has gone
/// somewhere else by then.
pub fn give_back_focus() {
    let before = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let before = StoredValue::new_local(before);
    on_cleanup(move || {
        let Some(Some(before)) = before.try_get_value() else { return };
        request_animation_frame(move || {
            let is_nowhere = document().active_element().is_none_or(|now| now.tag_name() == "BODY");
            if !is_nowhere {
                return;
            }
            if before.is_connected() && before.tag_name() != "BODY" {
                let _ = before.focus();
            } else if !touches() {
                focus_composer();
            }
        });
    });
}
