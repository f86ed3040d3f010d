//! The webhooks of a bot.

use leptos::prelude::*;
use natter_client::Chat;
use natter_client::sort::sort_by_key;
use natter_protocol::bot::Webhook;
use natter_protocol::{RoomId, RoomKind, UserId, limits};

use super::act;
use super::given::{Given, GivenRow, purpose};
use super::integrations::{Made, Shelf};
use crate::api::calls;
use crate::state::app;
use crate::text::{a, day_of, lowercase, t};
use crate::views::form::{Form, TextField, WholeWrong};
use crate::views::icon::Icon;

#[component]
pub fn Webhooks(bot: UserId, webhooks: Vec<Webhook>, shelf: Shelf) -> impl IntoView {
    let rows = webhooks.into_iter().map(|webhook| view! { <Row bot webhook shelf/> }.into_any()).collect();
    view! { <Given heading=a().webhooks rows none=a().no_webhooks><NewWebhook bot shelf/></Given> }
}

#[component]
fn Row(bot: UserId, webhook: Webhook, shelf: Shelf) -> impl IntoView {
    let app = app();
    let (id, by) = (webhook.id, webhook.created_by);
    let used = webhook.last_used_at.map_or_else(|| a().never_used.to_owned(), |at| (a().used)(&day_of(at)));
    let room = webhook.room_name;
    let facts = Signal::derive(move || {
        let by = app.replica.name_of(by).unwrap_or_else(|| t().someone.to_owned());
        [format!("#{room}"), (a().made_by)(&by), used.clone()].join(" · ")
    });
    let question = (a().remove_webhook_question)(&webhook.name);
    let remove = move |()| {
        shelf.made.set(None);
        act(app, shelf.load, async move { calls::remove_webhook(bot, id).await });
    };
    view! {
        <GivenRow icon=Icon::Link name=webhook.name facts text=t().remove question note=a().remove_webhook_note
            testids=("webhook", "remove-webhook") take_back=remove/>
    }
}

/// The channels that one is in and that are in use, by name.
fn channels(chat: &Chat) -> Vec<(RoomId, String)> {
    let mut channels: Vec<_> = chat
        .rooms()
        .map(natter_client::RoomState::details)
        .filter(|room| room.kind != RoomKind::Direct && room.archived_at.is_none())
        .map(|room| (room.id, room.name.clone()))
        .collect();
    sort_by_key(&mut channels, |(id, name)| (lowercase(name), *id));
    channels
}

#[component]
fn NewWebhook(bot: UserId, shelf: Shelf) -> impl IntoView {
    let app = app();
    let channels = app.replica.peek(channels).unwrap_or_default();
    let Some(first) = channels.first().map(|(room, _)| *room) else {
        return view! { <p class="hint">{a().no_room_for_webhook}</p> }.into_any();
    };
    let room = RwSignal::new(first);
    let name = RwSignal::new(String::new());
    let form = Form::new();
    let choose = move |event: leptos::ev::Event| {
        if let Ok(chosen) = event_target_value(&event).parse() {
            room.set(chosen);
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (wanted, missing) = purpose(name);
        let room = room.get();
        form.send(missing, &["name"], async move {
            let made = calls::create_webhook(bot, room, wanted).await?;
            shelf.made.try_set(Some(Made::Webhook(made.code)));
            shelf.load.try_run(());
            Ok(())
        });
    };
    view! {
        <form novalidate class="sheet-form" on:submit=submit data-testid="new-webhook">
            <WholeWrong wrong=form.wrong/>
            <TextField id="webhook-name" name="name" label=a().webhook_for value=name wrong=form.wrong
                placeholder=a().webhook_example max=limits::INTEGRATION_NAME_CHARS/>
            <div class="field">
                <label for="webhook-room">{a().webhook_room}</label>
                <select class="input" id="webhook-room" data-testid="webhook-room" on:change=choose>
                    {channels.into_iter().map(|(room, name)| view! {
                        <option value=room.to_string()>"#"{name}</option>
                    }).collect_view()}
                </select>
            </div>
            <button class="button small" type="submit" disabled=form.busy data-testid="create-webhook">
                {a().create_webhook}
            </button>
        </form>
    }
    .into_any()
}
