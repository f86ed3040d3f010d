//! How sending a message goes: nothing for two seconds, a clock after that, and what to do when it failed.

use leptos::prelude::*;
use natter_client::{Item, SendState};

use super::message::Shown;
use crate::state::app;
use crate::text::{refusal_text, t};
use crate::views::icon::{Glyph, Icon};

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
            SendState::Refused { code, detail, .. } => {
                let why = code.map(|code| refusal_text(code, detail.as_deref()));
                view! { <Refused item why/> }.into_any()
            }
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

#[component]
fn Refused(item: Item, why: Option<String>) -> impl IntoView {
    let app = app();
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
