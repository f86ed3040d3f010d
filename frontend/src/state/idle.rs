//! Away after five minutes without a key or a movement, online again with the next one; and the other
//! things that the window itself reports.

use js_sys::Reflect;
use leptos::prelude::*;
use natter_client::{Input, Word};
use natter_protocol::Presence;
use wasm_bindgen::prelude::*;
use web_sys::PageTransitionEvent;

use super::{App, Phase};
use crate::browser::{document, now, window};

/// Milliseconds without input after which a person is away.
const IDLE: i64 = 5 * 60_000;
/// The other tabs are told of input after a pause of so many milliseconds.
const REPEAT: i64 = 5_000;

pub fn watch_for_idleness(app: App) {
    let (last_input, away) = (app.session.last_input, app.session.away);
    let in_chat = move || app.session.phase.with_untracked(|phase| *phase == Phase::Chat);
    let active = move || {
        let before = last_input.try_update_value(|last| std::mem::replace(last, now())).unwrap_or_default();
        if now().0 - before.0 >= REPEAT {
            app.say(Word::Active);
        }
        if away.get_value() && in_chat() {
            away.set_value(false);
            app.announce_presence(Presence::Online);
        }
    };
    for kind in ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"] {
        listen(&window(), kind, active);
    }
    set_interval(
        move || {
            if !away.get_value() && in_chat() && now().0 - last_input.get_value().0 >= IDLE {
                away.set_value(true);
                app.announce_presence(Presence::Away);
            }
        },
        std::time::Duration::from_secs(10),
    );
    let tell = move |input: Input| {
        if in_chat() {
            app.tell(input);
        }
    };
    listen(&window(), "online", move || tell(Input::Online));
    listen(&window(), "offline", move || tell(Input::Offline));
    listen(&document(), "visibilitychange", move || {
        if in_chat() && document().visibility_state() == web_sys::VisibilityState::Visible {
            app.hurry();
        }
    });
    listen_for_returns(app, in_chat);
    listen(&window(), "pagehide", move || app.deleting.leave(app));
}

/// Back from the browser's cache of pages, or in another network: nothing that was open can be relied on.
fn listen_for_returns(app: App, in_chat: impl Fn() -> bool + Copy + 'static) {
    let returned = Closure::<dyn FnMut(PageTransitionEvent)>::new(move |event: PageTransitionEvent| {
        if event.persisted() && in_chat() {
            app.tell(Input::NetworkChanged);
            app.hurry();
        }
    });
    let _ = window().add_event_listener_with_callback("pageshow", returned.as_ref().unchecked_ref());
    returned.forget();
    // Where the browser tells: it also reports every new guess of the speed, which says nothing.
    let network = Reflect::get(&window().navigator(), &"connection".into()).unwrap_or_default();
    let kind =
        |network: &JsValue| Reflect::get(network, &"type".into()).ok().and_then(|kind| kind.as_string());
    let before = StoredValue::new(kind(&network));
    if let Some(target) = network.dyn_ref::<web_sys::EventTarget>() {
        let source = network.clone();
        listen(target, "change", move || {
            let now = kind(&source);
            if before.try_update_value(|before| std::mem::replace(before, now.clone())).flatten() != now
                && in_chat()
            {
                app.tell(Input::NetworkChanged);
            }
        });
    }
}

/// Listens as long as the page lives.
fn listen(target: &web_sys::EventTarget, kind: &str, then: impl FnMut() + 'static) {
    let then = Closure::<dyn FnMut()>::new(then);
    let _ = target.add_event_listener_with_callback(kind, then.as_ref().unchecked_ref());
    then.forget();
}
