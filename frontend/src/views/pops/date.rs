//! Going to another day.

use leptos::prelude::*;
use natter_protocol::Millis;
use wasm_bindgen::JsValue;

use super::Acting;
use super::menus::Choice;
use crate::browser::now;
use crate::state::app;
use crate::text::t;
use crate::views::icon::Icon;

const DAY: i64 = 24 * 3_600_000;

/// The beginning of a day in the reader's own time, given as `2026-11-25`.
fn midnight(date: &str) -> Option<Millis> {
    let time = js_sys::Date::new(&JsValue::from_str(&format!("{date}T00:00"))).get_time();
    time.is_finite().then_some(Millis(time as i64))
}

#[component]
pub fn JumpToDate() -> impl IntoView {
    let app = app();
    let Some(open) = expect_context::<Acting>().0.get_value() else { return ().into_any() };
    let back = move |days: i64| move |()| open.jump_to_time(Millis(now().0 - days * DAY));
    view! {
        <div class="menu" data-testid="jump-to-date">
            <div role="menu" aria-label=t().jump_to_date>
                <Choice icon=Icon::Calendar text=t().last_week choose=back(7)/>
                <Choice icon=Icon::Calendar text=t().last_month choose=back(30)/>
                <Choice icon=Icon::Calendar text=t().very_beginning testid="jump-to-beginning"
                    choose=move |()| open.jump_to_time(Millis(0))/>
            </div>
            <hr/>
            <label class="date-choice">
                <span>{t().jump_to_date}</span>
                <input class="input" type="date" data-testid="date" on:change=move |event| {
                    if let Some(at) = midnight(&event_target_value(&event)) {
                        app.overlay.pop.set(None);
                        open.jump_to_time(at);
                    }
                }/>
            </label>
        </div>
    }
    .into_any()
}
