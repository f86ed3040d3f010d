//! Bots: programs that take part.

use leptos::prelude::*;
use natter_protocol::bot::{Bot, BotList, CreateBot};
use natter_protocol::{UserId, limits};

use super::Fetched;
use super::bot::BotCard;
use crate::api::calls;
use crate::native;
use crate::state::app;
use crate::text::{a, t};
use crate::views::avatar::Avatar;
use crate::views::form::{Form, TextField, WholeWrong, Wrong};
use crate::views::handle::handle;
use crate::views::icon::{Glyph, Icon};

/// What was just made for a bot; its address or token is not told again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    Token(String),
    /// A webhook's code.
    Webhook(String),
}

/// What the cards of the bots have in common.
#[derive(Debug, Clone, Copy)]
pub struct Shelf {
    /// Whose card is open, …
    open: RwSignal<Option<UserId>>,
    /// … and what was made for it since.
    pub made: RwSignal<Option<Made>>,
    /// Shows the bots as they are now.
    pub load: Callback<()>,
}

impl Shelf {
    fn turn_to(self, bot: Option<UserId>) {
        self.made.try_set(None);
        self.open.try_set(bot);
    }
}

#[component]
pub fn Integrations() -> impl IntoView {
    let app = app();
    let list = Fetched::<BotList>::new();
    let load = Callback::new(move |()| {
        list.fetch(async move {
            let list = calls::bots().await?;
            app.meet(list.bots.iter().flat_map(|bot| bot.webhooks.iter().map(|webhook| webhook.created_by)));
            Ok(list)
        });
    });
    load.run(());
    let making = RwSignal::new(false);
    let shelf = Shelf { open: RwSignal::new(None), made: RwSignal::new(None), load };
    view! {
        <p class="dialog-note">
            {a().integrations_note} " "
            <a class="link" href=format!("{}/api/docs", native::public_origin()) target="_blank" rel="noopener noreferrer">
                {a().api_docs}
            </a>
        </p>
        {move || if making.get() {
            view! { <NewBot shelf making/> }.into_any()
        } else {
            view! {
                <div class="pane-bar">
                    <button class="button main" data-testid="make-bot" on:click=move |_| making.set(true)>
                        <Glyph icon=Icon::Plus size=16/> {a().new_bot}
                    </button>
                </div>
            }.into_any()
        }}
        {list.show(move |list| {
            let is_empty = list.bots.is_empty();
            view! {
                <ul class="plain sheet" data-testid="bots">
                    {list.bots.into_iter().map(|bot| view! { <Row bot shelf/> }).collect_view()}
                </ul>
                {is_empty.then(|| view! { <p class="empty-note">{a().no_bots}</p> })}
            }.into_any()
        })}
    }
}

#[component]
fn NewBot(shelf: Shelf, making: RwSignal<bool>) -> impl IntoView {
    let username = RwSignal::new(String::new());
    let name = RwSignal::new(String::new());
    let title = RwSignal::new(String::new());
    let form = Form::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut missing = Wrong::default();
        if username.with(|name| name.trim().is_empty()) {
            missing.field("username", t().needed);
        }
        let given =
            |text: RwSignal<String>| Some(text.get().trim().to_owned()).filter(|text| !text.is_empty());
        let body = CreateBot {
            username: username.get().trim().to_owned(),
            display_name: given(name),
            title: given(title),
        };
        form.send(missing, &["username", "display_name", "title"], async move {
            let bot = calls::create_bot(&body).await?;
            making.try_set(false);
            shelf.turn_to(Some(bot.user.id));
            shelf.load.try_run(());
            Ok(())
        });
    };
    view! {
        <form novalidate on:submit=submit data-testid="new-bot">
            <h3 class="settings-heading">{a().new_bot}</h3>
            <WholeWrong wrong=form.wrong/>
            <TextField name="username" label=t().username value=username wrong=form.wrong max=limits::USERNAME_CHARS
                focus=true/>
            <TextField name="display_name" label=t().name value=name wrong=form.wrong
                max=limits::DISPLAY_NAME_CHARS optional=true/>
            <TextField name="title" label=a().bot_title value=title wrong=form.wrong placeholder=a().bot_title_example
                max=limits::PROFILE_LINE_CHARS optional=true/>
            <div class="group-foot">
                <button class="button main" type="submit" disabled=form.busy data-testid="create-bot">
                    {a().create_bot}
                </button>
                <button class="button quiet" type="button" on:click=move |_| making.set(false)>{t().cancel}</button>
            </div>
        </form>
    }
}

#[component]
fn Row(bot: Bot, shelf: Shelf) -> impl IntoView {
    let user = bot.user.clone();
    let id = user.id;
    let username = user.username.clone();
    let gone = user.deactivated_at.is_some();
    let is_open = move || shelf.open.get() == Some(id);
    let toggle = move |_| {
        let open = (!shelf.open.with_untracked(|open| *open == Some(id))).then_some(id);
        shelf.turn_to(open);
    };
    view! {
        <li class="sheet-row foldable" class:gone=gone data-testid="bot" data-username=username>
            <button class="sheet-line" aria-expanded=move || is_open().to_string() data-testid="open-bot"
                on:click=toggle>
                <Avatar user=id name=user.display_name.clone() size=32/>
                <span class="grow">
                    <b class="cut" dir="auto">{user.display_name}</b>
                    <span class="cut" dir="auto">{handle(user.username)} {user.title.map(|title| format!(" · {title}"))}</span>
                </span>
                {gone.then(|| view! { <span class="tag">{t().deactivated}</span> })}
                <Glyph icon=Icon::ChevronDown size=16/>
            </button>
            {move || is_open().then(|| view! { <BotCard bot=bot.clone() shelf/> })}
        </li>
    }
}
