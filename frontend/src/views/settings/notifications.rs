//! How a person wants to be told of what happens while not looking.

use leptos::prelude::*;
use natter_protocol::notifications::{Notifications, QuietHours, Told};

use super::email::EmailRules;
use crate::browser::{now, sound, utc_offset_minutes};
use crate::state::app;
use crate::text::t;
use crate::views::radio::Radio;
use crate::views::switch::Switch;

/// Quiet hours as they are offered first, in minutes after midnight.
const NIGHT: (u16, u16) = (22 * 60, 7 * 60);

#[component]
pub fn NotificationRules() -> impl IntoView {
    let app = app();
    let rules = Memo::new(move |_| app.notifications());
    view! {
        <div class="permission" data-testid="notification-rules">
            {move || view! { <Permission permission=app.notify.permission.get()/> }}
        </div>
        <fieldset class="group">
            <legend>{t().tell_me_of}</legend>
            <div class="radios">
                {[
                    (Told::All, t().told_all, "told-all"),
                    (Told::Mentions, t().told_mentions, "told-mentions"),
                    (Told::Nothing, t().told_nothing, "told-nothing"),
                ].map(|(told, text, testid)| view! {
                    <Radio
                        group="told"
                        text
                        testid
                        chosen=Signal::derive(move || rules.get().told == told)
                        choose=move |()| app.set_notifications(|rules| rules.told = told)
                    />
                })}
            </div>
        </fieldset>
        <Switch text=t().play_sound testid="sound" on=Signal::derive(move || rules.get().sound)
            turn=move |on| {
                if on {
                    sound::play();
                }
                app.set_notifications(|rules| rules.sound = on);
            }/>
        <Quiet rules/>
        <p class="hint">{t().on_all_devices}</p>
        <EmailRules/>
    }
}

/// Whether this browser may show anything, and how to let it.
#[component]
fn Permission(permission: String) -> impl IntoView {
    let app = app();
    match permission.as_str() {
        "granted" => view! { <p data-testid="notifications-on">{t().notifications_on}</p> }.into_any(),
        "denied" => view! { <p>{t().notifications_blocked}</p> }.into_any(),
        "default" => view! {
            <p>{t().notifications_off}</p>
            <button
                class="button main"
                data-testid="allow-notifications"
                on:click=move |_| app.allow_notifications()
            >
                {t().turn_on}
            </button>
        }
        .into_any(),
        _ => view! { <p>{t().notifications_missing}</p> }.into_any(),
    }
}

#[component]
fn Quiet(rules: Memo<Notifications>) -> impl IntoView {
    let app = app();
    let hours = move || rules.get().quiet_hours;
    let set = move |change: fn(&mut QuietHours, u16), minute: u16| {
        app.set_notifications(|rules| {
            if let Some(hours) = &mut rules.quiet_hours {
                change(hours, minute);
                hours.utc_offset = offset();
            }
        });
    };
    view! {
        <Switch text=t().quiet_hours note=t().quiet_hours_note testid="quiet-hours"
            on=Signal::derive(move || hours().is_some())
            turn=move |on: bool| app.set_notifications(|rules| {
                let (from, to) = NIGHT;
                rules.quiet_hours = on.then(|| QuietHours { from, to, utc_offset: offset() });
            })/>
        {move || hours().map(|hours| view! {
            <div class="quiet-times">
                <Minute label=t().quiet_from name="quiet-from" minute=hours.from
                    choose=move |minute| set(|hours, minute| hours.from = minute, minute)/>
                <Minute label=t().quiet_to name="quiet-to" minute=hours.to
                    choose=move |minute| set(|hours, minute| hours.to = minute, minute)/>
            </div>
        })}
    }
}

#[component]
fn Minute(
    label: &'static str,
    name: &'static str,
    minute: u16,
    #[prop(into)] choose: Callback<u16>,
) -> impl IntoView {
    let chosen = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        let parts =
            text.split_once(':').and_then(|(h, m)| Some((h.parse::<u16>().ok()?, m.parse::<u16>().ok()?)));
        if let Some((hour, minute)) = parts {
            choose.run(hour * 60 + minute);
        }
    };
    view! {
        <label>
            {label}
            <input
                class="input"
                type="time"
                data-testid=name
                value=format!("{:02}:{:02}", minute / 60, minute % 60)
                on:change=chosen
            />
        </label>
    }
    .into_any()
}

fn offset() -> i16 {
    i16::try_from(utc_offset_minutes(now())).unwrap_or(0)
}
