//! Everyone who has an account.

use leptos::prelude::*;
use natter_protocol::administration::{Account, AccountList};
use natter_protocol::{ServerRole, UserId};

use super::Fetched;
use super::person::PersonCard;
use crate::api::calls;
use crate::browser::later;
use crate::state::app;
use crate::text::{a, day_of, t};
use crate::views::avatar::Avatar;
use crate::views::handle::handle;
use crate::views::icon::{Glyph, Icon};
use crate::views::status::bot_mark;

/// Milliseconds after the last letter until it is searched.
const PAUSE: u64 = 200;

pub(super) fn role_text(role: ServerRole) -> &'static str {
    match role {
        ServerRole::Owner => a().role_owner,
        ServerRole::Admin => a().role_admin,
        ServerRole::Member => a().role_member,
    }
}

#[component]
pub fn PeopleList() -> impl IntoView {
    let search = RwSignal::new(String::new());
    let open = RwSignal::new(None::<UserId>);
    let list = Fetched::<AccountList>::new();
    let load = Callback::new(move |()| {
        let wanted = search.get_untracked();
        list.fetch(async move { calls::accounts(&wanted, None).await });
    });
    load.run(());
    let typed = move |event: leptos::ev::Event| {
        search.set(event_target_value(&event));
        let asked = search.get_untracked();
        later(PAUSE, move || {
            if search.try_get_untracked().as_ref() == Some(&asked) {
                load.run(());
            }
        });
    };
    let more = move |after: String| {
        let wanted = search.get_untracked();
        let before =
            list.0.get_untracked().and_then(Result::ok).map(|list| list.accounts).unwrap_or_default();
        list.fetch(async move {
            let mut next = calls::accounts(&wanted, Some(&after)).await?;
            next.accounts.splice(0..0, before);
            Ok(next)
        });
    };
    view! {
        <div class="pane-bar">
            <div class="with-icon grow">
                <Glyph icon=Icon::Search/>
                <input class="input" type="search" placeholder=a().find_people aria-label=a().find_people
                    data-testid="find-accounts" on:input=typed/>
            </div>
        </div>
        {list.show(move |list| {
            let last = list.accounts.last().map(|account| account.user.username.clone()).unwrap_or_default();
            let is_empty = list.accounts.is_empty();
            view! {
                <ul class="plain sheet" data-testid="accounts">
                    {list.accounts.into_iter().map(|account| view! { <Row account open load/> }).collect_view()}
                </ul>
                {is_empty.then(|| view! { <p class="empty-note">{t().nobody_found}</p> })}
                {list.more.then(|| view! {
                    <button class="button" on:click=move |_| more(last.clone())>{a().load_more}</button>
                })}
            }.into_any()
        })}
    }
}

#[component]
fn Row(account: Account, open: RwSignal<Option<UserId>>, load: Callback<()>) -> impl IntoView {
    let app = app();
    let user = account.user.clone();
    let id = user.id;
    let gone = user.deactivated_at.is_some();
    let seen = account.last_seen_at.map_or_else(|| a().never_seen.to_owned(), |at| (a().seen)(&day_of(at)));
    let is_me = app.replica.me() == Some(id);
    let is_open = move || open.get() == Some(id);
    let details = account.clone();
    view! {
        <li class="sheet-row foldable" class:gone=gone data-testid="account" data-username=user.username.clone()>
            <button class="sheet-line" aria-expanded=move || is_open().to_string() data-testid="open-account"
                on:click=move |_| open.update(|open| *open = if *open == Some(id) { None } else { Some(id) })>
                <Avatar user=id name=user.display_name.clone() size=32/>
                <span class="grow">
                    <b class="cut" dir="auto">
                        {user.display_name.clone()} {is_me.then(|| view! { <span class="quiet">" "{t().you}</span> })}
                    </b>
                    <span class="cut">{handle(user.username.clone())} " · " {seen}</span>
                </span>
                {account.two_factor.then(|| view! { <span class="tag quiet-tag">{a().two_factor}</span> })}
                {if gone {
                    view! { <span class="tag">{t().deactivated}</span> }.into_any()
                } else if user.bot {
                    bot_mark().into_any()
                } else {
                    view! { <span class="tag" class:strong={user.role > ServerRole::Member}>{role_text(user.role)}</span> }.into_any()
                }}
                <Glyph icon=Icon::ChevronDown size=16/>
            </button>
            {move || is_open().then(|| view! { <PersonCard account=details.clone() load/> })}
        </li>
    }
}
