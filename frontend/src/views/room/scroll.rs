//! Keeping the reader's place. At the end the list follows; anywhere else the message at the top of the
//! view stays where it is, whatever is loaded, edited or dropped above and below it.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, MutationObserver, MutationObserverInit, ResizeObserver};

use crate::browser::mark;
use crate::state::{Arrival, OpenRoom};

/// Within so many pixels of the end the list follows.
const AT_END: i32 = 100;
/// More is loaded when an end of the page is so close, in pixels.
const CLOSE: i32 = 1_000;

#[derive(Debug, Clone, Copy)]
pub struct Scroller {
    open: OpenRoom,
    pub node: NodeRef<leptos::html::Div>,
    /// The message at the top of the view, and how far below the top edge it begins.
    anchor: StoredValue<Option<(String, i32)>>,
    /// More rows are about to be added.
    adding: StoredValue<bool>,
}

impl Scroller {
    pub fn new(open: OpenRoom) -> Self {
        let (anchor, adding) = (StoredValue::new(None), StoredValue::new(false));
        let scroller = Self { open, node: NodeRef::new(), anchor, adding };
        scroller.node.on_load(move |list| scroller.observe(&list));
        // Where to go was decided: the rows stand in the page by the next frame.
        Effect::new(move |_| {
            if open.arrival.with(Option::is_some) {
                request_animation_frame(move || scroller.settle());
            }
        });
        scroller
    }

    /// Whenever the content or the window changes its size, before it is painted.
    fn observe(self, list: &HtmlElement) {
        let settle = Closure::<dyn FnMut()>::new(move || self.settle());
        let function = settle.as_ref().unchecked_ref();
        let sizes = ResizeObserver::new(function).ok();
        let changes = MutationObserver::new(function).ok();
        let inner = list.first_element_child();
        if let (Some(sizes), Some(changes), Some(inner)) = (&sizes, &changes, &inner) {
            sizes.observe(list);
            sizes.observe(inner);
            let what = MutationObserverInit::new();
            what.set_child_list(true);
            let _ = changes.observe_with_options(inner, &what);
        }
        let alive = StoredValue::new_local((settle, sizes, changes));
        on_cleanup(move || {
            alive.with_value(|(_, sizes, changes)| {
                if let Some(sizes) = sizes {
                    sizes.disconnect();
                }
                if let Some(changes) = changes {
                    changes.disconnect();
                }
            });
        });
    }

    fn settle(self) {
        let Some(list) = self.node.try_get_untracked().flatten() else { return };
        let arrival = self.open.arrival.try_get_untracked().flatten();
        if let Some(arrival) = arrival {
            // Its rows come a moment after it was decided where to go.
            if !is_drawn(&list, arrival) {
                return;
            }
            self.open.arrival.try_update_untracked(Option::take);
            mark("natter.messages");
        }
        match arrival {
            Some(Arrival::Bottom) => to_end(&list),
            Some(Arrival::Divider) => self.to_divider(&list),
            Some(Arrival::Message(message)) => {
                if let Some(row) = find(&list, &message.to_string()) {
                    let above = (list.client_height() - row.offset_height()).max(0) / 3;
                    list.set_scroll_top(row.offset_top() - above);
                    let _ = row.focus();
                }
            }
            None if self.open.following.get_untracked() => to_end(&list),
            None => self.hold(&list),
        }
        self.look(&list);
    }

    /// All that is new if it fits, else its beginning with a little of what was said before.
    fn to_divider(self, list: &HtmlElement) {
        to_end(list);
        let Ok(Some(divider)) = list.query_selector("[data-divider]") else { return };
        let divider: HtmlElement = divider.unchecked_into();
        let top = divider.offset_top();
        if top < list.scroll_top() + 48 {
            list.set_scroll_top(top - list.client_height() / 4);
        }
    }

    fn hold(self, list: &HtmlElement) {
        let Some((message, below_top)) = self.anchor.get_value() else { return };
        if let Some(row) = find(list, &message) {
            let wanted = row.offset_top() - below_top;
            if wanted != list.scroll_top() {
                list.set_scroll_top(wanted);
            }
        }
    }

    /// The person scrolled.
    pub fn scrolled(self) {
        if let Some(list) = self.node.get_untracked() {
            self.look(&list);
        }
    }

    fn look(self, list: &HtmlElement) {
        let top = top_row(list);
        let place = |row: &HtmlElement| row.get_attribute("data-seq")?.parse().ok().filter(|seq| *seq > 0);
        self.open.top.set_value(top.as_ref().and_then(place));
        self.anchor.set_value(top.map(|row| {
            let name = row.get_attribute("data-message-id").unwrap_or_default();
            (name, row.offset_top() - list.scroll_top())
        }));
        self.open.at_end(below(list) < AT_END);
        // Rows that came while the browser prepares a frame would delay it: they do after it, a few each frame.
        if !self.adding.get_value() && (list.scroll_top() < CLOSE || below(list) < CLOSE) {
            self.adding.set_value(true);
            request_animation_frame(move || set_timeout(move || self.add(), Duration::ZERO));
        }
    }

    /// More rows where few are left to scroll to.
    fn add(self) {
        if self.adding.try_set_value(false).is_some() {
            return;
        }
        // Without a height every end is close, and what came at one would push out what came at the other.
        let list = self.node.get_untracked().filter(|list| list.client_height() > 0);
        let Some(list) = list else { return };
        let (above, below) = (list.scroll_top(), below(&list));
        if above < CLOSE {
            self.open.more_older();
        }
        if below < CLOSE {
            self.open.more_newer();
        }
    }
}

fn below(list: &Element) -> i32 {
    list.scroll_height() - list.scroll_top() - list.client_height()
}

fn to_end(list: &Element) {
    list.set_scroll_top(list.scroll_height());
}

/// Whether what is gone to stands in the page.
fn is_drawn(list: &Element, arrival: Arrival) -> bool {
    match arrival {
        Arrival::Bottom => true,
        Arrival::Divider => matches!(list.query_selector("[data-message-id]"), Ok(Some(_))),
        Arrival::Message(message) => find(list, &message.to_string()).is_some(),
    }
}

fn find(list: &Element, message: &str) -> Option<HtmlElement> {
    list.query_selector(&format!("[data-message-id=\"{message}\"]")).ok().flatten()?.dyn_into().ok()
}

/// The first message that is at least partly in view, by bisection: the rows are in order, but for the days among
/// them, which stick to the top.
fn top_row(list: &HtmlElement) -> Option<HtmlElement> {
    let rows = list.first_element_child()?.children();
    let message = |from: u32, to: u32| {
        (from..to).find_map(|at| {
            let row = rows.item(at).filter(|row| row.has_attribute("data-message-id"))?;
            Some((at, row.unchecked_into::<HtmlElement>()))
        })
    };
    let top = list.scroll_top();
    let (mut low, mut high) = (0, rows.length());
    while low < high {
        let middle = u32::midpoint(low, high);
        match message(middle, high) {
            Some((at, row)) if row.offset_top() + row.offset_height() <= top => low = at + 1,
            _ => high = middle,
        }
    }
    message(low, rows.length()).map(|(_, row)| row)
}
