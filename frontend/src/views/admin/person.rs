//! What may be done with one account.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::ServerRole;
use natter_protocol::administration::{Account, reset_path};

use super::Sure;
use super::people::role_text;
use crate::api::{Failure, calls};
use crate::native;
use crate::state::{App, app};
use crate::text::{a, problem_text, t};
use crate::views::icon::{Glyph, Icon};

/// Does it, says what went wrong, and shows the list as it is then.
fn act(app: App, load: Callback<()>, what: impl Future<Output = Result<(), Failure>> + 'static) {
    spawn_local(async move {
        if let Err(failure) = what.await {
            app.overlay.trouble(problem_text(&failure));
        }
        load.run(());
    });
}

#[component]
pub fn PersonCard(account: Account, load: Callback<()>) -> impl IntoView {
    let app = app();
    let user = account.user;
    let id = user.id;
    let mine = app.replica.peek(|chat| chat.me().user.role).unwrap_or(ServerRole::Member);
    let is_me = app.replica.me() == Some(id);
    let is_owner = mine == ServerRole::Owner;
    let stands_above = !is_me && (is_owner || user.role < mine);
    let gone = user.deactivated_at.is_some();
    let name = user.display_name;
    let link = RwSignal::new(None::<String>);
    let made_for = name.clone();
    let make_link = move |_| {
        spawn_local(async move {
            match calls::make_password_reset(id).await {
                Ok(made) => link.set(Some(format!("{}{}", native::public_origin(), reset_path(&made.code)))),
                Err(failure) => app.overlay.trouble(problem_text(&failure)),
            }
        });
    };
    let roles = [ServerRole::Member, ServerRole::Admin, ServerRole::Owner];
    let give = move |event: leptos::ev::Event| {
        let chosen = event_target_value(&event);
        let Some(role) = roles.into_iter().find(|role| format!("{role:?}") == chosen) else { return };
        act(app, load, async move { calls::give_role(id, role).await });
    };
    view! {
        <div class="sheet-more">
            <p class="hint">{(a().devices)(account.sessions)}</p>
            {is_owner.then(|| view! {
                <label class="inline-field">
                    <span>{a().role}</span>
                    <select class="input" data-testid="role" on:change=give>
                        {roles.into_iter().map(|role| view! {
                            <option value=format!("{role:?}") selected=role == user.role>{role_text(role)}</option>
                        }).collect_view()}
                    </select>
                </label>
            })}
            {(stands_above && !gone).then(|| view! {
                <div class="sheet-actions">
                    <button class="button small" data-testid="make-reset" on:click=make_link>{a().make_reset}</button>
                    {account.two_factor.then(|| view! {
                        <Sure text=a().remove_two_factor question=(a().remove_two_factor_question)(&name)
                            note=a().remove_two_factor_note testid="remove-totp"
                            does=move |()| act(app, load, async move {
                                calls::remove_totp_of(id).await?;
                                app.overlay.notice(a().two_factor_removed);
                                Ok(())
                            })/>
                    })}
                    <Sure text=a().deactivate question=(a().deactivate_question)(&name) note=a().deactivate_note
                        testid="deactivate" does=move |()| act(app, load, async move { calls::deactivate(id).await })/>
                </div>
            })}
            {(stands_above && gone).then(|| view! {
                <div class="sheet-actions">
                    <button class="button small" data-testid="reactivate"
                        on:click=move |_| act(app, load, async move { calls::reactivate(id).await })>
                        {a().reactivate}
                    </button>
                </div>
            })}
            {move || link.get().map(|link| view! { <ResetLink link name=made_for.clone()/> })}
        </div>
    }
}

#[component]
fn ResetLink(link: String, name: String) -> impl IntoView {
    let app = app();
    let text = link.clone();
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            if native::copy(&text).await {
                app.overlay.notice(t().copied);
            } else {
                app.overlay.trouble(t().not_copied);
            }
        });
    };
    view! {
        <p><b>{(a().link_for)(&name)}</b></p>
        <div class="invite-link">
            <input class="input" readonly aria-label=a().reset_link data-testid="reset-link" prop:value=link
                on:focus={|event| event_target::<web_sys::HtmlInputElement>(&event).select()}/>
            <button class="button main" on:click=copy><Glyph icon=Icon::Copy size=16/> <span>{t().copy}</span></button>
        </div>
        <p class="hint">{a().reset_note}</p>
    }
}
