//! Open invitations.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::Right;
use natter_protocol::account::{Invite, InviteList};
use natter_protocol::command::{CreateInvite, invite_path};

use super::Fetched;
use crate::api::calls;
use crate::native;
use crate::state::app;
use crate::text::{a, day_of, problem_text, t};
use crate::views::icon::{Glyph, Icon};

const DAY: u32 = 24 * 60 * 60;

#[component]
pub fn InvitationList() -> impl IntoView {
    let app = app();
    let list = Fetched::<InviteList>::new();
    let load = Callback::new(move |()| list.fetch(calls::invites()));
    load.run(());
    let may = Memo::new(move |_| app.may(Right::Invite));
    view! {
        <p class="dialog-note">{a().invitations_note}</p>
        {move || if may.get() {
            view! { <NewInvitation load/> }.into_any()
        } else {
            view! { <p class="hint">{a().registration_closed_note}</p> }.into_any()
        }}
        {list.show(move |list| {
            let is_empty = list.invites.is_empty();
            view! {
                <ul class="plain sheet" data-testid="invitations">
                    {list.invites.into_iter().map(|invite| view! { <Row invite load/> }).collect_view()}
                </ul>
                {is_empty.then(|| view! { <p class="empty-note">{a().no_invitations}</p> })}
            }.into_any()
        })}
    }
}

#[component]
fn NewInvitation(load: Callback<()>) -> impl IntoView {
    let app = app();
    let uses = RwSignal::new(25_u32);
    let seconds = RwSignal::new(7 * DAY);
    let create = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = CreateInvite { max_uses: Some(uses.get()), expires_in_s: Some(seconds.get()) };
        spawn_local(async move {
            if let Err(failure) = calls::create_invite_with(&body).await {
                app.overlay.trouble(problem_text(&failure));
            }
            load.run(());
        });
    };
    let durations = [(DAY, a().one_day), (7 * DAY, a().seven_days), (30 * DAY, a().thirty_days)];
    view! {
        <form class="inline-form" on:submit=create data-testid="new-invitation">
            <label class="inline-field">
                <span>{a().uses}</span>
                <input class="input" type="number" min="1" max="1000" prop:value="25" data-testid="invite-uses"
                    on:change=move |event| uses.set(event_target_value(&event).parse().unwrap_or(25))/>
            </label>
            <label class="inline-field">
                <span>{a().good_for}</span>
                <select class="input" data-testid="invite-days"
                    on:change=move |event| seconds.set(event_target_value(&event).parse().unwrap_or(7 * DAY))>
                    {durations.into_iter().map(|(length, text)| view! {
                        <option value=length.to_string() selected=length == 7 * DAY>{text}</option>
                    }).collect_view()}
                </select>
            </label>
            <button class="button main" type="submit" data-testid="create-invitation">{a().new_invitation}</button>
        </form>
    }
}

#[component]
fn Row(invite: Invite, load: Callback<()>) -> impl IntoView {
    let app = app();
    let by = app.replica.name_of(invite.created_by).unwrap_or_else(|| t().someone.to_owned());
    let path = invite_path(&invite.code.0);
    let code = invite.code.0;
    let facts =
        [(a().uses_left)(invite.uses_left), (a().expires)(&day_of(invite.expires_at)), (a().made_by)(&by)];
    let withdraw = move |_| {
        let code = code.clone();
        spawn_local(async move {
            if let Err(failure) = calls::withdraw_invite(&code).await {
                app.overlay.trouble(problem_text(&failure));
            }
            load.run(());
        });
    };
    let link = format!("{}{path}", native::public_origin());
    view! {
        <li class="sheet-row" data-testid="invitation">
            <span class="list-mark"><Glyph icon=Icon::Link/></span>
            <div class="grow">
                <b class="cut mono">{link}</b>
                <span class="cut">{facts.join(" · ")}</span>
            </div>
            <button class="icon-button" aria-label=t().copy_link title=t().copy_link
                on:click=move |_| app.copy_link(path.clone())>
                <Glyph icon=Icon::Copy size=16/>
            </button>
            <button class="button small" data-testid="withdraw" on:click=withdraw>{a().withdraw}</button>
        </li>
    }
}
