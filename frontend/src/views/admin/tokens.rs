//! The tokens of a bot.

use leptos::prelude::*;
use natter_protocol::bot::BotToken;
use natter_protocol::{UserId, limits};

use super::act;
use super::given::{Given, GivenRow, purpose};
use super::integrations::{Made, Shelf};
use crate::api::calls;
use crate::state::app;
use crate::text::{a, day_of};
use crate::views::form::{Form, TextField, WholeWrong};
use crate::views::icon::Icon;

#[component]
pub fn Tokens(bot: UserId, tokens: Vec<BotToken>, shelf: Shelf) -> impl IntoView {
    let rows = tokens.into_iter().map(|token| view! { <Row bot token shelf/> }.into_any()).collect();
    view! { <Given heading=a().tokens rows none=a().no_tokens><NewToken bot shelf/></Given> }
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
    let facts = [(a().made)(&day_of(token.created_at)), used].join(" · ");
    let question = (a().revoke_question)(&token.name);
    let revoke = move |()| {
        shelf.made.set(None);
        act(app, shelf.load, async move { calls::revoke_token(bot, id).await });
    };
    view! {
        <GivenRow icon=Icon::Lock name=token.name facts text=a().revoke question note=a().revoke_note
            testids=("token", "revoke-token") take_back=revoke/>
    }
}

#[component]
fn NewToken(bot: UserId, shelf: Shelf) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let form = Form::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (wanted, missing) = purpose(name);
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
