//! Inviting people: a link to copy.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::account::Invite;
use natter_protocol::command::invite_path;

use super::Head;
use crate::api::{Failure, calls};
use crate::browser::later;
use crate::native;
use crate::state::app;
use crate::text::{day_of, problem_text, t};
use crate::views::form::alert;
use crate::views::icon::{Glyph, Icon};

#[component]
pub fn InvitePeople() -> impl IntoView {
    let app = app();
    let made = RwSignal::new(None::<Result<Invite, Failure>>);
    let make = move || {
        made.set(None);
        spawn_local(async move { made.set(Some(calls::create_invite().await)) });
    };
    make();
    let server = app.replica.peek(|chat| chat.server().name.clone()).unwrap_or_default();
    view! {
        <Head title=(t().invite_to)(&server)/>
        <p class="dialog-note">{t().invite_note}</p>
        {move || match made.get() {
            None => view! { <div class="invite-link"><i class="bone w8"></i></div> }.into_any(),
            Some(Ok(invite)) => view! { <InviteLink invite/> }.into_any(),
            Some(Err(failure)) => view! {
                {alert(problem_text(&failure))}
                <div class="dialog-foot">
                    <button class="button main" on:click=move |_| make()>{t().try_again}</button>
                </div>
            }.into_any(),
        }}
    }
}

#[component]
fn InviteLink(invite: Invite) -> impl IntoView {
    let link = format!("{}{}", native::public_origin(), invite_path(&invite.code.0));
    let copied = RwSignal::new(false);
    let expires = day_of(invite.expires_at);
    let text = link.clone();
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            if native::copy(&text).await {
                copied.set(true);
                later(2_000, move || {
                    copied.try_set(false);
                });
            }
        });
    };
    view! {
        <div class="invite-link">
            <input
                class="input"
                readonly
                aria-label=t().invite_link
                data-testid="invite-link"
                prop:value=link
                on:focus={|event| event_target::<web_sys::HtmlInputElement>(&event).select()}
            />
            <button class="button main" data-testid="copy-invite" on:click=copy>
                {move || if copied.get() {
                    view! { <Glyph icon=Icon::Check size=16/> <span>{t().copied}</span> }
                } else {
                    view! { <Glyph icon=Icon::Copy size=16/> <span>{t().copy}</span> }
                }}
            </button>
        </div>
        <p class="hint">{(t().invite_limits)(invite.uses_left, &expires)}</p>
    }
}
