//! From one part of the page to the next.

use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::browser::document;

/// What in a region takes the focus, the best first: where one is, what one fills in, what one presses.
const ENTRANCES: [&str; 3] = ["[aria-current]", "input, textarea", "a, button"];

/// Gives the focus to the next region that is seen, or to the one before.
pub fn to_next_region(backward: bool) {
    let Ok(found) = document().query_selector_all("[data-region]") else { return };
    let all = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<HtmlElement>().ok());
    let mut seen: Vec<HtmlElement> = all.filter(is_seen).collect();
    if backward {
        seen.reverse();
    }
    let focused = document().active_element();
    let here = seen.iter().position(|region| region.contains(focused.as_deref()));
    let next = here.map_or(0, |here| here + 1);
    if !seen.is_empty() {
        enter(&seen[next % seen.len()]);
    }
}

fn is_seen(element: &HtmlElement) -> bool {
    element.offset_width() > 0
}

fn enter(region: &HtmlElement) {
    if region.tab_index() >= 0 {
        let _ = region.focus();
        return;
    }
    for entrance in ENTRANCES {
        let Ok(found) = region.query_selector_all(entrance) else { continue };
        let all = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<HtmlElement>().ok());
        if let Some(first) = all.into_iter().find(is_seen) {
            let _ = first.focus();
            return;
        }
    }
}
