//! The tokens of a bot.

use leptos::prelude::*;
use natter_protocol::bot::BotToken;
use natter_protocol::{UserId, limits};

use super::integrations::{Made, Shelf};
use super::{Sure, act};
use crate::api::calls;
use crate::state::app;
use crate::text::{a, day_of, t};
use crate::views::form::{Form, TextField, WholeWrong, Wrong};
use crate::views::icon::{Glyph, Icon};

#[component]
pub fn Tokens(bot: UserId, tokens: Vec<BotToken>, shelf: Shelf) -> impl IntoView {
    let is_empty = tokens.is_empty();
    view! {
        <section>
            <h3 class="settings-heading">{a().tokens}</h3>
            <ul class="plain sheet">
                {tokens.into_iter().map(|token| view! { <Row bot token shelf/> }).collect_view()}
            </ul>
            {is_empty.then(|| view! { <p class="hint">{a().no_tokens}</p> })}
            <NewToken bot shelf/>
        </section>
    }
}

#[component]
fn Row(bot: UserId, token: BotToken, shelf: Shelf) -> impl IntoView {
    let app = app();
    let id = token.id;
    let used = if token.last_seen_at > token.created_at {
        (a().used)(&day_of(token.last_seen_at))
    } else {
        a().never_used.to_owned()
    };
    let facts = [(a().made)(&day_of(token.created_at)), used];
    let question = (a().revoke_question)(&token.name);
    let revoke = move |()| {
        shelf.made.set(None);
        act(app, shelf.load, async move { calls::revoke_token(bot, id).await });
    };
    view! {
        <li class="sheet-row" data-testid="token">
            <span class="list-mark"><Glyph icon=Icon::Lock size=16/></span>
            <div class="grow">
                <b class="cut" dir="auto">{token.name}</b>
                <span class="cut">{facts.join(" · ")}</span>
            </div>
            <Sure text=a().revoke question note=a().revoke_note testid="revoke-token" does=revoke/>
        </li>
    }
}

#[component]
fn NewToken(bot: UserId, shelf: Shelf) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let form = Form::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let wanted = name.get().trim().to_owned();
        let mut missing = Wrong::default();
        if wanted.is_empty() {
            missing.field("name", t().needed);
        }
        form.send(missing, &["name"], async move {
            let made = calls::create_token(bot, wanted).await?;
            shelf.made.try_set(Some(Made::Token(made.token)));
            shelf.load.try_run(());
            Ok(())
        });
    };
    view! {
        <form novalidate class="sheet-form" on:submit=submit data-testid="new-token">
            <WholeWrong wrong=form.wrong/>
            <TextField id="token-name" name="name" label=a().token_for value=name wrong=form.wrong
                placeholder=a().token_example max=limits::INTEGRATION_NAME_CHARS/>
            <button class="button small" type="submit" disabled=form.busy data-testid="create-token">
                {a().create_token}
            </button>
        </form>
    }
}
