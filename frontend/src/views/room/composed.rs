//! What is being written as it will be seen.

use leptos::prelude::*;

use super::composing::Composing;
use super::message::named_in;
use crate::state::{Aspect, app};
use crate::text::t;
use crate::views::emoji::named_emoji;
use crate::views::markdown::{Named, Text};

#[component]
pub fn Composed(composing: Composing) -> impl IntoView {
    let app = app();
    let text = composing.written;
    let named = Memo::new(move |_| {
        app.replica.track(Aspect::People);
        let named = app.replica.peek(|chat| named_in(chat, None)).unwrap_or_default();
        Named { emoji: text.with(|text| named_emoji(app, text)), ..named }
    });
    view! {
        <div class="composed" role="region" aria-label=t().preview tabindex="0" data-testid="composed">
            <Text text named/>
        </div>
    }
}
