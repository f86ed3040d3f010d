//! How sending a message goes: nothing for two seconds, a clock after that, and what to do when it failed.

use leptos::prelude::*;
use natter_client::SendState;

use super::message::Shown;
use crate::text::t;
use crate::views::icon::{Glyph, Icon};
use crate::views::later::{Part, later};

#[component]
pub fn EchoState(shown: Memo<Option<Shown>>) -> impl IntoView {
    let state = Memo::new(move |_| {
        shown.with(|shown| match shown {
            Some(Shown::Echo(item)) => Some(item.clone()),
            _ => None,
        })
    });
    move || {
        state.get().map(|item| match &item.state {
            SendState::Refused { .. } => later(Part::NotSent(Box::new(item))),
            SendState::Pending | SendState::Unknown => view! {
                <span class="sending" title=t().sending data-testid="sending">
                    <Glyph icon=Icon::Clock size=14/>
                    <span class="unseen">{t().sending}</span>
                </span>
            }
            .into_any(),
        })
    }
}
