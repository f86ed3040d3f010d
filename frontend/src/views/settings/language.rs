//! Which language, which clock.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::state::{ClockChoice, app};
use crate::text::{Language, s, t};
use crate::views::radio::Radio;

#[component]
pub fn LanguageAndTime() -> impl IntoView {
    let app = app();
    let languages = [
        (None, s().language_of_browser, "language-browser"),
        (Some(Language::English), Language::English.own_name(), "language-en"),
        (Some(Language::German), Language::German.own_name(), "language-de"),
    ];
    let clocks = [
        (ClockChoice::Local, s().clock_local, "clock-local"),
        (ClockChoice::Twelve, s().clock_twelve, "clock-12"),
        (ClockChoice::TwentyFour, s().clock_twenty_four, "clock-24"),
    ];
    view! {
        <fieldset class="group">
            <legend>{t().language}</legend>
            <div class="radios">
                {languages.into_iter().map(|(language, text, testid)| view! {
                    <Radio group="language" text testid
                        chosen=Signal::derive(move || app.settings.language.get() == language)
                        choose=move |()| {
                            app.settings.choose_language(language);
                            spawn_local(app.tell_mail_reader());
                        }/>
                }).collect_view()}
            </div>
        </fieldset>
        <fieldset class="group">
            <legend>{s().clock}</legend>
            <div class="radios">
                {clocks.into_iter().map(|(clock, text, testid)| view! {
                    <Radio group="clock" text testid
                        chosen=Signal::derive(move || app.settings.clock.get() == clock)
                        choose=move |()| {
                            app.settings.choose_clock(clock);
                            spawn_local(app.tell_mail_reader());
                        }/>
                }).collect_view()}
            </div>
        </fieldset>
        <p class="hint">{s().device_note}</p>
    }
}
