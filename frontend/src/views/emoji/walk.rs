//! The picker by keys: down from the search into the rows, along and between them, and back up.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

/// Where something is in the picker, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Spot {
    left: f64,
    top: f64,
}

/// The place an arrow leads to from another; none beyond the first and the last row.
fn next(spots: &[Spot], at: usize, key: &str) -> Option<usize> {
    let here = *spots.get(at)?;
    let row = match key {
        "ArrowRight" => return Some(at + 1).filter(|at| *at < spots.len()),
        "ArrowLeft" => return at.checked_sub(1),
        "Home" => return Some(0),
        "End" => return spots.len().checked_sub(1),
        "ArrowDown" => spots[at..].iter().find(|spot| spot.top > here.top)?.top,
        "ArrowUp" => spots[..at].iter().rfind(|spot| spot.top < here.top)?.top,
        _ => return None,
    };
    let in_row = spots.iter().enumerate().filter(|(_, spot)| spot.top == row);
    let aside = |(_, spot): &(usize, &Spot)| (spot.left - here.left).abs();
    in_row.min_by(|one, other| aside(one).total_cmp(&aside(other))).map(|(at, _)| at)
}

fn all(picker: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = picker.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

fn focus(element: Option<&HtmlElement>) {
    if let Some(element) = element {
        let _ = element.focus();
    }
}

/// Does what a key means in the picker that it was pressed in; what it does not know, and Tab that leaves, is for others.
pub fn walk(event: &leptos::ev::KeyboardEvent) {
    let element = |target: Option<web_sys::EventTarget>| target?.dyn_into::<HtmlElement>().ok();
    let (Some(picker), Some(here)) = (element(event.current_target()), element(event.target())) else {
        return;
    };
    let is_in = |selector: &str| here.closest(selector).is_ok_and(|found| found.is_some());
    let key = event.key();
    let search = || all(&picker, "input").into_iter().next();
    let first = || all(&picker, ".emoji-grid button").into_iter().next();
    match key.as_str() {
        "Tab" => {
            let leaves = if event.shift_key() { here.tag_name() == "INPUT" } else { is_in(".emoji-grid") };
            if !leaves {
                event.stop_propagation();
            }
            return;
        }
        // From the search to what was found.
        "ArrowDown" if !is_in(".emoji-grid") => focus(first().as_ref()),
        _ if here.tag_name() == "INPUT" => return,
        "ArrowUp" if !is_in(".emoji-grid") => focus(search().as_ref()),
        "ArrowLeft" | "ArrowRight" if is_in(".emoji-tabs") => {
            let tabs = all(&picker, ".emoji-tabs button");
            let at = tabs.iter().position(|tab| tab.is_same_node(Some(&here))).unwrap_or(0);
            let to = if key == "ArrowRight" { at + 1 } else { at + tabs.len() - 1 };
            let tab = &tabs[to % tabs.len()];
            tab.click();
            focus(Some(tab));
        }
        "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" | "Home" | "End" => {
            let emoji = all(&picker, ".emoji-grid button");
            let Some(at) = emoji.iter().position(|emoji| emoji.is_same_node(Some(&here))) else { return };
            let spots: Vec<Spot> = emoji.iter().map(spot).collect();
            match next(&spots, at, &key) {
                Some(to) => {
                    // Tab comes back to where one was.
                    here.set_tab_index(-1);
                    emoji[to].set_tab_index(0);
                    focus(emoji.get(to));
                }
                None if key == "ArrowUp" => focus(search().as_ref()),
                None => {}
            }
        }
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

fn spot(element: &HtmlElement) -> Spot {
    let place = element.get_bounding_client_rect();
    Spot { left: place.left(), top: place.top() }
}

#[cfg(test)]
mod tests {
    use super::{Spot, next};

    /// Two of the server's last used above a heading, then five in rows of three.
    fn spots() -> Vec<Spot> {
        let places = [(0, 0), (30, 0), (0, 50), (30, 50), (60, 50), (0, 80), (30, 80)];
        places.map(|(left, top)| Spot { left: f64::from(left), top: f64::from(top) }).to_vec()
    }

    #[test]
    fn arrows_lead_along_the_rows_and_between_them() {
        let spots = spots();
        let go = |at, key| next(&spots, at, key);
        assert_eq!(go(1, "ArrowRight"), Some(2));
        assert_eq!(go(2, "ArrowLeft"), Some(1));
        assert_eq!(go(1, "ArrowDown"), Some(3));
        assert_eq!(go(4, "ArrowUp"), Some(1), "the nearest of a shorter row");
        assert_eq!(go(4, "ArrowDown"), Some(6));
        assert_eq!(go(3, "Home"), Some(0));
        assert_eq!(go(3, "End"), Some(6));
    }

    #[test]
    fn beyond_the_edge_there_is_nothing() {
        let spots = spots();
        let go = |at, key| next(&spots, at, key);
        assert_eq!(go(0, "ArrowLeft"), None);
        assert_eq!(go(6, "ArrowRight"), None);
        assert_eq!(go(5, "ArrowDown"), None);
        assert_eq!(go(1, "ArrowUp"), None);
        assert_eq!(go(7, "ArrowUp"), None);
        assert_eq!(go(0, "x"), None);
    }
}
