//! Light or dark, airy or dense.

use leptos::prelude::*;

use crate::state::{Density, ThemeChoice, app};
use crate::text::{s, t};
use crate::views::radio::Radio;

#[component]
pub fn Appearance() -> impl IntoView {
    let app = app();
    let themes = [
        (ThemeChoice::System, t().theme_system, "system", "theme-system"),
        (ThemeChoice::Light, t().theme_light, "light", "theme-light"),
        (ThemeChoice::Dark, t().theme_dark, "dark", "theme-dark"),
    ];
    let densities = [
        (Density::Comfortable, s().comfortable, s().comfortable_note, "comfortable", "density-comfortable"),
        (Density::Compact, s().compact, s().compact_note, "compact", "density-compact"),
    ];
    view! {
        <fieldset class="group">
            <legend>{t().theme}</legend>
            <div class="radios">
                {themes.into_iter().map(|(theme, text, shot, testid)| view! {
                    <Radio group="theme" text testid
                        chosen=Signal::derive(move || app.settings.theme.choice.get() == theme)
                        choose=move |()| app.settings.theme.choose(theme)>
                        <span class=format!("shot {shot}") aria-hidden="true"><ShotHalf/><ShotHalf/></span>
                    </Radio>
                }).collect_view()}
            </div>
        </fieldset>
        <fieldset class="group">
            <legend>{s().density}</legend>
            <div class="radios">
                {densities.into_iter().map(|(density, text, note, shot, testid)| view! {
                    <Radio group="density" text note testid
                        chosen=Signal::derive(move || app.settings.density.get() == density)
                        choose=move |()| app.settings.choose_density(density)>
                        <span class=format!("lines {shot}") aria-hidden="true"><i></i><i></i><i></i><i></i></span>
                    </Radio>
                }).collect_view()}
            </div>
        </fieldset>
        <p class="hint">{s().motion_note} " " {s().device_note}</p>
    }
}

/// The app as a small picture; one half of it where the system decides.
#[component]
fn ShotHalf() -> impl IntoView {
    view! { <span><i></i><span><i></i><i></i><i></i></span></span> }
}
