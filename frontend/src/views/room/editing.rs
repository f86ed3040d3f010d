//! Changing what one said, in its place.

use leptos::prelude::*;
use natter_protocol::MessageId;

use super::growing::{around_selection, composes, grow, in_code_block};
use crate::api::calls;
use crate::state::{OpenRoom, app};
use crate::text::t;

#[component]
pub fn Editor(open: OpenRoom, id: MessageId) -> impl IntoView {
    let app = app();
    let said = app.replica.peek(|chat| {
        let message = chat.message(open.room, id)?;
        Some((message.text.clone(), !message.attachments.is_empty()))
    });
    let (said, has_files) = said.flatten().unwrap_or_default();
    let said = StoredValue::new(said);
    let area = NodeRef::<leptos::html::Textarea>::new();
    area.on_load(move |area| {
        request_animation_frame(move || {
            area.set_value(&said.get_value());
            grow(&area);
            let _ = area.focus();
        });
    });
    let close = move || {
        open.editing.set(None);
        crate::views::focus::focus_composer();
    };
    let save = move || {
        let Some(area) = area.get() else { return };
        let text = area.value();
        let text = text.trim_end().to_owned();
        close();
        // With files there is a message left without a word.
        if text.trim().is_empty() && !has_files {
            app.deleting.mark(app, open.room, id);
        } else if said.with_value(|said| *said != text) {
            app.attempt(async move { calls::edit(open.room, id, text).await });
        }
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let in_code = area.get().is_some_and(|area| in_code_block(&around_selection(&area).0));
        match event.key().as_str() {
            "Escape" => {
                event.stop_propagation();
                close();
            }
            "Enter" if !event.shift_key() && !composes(&event) && !in_code => {
                event.prevent_default();
                save();
            }
            _ => event.stop_propagation(),
        }
    };
    view! {
        <div class="editor">
            <textarea
                node_ref=area
                rows="1"
                dir="auto"
                aria-label=t().edit
                data-testid="editor"
                on:input=move |event| grow(&event_target(&event))
                on:keydown=keys
            ></textarea>
            <div class="editor-foot">
                <span class="hint">{t().editor_hint}</span>
                <button class="button small" on:click=move |_| close()>{t().cancel}</button>
                <button class="button small main" data-testid="save-edit" on:click=move |_| save()>{t().save}</button>
            </div>
        </div>
    }
}
