//! What a message said before.

use leptos::prelude::*;
use natter_protocol::{MessageId, Millis, RoomId};

use crate::state::app;
use crate::text::{full_time, t};

#[component]
pub fn Edits(room: RoomId, id: MessageId) -> impl IntoView {
    let found = RwSignal::new(Vec::new());
    app().look_up_edits(room, id, found);
    view! {
        <div class="menu edits" role="group" aria-label=t().edits data-testid="edits">
            <h3>{t().edits}</h3>
            <ol class="plain">
                {move || found.get().into_iter().enumerate().map(|(age, (text, at))| view! {
                    <li class:former={age > 0} data-testid="version">
                        <small>{if age == 0 { t().now.to_owned() } else { full_time(Millis(at)) }}</small>
                        <p dir="auto">{text}</p>
                    </li>
                }).collect_view()}
            </ol>
        </div>
    }
}
