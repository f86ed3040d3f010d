//! A query as it was understood, and what is wrong with one.

use leptos::prelude::*;
use natter_protocol::search::{Part, Query, QueryError, What, Where, Why};

use crate::state::App;
use crate::text::t;
use crate::views::icon::{Glyph, Icon};

/// What is wrong, in the reader's language.
pub fn error_text(error: &QueryError) -> String {
    match error.why {
        Why::NoValue => (t().search_no_value)(&error.part),
        Why::NotOneOf(words) => (t().search_not_one_of)(&error.part, &words.join(", ")),
        Why::NotADay => (t().search_not_a_day)(&error.part),
        Why::TooLong => t().search_too_long.to_owned(),
    }
}

/// A part as it is shown: a room without a name of its own by its people.
fn label(app: App, part: &Part) -> String {
    if let What::In(Where::Room(name)) = &part.what
        && let Ok(room) = name.parse()
        && app.replica.peek(|chat| chat.room(room).is_some()) == Some(true)
    {
        return format!("{}in:{}", if part.negated { "-" } else { "" }, app.room_label(room));
    }
    part.to_string()
}

/// Every part with a way to do without it.
pub fn chips(app: App, query: &Query) -> impl IntoView + use<> {
    let chips = query.parts.clone().into_iter().enumerate().map(|(index, part)| {
        let (query, label) = (query.clone(), label(app, &part));
        let drop_it = (t().search_drop)(&label);
        view! {
            <span class="search-chip" class:is-filter=part.is_filter() data-testid="search-chip">
                <span class="cut" dir="auto">{label}</span>
                <button
                    class="icon-button tiny"
                    aria-label=drop_it.clone()
                    title=drop_it
                    data-testid="drop-part"
                    on:click=move |_| app.overlay.search.drop_part(&query, index)
                >
                    <Glyph icon=Icon::Close size=12/>
                </button>
            </span>
        }
    });
    view! { <div class="search-chips">{chips.collect_view()}</div> }
}
