//! What may be done with one account.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::ServerRole;
use natter_protocol::administration::{Account, reset_path};

use super::once::Once;
use super::people::role_text;
use super::{Sure, act};
use crate::api::calls;
use crate::native;
use crate::state::app;
use crate::text::{a, problem_text};

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
    let farewell = if user.bot { a().deactivate_bot_note } else { a().deactivate_note };
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
            {(!user.bot).then(|| view! { <p class="hint">{(a().devices)(account.sessions)}</p> })}
            {(is_owner && !user.bot).then(|| view! {
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
                    {(!user.bot).then(|| view! {
                        <button class="button small" data-testid="make-reset" on:click=make_link>{a().make_reset}</button>
                    })}
                    {account.two_factor.then(|| view! {
                        <Sure text=a().remove_two_factor question=(a().remove_two_factor_question)(&name)
                            note=a().remove_two_factor_note testid="remove-totp"
                            does=move |()| act(app, load, async move {
                                calls::remove_totp_of(id).await?;
                                app.overlay.notice(a().two_factor_removed);
                                Ok(())
                            })/>
                    })}
                    <Sure text=a().deactivate question=(a().deactivate_question)(&name) note=farewell
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
            {move || link.get().map(|text| view! {
                <Once heading=(a().link_for)(&made_for) label=a().reset_link note=a().reset_note testid="reset-link" text/>
            })}
        </div>
    }
}
