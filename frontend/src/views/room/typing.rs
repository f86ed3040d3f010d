//! Who is typing.

use leptos::prelude::*;
use natter_client::format::{Typists, typists};
use natter_protocol::RoomId;

use crate::browser::now;
use crate::state::{Aspect, app};
use crate::text::t;

/// Always as high, so that nothing jumps.
#[component]
pub fn TypingLine(room: RoomId) -> impl IntoView {
    let app = app();
    let line = Memo::new(move |_| {
        app.replica.track(Aspect::People);
        app.replica.read(Aspect::Typing(room), |chat| {
            let users = chat.typing(room, now());
            let names: Vec<&str> =
                users.iter().filter_map(|user| Some(chat.user(*user)?.display_name.as_str())).collect();
            match typists(&names) {
                Typists::Nobody => None,
                Typists::One(name) => Some((t().typing_one)(name)),
                Typists::Two(one, two) => Some((t().typing_two)(one, two)),
                Typists::Several => Some(t().typing_several.to_owned()),
            }
        })?
    });
    view! {
        <div class="typing" aria-live="off" data-testid="typing">
            {move || line.get().map(|line| view! {
                <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
                <span class="cut">{line}</span>
            })}
        </div>
    }
}
