//! What keys do.

use leptos::prelude::*;

use crate::browser::is_mac;
use crate::state::{Dialog, app};
use crate::text::s;
use crate::views::radio::Radio;
use crate::views::switch::Switch;

#[component]
pub fn Keyboard() -> impl IntoView {
    let app = app();
    let command = if is_mac() { "⌘ + Enter" } else { "Ctrl + Enter" };
    let line = if is_mac() { "⇧ + Enter" } else { "Shift + Enter" };
    view! {
        <fieldset class="group">
            <legend>{s().enter_key}</legend>
            <div class="radios">
                <Radio group="enter" text=s().enter_sends testid="enter-sends" note=line
                    chosen=Signal::derive(move || app.settings.enter_sends.get())
                    choose=move |()| app.settings.choose_enter_sends(true)/>
                <Radio group="enter" text=s().enter_breaks testid="enter-breaks" note=command
                    chosen=Signal::derive(move || !app.settings.enter_sends.get())
                    choose=move |()| app.settings.choose_enter_sends(false)/>
            </div>
        </fieldset>
        <Switch text=s().letters note=s().letters_note testid="single-letters" on=app.settings.letters
            turn=move |on| app.settings.choose_letters(on)/>
        <div class="group-foot">
            <button class="button" on:click=move |_| app.overlay.open(Dialog::Keys)>{s().all_keys}</button>
        </div>
        <p class="hint">{s().device_note}</p>
    }
}
