//! The sidebar's right edge, which can be moved: by dragging, with the arrow keys, back by a double click.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

use crate::browser::document;
use crate::native;
use crate::text::t;

/// In pixels; as narrow and as wide as it may be, and as it is unless moved.
const LEAST: i32 = 200;
const MOST: i32 = 420;
const USUAL: i32 = 264;
/// One press of an arrow key.
const STEP: i32 = 16;
const KEPT: &str = "natter.side-width";

#[component]
pub fn Edge() -> impl IntoView {
    let kept = native::read(KEPT).and_then(|width| width.parse().ok());
    let width = RwSignal::new(kept.unwrap_or(USUAL).clamp(LEAST, MOST));
    if kept.is_some() {
        apply(Some(width.get_untracked()));
    }
    let moves = move |to: i32| {
        width.set(to.clamp(LEAST, MOST));
        apply(Some(width.get_untracked()));
        native::write(KEPT, &width.get_untracked().to_string());
    };
    let element =
        |event: &web_sys::Event| event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let keys = move |event: leptos::ev::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowLeft" => moves(width.get_untracked() - if from_right() { -STEP } else { STEP }),
            "ArrowRight" => moves(width.get_untracked() + if from_right() { -STEP } else { STEP }),
            "Home" => moves(LEAST),
            "End" => moves(MOST),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div
            class="side-edge"
            role="separator"
            tabindex="0"
            aria-orientation="vertical"
            aria-label=t().sidebar_width
            aria-valuemin=LEAST.to_string()
            aria-valuemax=MOST.to_string()
            aria-valuenow=move || width.get().to_string()
            data-testid="side-edge"
            on:keydown=keys
            on:dblclick=move |_| {
                native::remove(KEPT);
                width.set(USUAL);
                apply(None);
            }
            on:pointerdown=move |event| {
                if let Some(edge) = element(&event) {
                    let _ = edge.set_pointer_capture(event.pointer_id());
                    event.prevent_default();
                }
            }
            on:pointermove=move |event| {
                if element(&event).is_some_and(|edge| edge.has_pointer_capture(event.pointer_id())) {
                    moves(if from_right() { full_width() - event.client_x() } else { event.client_x() });
                }
            }
        ></div>
    }
    .into_any()
}

/// None: as the style sheet has it.
fn apply(width: Option<i32>) {
    let Some(root) = document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    let style = HtmlElement::style(&root);
    let _ = match width {
        Some(width) => style.set_property("--side-width", &format!("{width}px")),
        None => style.remove_property("--side-width").map(|_| ()),
    };
}

/// Whether the language runs from right to left, and with it the interface.
fn from_right() -> bool {
    document().document_element().is_some_and(|root| root.get_attribute("dir").as_deref() == Some("rtl"))
}

fn full_width() -> i32 {
    document().document_element().map_or(0, |root| root.client_width())
}
