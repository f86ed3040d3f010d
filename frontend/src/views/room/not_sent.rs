//! A message that the server refused: why, and what to do.

use leptos::prelude::*;
use natter_client::{Item, SendState};

use crate::state::app;
use crate::text::{refusal_text, t};
use crate::views::icon::{Glyph, Icon};

#[component]
pub fn NotSent(item: Item) -> impl IntoView {
    let app = app();
    let why = match &item.state {
        SendState::Refused { code: Some(code), detail, .. } => Some(refusal_text(*code, detail.as_deref())),
        _ => None,
    };
    let item = StoredValue::new(item);
    view! {
        <p class="not-sent" role="alert" data-testid="not-sent">
            <Glyph icon=Icon::Alert size=14/>
            <span>{t().not_sent} {why.map(|why| format!(": {}", why.trim_end_matches('.')))}</span>
            " · "
            <span class="not-sent-deeds">
                <button data-testid="retry" on:click=move |_| item.with_value(|item| app.sending.retry(app, item))>
                    {t().retry}
                </button>
                " · "
                <button data-testid="delete-unsent"
                    on:click=move |_| item.with_value(|item| app.sending.delete(app, item))>
                    {t().delete}
                </button>
            </span>
        </p>
    }
}
