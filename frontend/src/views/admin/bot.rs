//! One bot: what it shows to come in, who may speak as it, and how it is called.

use leptos::prelude::*;
use natter_protocol::bot::Bot;
use natter_protocol::command::UpdateMe;
use natter_protocol::{User, limits, routes};

use super::integrations::{Made, Shelf};
use super::once::Once;
use super::tokens::Tokens;
use super::webhooks::Webhooks;
use super::{Sure, act};
use crate::api::calls;
use crate::native;
use crate::state::app;
use crate::text::{a, s, t};
use crate::views::form::{Form, TextField, WholeWrong, Wrong};

#[component]
pub fn BotCard(bot: Bot, shelf: Shelf) -> impl IntoView {
    let app = app();
    let Bot { user, tokens, webhooks } = bot;
    let id = user.id;
    let name = user.display_name.clone();
    let question = (a().deactivate_question)(&name);
    if user.deactivated_at.is_some() {
        return view! {
            <div class="sheet-more">
                <div class="sheet-actions">
                    <button class="button small" data-testid="reactivate"
                        on:click=move |_| act(app, shelf.load, async move { calls::reactivate(id).await })>
                        {a().reactivate}
                    </button>
                </div>
            </div>
        }
        .into_any();
    }
    view! {
        <div class="sheet-more">
            {move || shelf.made.get().map(|made| view! { <JustMade made bot=name.clone()/> })}
            <Tokens bot=id tokens shelf/>
            <Webhooks bot=id webhooks shelf/>
            <Called user shelf/>
            <div class="sheet-actions">
                <Sure text=a().deactivate question note=a().deactivate_bot_note testid="deactivate"
                    does=move |()| act(app, shelf.load, async move { calls::deactivate(id).await })/>
            </div>
        </div>
    }
    .into_any()
}

/// What is not shown again.
#[component]
fn JustMade(made: Made, bot: String) -> impl IntoView {
    match made {
        Made::Token(text) => view! {
            <Once heading=(a().token_of)(&bot) label=a().token note=a().token_note testid="secret" text/>
        }
        .into_any(),
        Made::Webhook(code) => {
            let text = format!("{}{}", native::public_origin(), routes::hook(&code));
            let body = format!("{{\"text\": \"{}\"}}", a().webhook_greeting);
            let example = format!("curl -H 'Content-Type: application/json' -d '{body}' {text}");
            view! {
                <Once heading=(a().webhook_of)(&bot) label=a().webhook_address note=a().webhook_note testid="secret" text/>
                <p class="hint">{a().webhook_try}</p>
                <code class="secret" data-testid="webhook-example">{example}</code>
            }
            .into_any()
        }
    }
}

/// Its name and what it does.
#[component]
fn Called(user: User, shelf: Shelf) -> impl IntoView {
    let app = app();
    let id = user.id;
    let name = RwSignal::new(user.display_name);
    let title = RwSignal::new(user.title.unwrap_or_default());
    let form = Form::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body =
            UpdateMe { display_name: Some(name.get()), title: Some(title.get()), ..UpdateMe::default() };
        form.send(Wrong::default(), &["display_name", "title"], async move {
            calls::update_bot(id, &body).await?;
            app.overlay.notice(s().saved);
            shelf.load.try_run(());
            Ok(())
        });
    };
    view! {
        <form novalidate class="sheet-form" on:submit=submit data-testid="bot-form">
            <WholeWrong wrong=form.wrong/>
            <TextField id="bot-name" name="display_name" label=t().name value=name wrong=form.wrong
                max=limits::DISPLAY_NAME_CHARS/>
            <TextField id="bot-title" name="title" label=a().bot_title value=title wrong=form.wrong
                placeholder=a().bot_title_example max=limits::PROFILE_LINE_CHARS optional=true/>
            <button class="button small" type="submit" disabled=form.busy data-testid="save-bot">{t().save}</button>
        </form>
    }
}
