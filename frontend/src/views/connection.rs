//! The connection as people see it: the banner, and the dot.

use leptos::prelude::*;
use natter_client::{Input, Phase as Link, Transport};
use natter_protocol::Millis;

use super::icon::{Glyph, Icon};
use crate::browser::now;
use crate::state::{App, Phase, app};
use crate::text::{clock, clock_numbers, t};

/// Above the room, while there is something to say about the connection.
#[component]
pub fn Banner() -> impl IntoView {
    let app = app();
    let tick = RwSignal::new(now());
    let every_second =
        set_interval_with_handle(move || tick.set(now()), std::time::Duration::from_secs(1)).ok();
    on_cleanup(move || {
        if let Some(timer) = every_second {
            timer.clear();
        }
    });
    let said = Memo::new(move |_| said(app, tick.get()));
    view! {
        <div class="banner-place" role="status" aria-live="polite">
            {move || said.get().map(|said| {
                view! {
                    <div class="banner" class:good=said.good data-testid="banner">
                        <Glyph icon=if said.good { Icon::Check } else { Icon::Offline } size=16/>
                        <span>{said.text}</span>
                        {said.retry.then(|| {
                            view! {
                                <button
                                    class="link"
                                    data-testid="retry-now"
                                    on:click=move |_| app.tell(Input::RetryNow)
                                >
                                    {t().retry_now}
                                </button>
                            }
                        })}
                    </div>
                }
            })}
        </div>
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    text: String,
    good: bool,
    retry: bool,
}

fn said(app: App, now: Millis) -> Option<Said> {
    if app.session.phase.with(|phase| *phase == Phase::Starting { trouble: true }) {
        return Some(Said { text: t().cannot_reach.to_owned(), good: false, retry: false });
    }
    let bad = |text: String| Some(Said { text, good: false, retry: true });
    match app.connection.status.get().phase {
        Link::Connecting | Link::Online | Link::SignedOut => None,
        Link::Back { caught_up } => {
            Some(Said { text: (t().back_online)(caught_up), good: true, retry: false })
        }
        Link::Reconnecting { next_try } => bad((t().reconnecting)(next_try.map(|at| seconds_until(at, now)))),
        Link::Offline { since, .. } => {
            let since = clock(since);
            bad((t().offline_since)(&since, app.sending.waiting()))
        }
    }
}

fn seconds_until(at: Millis, now: Millis) -> u32 {
    u32::try_from(((at.0 - now.0).max(0) + 999) / 1000).unwrap_or(0).max(1)
}

/// How the connection is made, in a word for scripts and one for people.
pub fn transport(app: App) -> (&'static str, &'static str, Icon) {
    let status = app.connection.status.get();
    let in_trouble = matches!(status.phase, Link::Reconnecting { .. } | Link::Offline { .. });
    match status.transport {
        Some(Transport::Stream) if !in_trouble => ("stream", t().live_stream, Icon::Live),
        Some(Transport::Poll) if !in_trouble => ("poll", t().compatibility_mode, Icon::Compatible),
        _ if status.phase == Link::Connecting => ("connecting", t().connecting, Icon::Live),
        _ => ("offline", t().offline, Icon::Offline),
    }
}

/// What stands in the popover of the dot.
#[component]
pub fn ConnectionDetails() -> impl IntoView {
    let app = app();
    let tick = RwSignal::new(());
    let every_second = set_interval_with_handle(move || tick.set(()), std::time::Duration::from_secs(1)).ok();
    on_cleanup(move || {
        if let Some(timer) = every_second {
            timer.clear();
        }
    });
    let latency = move || {
        tick.track();
        app.connection.look().latency_ms.map_or_else(|| "–".to_owned(), |ms| format!("{ms} ms"))
    };
    let last = move || {
        tick.track();
        app.connection.look().last_event.map_or_else(|| "–".to_owned(), clock_with_seconds)
    };
    view! {
        <div class="pop-text" data-testid="connection-details">
            <h3>{move || transport(app).1}</h3>
            <dl>
                <dt>{t().latency}</dt>
                <dd>{latency}</dd>
                <dt>{t().last_event}</dt>
                <dd>{last}</dd>
            </dl>
            <p class="hint">
                {move || match transport(app).0 {
                    "stream" => t().stream_note,
                    "poll" => t().poll_note,
                    _ => t().offline_note,
                }}
            </p>
        </div>
    }
}

fn clock_with_seconds(at: Millis) -> String {
    format!("{}:{:02}", clock_numbers(at), at.0.rem_euclid(60_000) / 1000)
}
