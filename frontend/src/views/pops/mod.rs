//! Small things that open beside a button: menus, the emoji, the connection.

mod date;
mod edits;
mod menus;
mod message_menu;
mod own_menu;
mod room_preferences;
mod times;

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::connection::ConnectionDetails;
use super::emoji::EmojiPicker;
use super::focus::give_back_focus;
use super::keys::is_writing;
use super::later::{Part, later};
use super::profile::ProfileCard;
use crate::browser::{document, window};
use crate::state::{OpenRoom, Pop, PopKind, app};
use crate::text::{s, t};
use date::JumpToDate;
use edits::Edits;
use menus::{AddRoomMenu, MemberMenu, RoomMenu, ServerMenu};
use message_menu::MessageMenu;
use own_menu::OwnMenu;
pub use times::LaterSink;
use times::{RemindMenu, SendLaterMenu};

/// Where an emoji for the composer goes.
#[derive(Debug, Clone, Copy)]
pub struct EmojiSink(pub StoredValue<Option<Callback<String>>>);

/// The room or thread of whose message the menu is open.
#[derive(Debug, Clone, Copy)]
pub struct Acting(pub StoredValue<Option<OpenRoom>>);

#[component]
pub fn Pops() -> impl IntoView {
    let app = app();
    move || app.overlay.pop.get().map(|pop| later(Part::Pop(pop)))
}

#[component]
pub fn OnePop(pop: Pop) -> impl IntoView {
    let app = app();
    let node = NodeRef::<leptos::html::Div>::new();
    give_back_focus();
    node.on_load(move |element| {
        request_animation_frame(move || {
            place(&element, pop);
            let first = element.query_selector("input, button, a").ok().flatten();
            focus(first.unwrap_or_else(|| element.clone().into()));
        });
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| app.overlay.pop.set(None));
    on_cleanup(move || resized.remove());
    let close = move || app.overlay.pop.set(None);
    let after = |at: Option<u32>, count| at.map_or(0, |at| (at + 1) % count);
    let keys = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            event.stop_propagation();
            close();
        }
        // From room to room, and the like.
        _ if event.alt_key() || event.ctrl_key() || event.meta_key() => {}
        "ArrowLeft" | "ArrowRight" | "Home" | "End" if is_writing(&event) => {}
        "ArrowDown" | "ArrowRight" => move_focus(&event, after),
        "ArrowUp" | "ArrowLeft" => {
            move_focus(&event, |at, count| at.unwrap_or(0).checked_sub(1).unwrap_or(count - 1));
        }
        "Home" => move_focus(&event, |_, _| 0),
        "End" => move_focus(&event, |_, count| count - 1),
        // From a field to what belongs to it.
        "Tab" if is_writing(&event) => move_focus(&event, after),
        "Tab" => close(),
        _ => {}
    };
    let label = match pop.kind {
        PopKind::Profile(user) => (s().profile_of)(&app.replica.name_of(user).unwrap_or_default()),
        PopKind::React(..) | PopKind::Emoji => t().emoji.to_owned(),
        _ => s().menu.to_owned(),
    };
    view! {
        <div class="pop-scrim" on:pointerdown=move |_| close()></div>
        <div node_ref=node class="pop" role="dialog" aria-label=label tabindex="-1" on:keydown=keys data-testid="pop">
            {match pop.kind {
                PopKind::ServerMenu => view! { <ServerMenu/> }.into_any(),
                PopKind::AddRoom => view! { <AddRoomMenu/> }.into_any(),
                PopKind::RoomMenu(room) => view! { <RoomMenu room/> }.into_any(),
                PopKind::MemberMenu(room, user) => view! { <MemberMenu room user/> }.into_any(),
                PopKind::OwnMenu => view! { <OwnMenu/> }.into_any(),
                PopKind::Profile(user) => view! { <ProfileCard user/> }.into_any(),
                PopKind::Message(id) => view! { <MessageMenu id/> }.into_any(),
                PopKind::Date => view! { <JumpToDate/> }.into_any(),
                PopKind::Edits(room, id) => view! { <Edits room id/> }.into_any(),
                PopKind::SendLater => view! { <SendLaterMenu/> }.into_any(),
                PopKind::Remind(room, message) => view! { <RemindMenu room message/> }.into_any(),
                PopKind::Connection => view! { <ConnectionDetails/> }.into_any(),
                PopKind::React(room, message) => {
                    let pick = Callback::new(move |emoji: String| {
                        app.overlay.pop.set(None);
                        app.toggle_reaction(room, message, &emoji);
                    });
                    view! { <EmojiPicker pick custom=true/> }.into_any()
                }
                PopKind::Emoji => {
                    let sink = expect_context::<EmojiSink>().0;
                    let pick = Callback::new(move |emoji: String| {
                        app.overlay.pop.set(None);
                        if let Some(sink) = sink.get_value() {
                            sink.run(emoji);
                        }
                    });
                    view! { <EmojiPicker pick custom=true/> }.into_any()
                }
            }}
        </div>
    }
}

/// Below what was pressed if there is room, else above; never outside of the window.
fn place(element: &HtmlElement, pop: Pop) {
    const GAP: f64 = 6.0;
    let size = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    let (width, height) = (size(window().inner_width()), size(window().inner_height()));
    let (own_width, own_height) = (f64::from(element.offset_width()), f64::from(element.offset_height()));
    let right_aligned = pop.left + own_width > width - GAP;
    let left = if right_aligned { pop.right - own_width } else { pop.left };
    let below = pop.bottom + GAP;
    let top = if below + own_height > height - GAP { pop.top - GAP - own_height } else { below };
    let style = element.style();
    let _ = style.set_property("left", &format!("{}px", left.clamp(GAP, (width - own_width - GAP).max(GAP))));
    let _ = style.set_property("top", &format!("{}px", top.clamp(GAP, (height - own_height - GAP).max(GAP))));
    let _ = element.class_list().add_1("placed");
}

/// Moves the focus among what can be pressed: `next` tells from where it is and how many there are, which are more than
/// none.
fn move_focus(event: &leptos::ev::KeyboardEvent, next: impl FnOnce(Option<u32>, u32) -> u32) {
    let Some(menu) = event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    let Ok(all) = menu.query_selector_all("button:not(:disabled), a") else { return };
    let count = all.length();
    let now = document().active_element();
    let at = (0..count).find(|at| {
        all.item(*at).is_some_and(|item| now.as_ref().is_some_and(|now| now.is_same_node(Some(&item))))
    });
    if count > 0 {
        if let Some(item) = all.item(next(at, count)).and_then(|item| item.dyn_into().ok()) {
            focus(item);
        }
        event.prevent_default();
    }
}

fn focus(element: web_sys::Element) {
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        let _ = element.focus();
    }
}
