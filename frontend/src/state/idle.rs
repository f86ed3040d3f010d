//! Away after five minutes without a key or a movement, online again with the next one; and the other
//! things that the window itself reports.

use leptos::prelude::*;
use natter_client::Input;
use natter_protocol::Presence;
use wasm_bindgen::prelude::*;

use super::{App, Phase};
use crate::browser::{document, now, window};

/// Milliseconds without input after which a person is away.
const IDLE: i64 = 5 * 60_000;

pub fn watch_for_idleness(app: App) {
    let last_input = StoredValue::new(now());
    let away = StoredValue::new(false);
    let in_chat = move || app.session.phase.with_untracked(|phase| *phase == Phase::Chat);
    let active = move || {
        last_input.set_value(now());
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
    listen(&window(), "pageshow", move || tell(Input::Visible));
    listen(&document(), "visibilitychange", move || {
        if document().visibility_state() == web_sys::VisibilityState::Visible {
            tell(Input::Visible);
        }
    });
    listen(&window(), "pagehide", move || app.deleting.delete_all(app));
}

/// Listens as long as the page lives.
fn listen(target: &web_sys::EventTarget, kind: &str, then: impl FnMut() + 'static) {
    let then = Closure::<dyn FnMut()>::new(then);
    let _ = target.add_event_listener_with_callback(kind, then.as_ref().unchecked_ref());
    then.forget();
}
