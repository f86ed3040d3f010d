//! Times to choose from: for a message that is sent later, for a reminder, for being quiet.

use leptos::prelude::*;
use natter_protocol::{MessageId, Millis, RoomId};

use super::menus::Choice;
use crate::browser::{local_time, now, weekday};
use crate::state::app;
use crate::text::{clock, t};
use crate::views::icon::Icon;

const MINUTE: i64 = 60 * 1000;

/// Takes the time at which what stands in the composer is to be sent.
#[derive(Debug, Clone, Copy)]
pub struct LaterSink(pub StoredValue<Option<Callback<Millis>>>);

#[component]
pub fn SendLaterMenu() -> impl IntoView {
    let sink = expect_context::<LaterSink>().0;
    let choose = Callback::new(move |at: Millis| {
        if let Some(sink) = sink.get_value() {
            sink.run(at);
        }
    });
    let evening = local_time(0, 18, 0);
    let mut times = vec![
        timed(t().tomorrow, local_time(1, 9, 0), "later-tomorrow"),
        timed(t().monday, monday(), "later-monday"),
    ];
    if evening.0 > now().0 + 10 * MINUTE {
        times.insert(0, timed(t().later_today, evening, "later-today"));
    }
    view! { <Times heading=t().send_later times choose/> }.into_any()
}

#[component]
pub fn RemindMenu(room: RoomId, message: MessageId) -> impl IntoView {
    let app = app();
    let choose = Callback::new(move |at: Millis| app.remind(Some((room, message)), String::new(), at));
    let times = vec![
        (t().in_twenty_minutes.to_owned(), Millis(now().0 + 20 * MINUTE), "remind-20"),
        (t().in_an_hour.to_owned(), Millis(now().0 + 60 * MINUTE), "remind-hour"),
        (t().in_three_hours.to_owned(), Millis(now().0 + 180 * MINUTE), "remind-3"),
        timed(t().tomorrow, local_time(1, 9, 0), "remind-tomorrow"),
        timed(t().monday, monday(), "remind-monday"),
    ];
    view! { <Times heading=t().remind_me times choose/> }.into_any()
}

/// A day, with the time of day at which it is meant.
fn timed(day: &str, at: Millis, testid: &'static str) -> (String, Millis, &'static str) {
    (format!("{day}, {}", clock(at)), at, testid)
}

/// The next one that is not today.
fn monday() -> Millis {
    let ahead = (8 - weekday()) % 7;
    local_time(if ahead == 0 { 7 } else { ahead }, 9, 0)
}

#[component]
fn Times(
    heading: &'static str,
    times: Vec<(String, Millis, &'static str)>,
    choose: Callback<Millis>,
) -> impl IntoView {
    let app = app();
    let input = NodeRef::<leptos::html::Input>::new();
    let custom = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get() else { return };
        let date = js_sys::Date::new(&input.value().into()).get_time();
        if date.is_nan() || date as i64 <= now().0 {
            return app.overlay.trouble(t().time_is_over);
        }
        app.overlay.pop.set(None);
        choose.run(Millis(date as i64));
    };
    view! {
        <div class="menu">
            <h3>{heading}</h3>
            <div role="menu" aria-label=heading>
            {times.into_iter().map(|(text, at, testid)| view! {
                <Choice icon=Icon::Clock text testid choose=move |()| choose.run(at)/>
            }).collect_view()}
            </div>
            <hr/>
            <form class="pop-time" on:submit=custom>
                <input node_ref=input class="input" type="datetime-local" required aria-label=t().another_time
                    data-testid="custom-time" on:keydown=|event| event.stop_propagation()/>
                <button class="button small" data-testid="custom-time-ok">{t().set_time}</button>
            </form>
        </div>
    }
    .into_any()
}
