//! What the composer says and asks beside the text.

use leptos::prelude::*;
use natter_protocol::{Presence, RoomId, UserId};

use super::composing::Composing;
use crate::state::{Aspect, app};
use crate::text::t;
use crate::views::icon::{Glyph, Icon};

/// Says how many people a word would call, before it is sent.
#[component]
pub fn CallsMany(room: RoomId, word: String) -> impl IntoView {
    let app = app();
    let people = move |only_here: bool| {
        let me = app.replica.me();
        let members = app.replica.read(Aspect::Members(room), |chat| {
            let state = chat.room(room)?;
            let members = state.members().members();
            let others = members.iter().map(|member| member.user_id);
            let others: Vec<_> = others.filter(|user| Some(*user) != me).collect();
            let count = if state.members().is_loaded() {
                let is_called = |user: &&UserId| !only_here || chat.presence(**user) != Presence::Offline;
                others.iter().filter(is_called).count()
            } else {
                state.member_count().saturating_sub(1) as usize
            };
            Some((count, others))
        });
        let (count, others) = members.flatten().unwrap_or_default();
        if only_here {
            // Whoever comes or goes meanwhile is counted anew.
            others.into_iter().for_each(|user| app.replica.track(Aspect::Presence(user)));
        }
        count
    };
    let text = move || (t().calls_people)(&word, people(word == "here"));
    view! { <p class="calls-many" role="status" data-testid="calls-many"><Glyph icon=Icon::Alert size=14/>{text}</p> }
}

/// Whether a reply shows in the room, too.
#[component]
pub fn AlsoSend(composing: Composing) -> impl IntoView {
    let app = app();
    view! {
        <label class="also-send">
            <input type="checkbox" bind:checked=composing.broadcast data-testid="also-send"/>
            <span class="cut">{move || (t().also_send_to)(&app.room_label(composing.open.room))}</span>
        </label>
    }
}
