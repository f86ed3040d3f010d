//! One's own menu: status, peace and quiet, settings.

use leptos::prelude::*;
use natter_protocol::Millis;

use super::menus::Choice;
use crate::api::calls;
use crate::browser::now;
use crate::state::{Dialog, SettingsPage, app};
use crate::text::{clock, s, t};
use crate::views::avatar::is_undisturbed;
use crate::views::dialogs::local_time;
use crate::views::icon::Icon;
use crate::views::status::status_of;

const MINUTE: i64 = 60_000;

#[component]
pub fn OwnMenu() -> impl IntoView {
    let app = app();
    let Some(me) = app.replica.me() else { return ().into_any() };
    let has_status = status_of(app, me).is_some();
    let undisturbed = is_undisturbed(app, me);
    let quiet_until = move |until: Option<Millis>| app.attempt(async move { calls::set_dnd(until).await });
    let morning = local_time(1, 9);
    let after = move |minutes: i64| move |()| quiet_until(Some(Millis(now().0 + minutes * MINUTE)));
    view! {
        <div class="menu" role="menu">
            <Choice icon=Icon::Smile text=s().set_status testid="set-status"
                choose=move |()| app.overlay.open(Dialog::Status)/>
            {has_status.then(|| view! {
                <Choice icon=Icon::Close text=s().clear_status testid="clear-status"
                    choose=move |()| app.attempt(calls::clear_status())/>
            })}
            <hr/>
            <h3 role="presentation">{t().do_not_disturb}</h3>
            {if undisturbed {
                view! {
                    <Choice icon=Icon::Bell text=s().disturb_again testid="dnd-off" choose=move |()| quiet_until(None)/>
                }.into_any()
            } else {
                view! {
                    <Choice icon=Icon::Clock text=s().for_half_an_hour testid="dnd-30" choose=after(30)/>
                    <Choice icon=Icon::Clock text=s().for_an_hour testid="dnd-60" choose=after(60)/>
                    <Choice icon=Icon::Clock text=s().for_four_hours testid="dnd-240" choose=after(240)/>
                    <Choice icon=Icon::Moon text=(s().until_tomorrow)(&clock(morning)) testid="dnd-tomorrow"
                        choose=move |()| quiet_until(Some(morning))/>
                }.into_any()
            }}
            <hr/>
            <Choice icon=Icon::Person text=s().edit_profile testid="own-profile"
                choose=move |()| app.overlay.open_settings(Some(SettingsPage::Profile))/>
            <Choice icon=Icon::Settings text=t().settings testid="own-settings"
                choose=move |()| app.overlay.open_settings(None)/>
            <hr/>
            <Choice icon=Icon::SignOut text=t().sign_out testid="own-sign-out" choose=move |()| app.sign_out()/>
        </div>
    }
    .into_any()
}
