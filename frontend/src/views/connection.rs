//! The connection as people see it: the banner, and the dot.

use leptos::prelude::*;
use natter_client::{Phase as Link, Transport};
use natter_protocol::Millis;

use super::icon::{Glyph, Icon};
use crate::browser::{now, reload};
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
                        <Glyph icon=said.icon size=16/>
                        <span>{said.text}</span>
                        {said.offer.map(|offer| {
                            let (label, name) = match offer {
                                Offer::Retry => (t().retry_now, "retry-now"),
                                Offer::Reload => (t().reload, "reload-now"),
                            };
                            let act = move |_| match offer {
                                Offer::Retry => app.hurry(),
                                Offer::Reload => reload(),
                            };
                            view! { <button class="link" data-testid=name on:click=act>{label}</button> }
                        })}
                    </div>
                }
            })}
        </div>
    }
}

/// What can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offer {
    Retry,
    Reload,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    text: String,
    good: bool,
    icon: Icon,
    offer: Option<Offer>,
}

impl Said {
    fn bad(text: impl Into<String>) -> Self {
        Self { text: text.into(), good: false, icon: Icon::Offline, offer: None }
    }

    fn good(text: impl Into<String>) -> Self {
        Self { text: text.into(), good: true, icon: Icon::Check, offer: None }
    }
}

fn said(app: App, now: Millis) -> Option<Said> {
    if app.session.phase.with(|phase| *phase == Phase::Starting { trouble: true }) {
        return Some(Said::bad(t().cannot_reach));
    }
    let retry = |said: Said| Some(Said { offer: Some(Offer::Retry), ..said });
    match app.connection.status.get().phase {
        Link::Connecting | Link::Online | Link::SignedOut => app
            .session
            .outdated
            .get()
            .then(|| Said { offer: Some(Offer::Reload), ..Said::good(t().new_version) }),
        Link::Back { caught_up } => Some(Said::good((t().back_online)(caught_up))),
        Link::Reconnecting { next_try } => {
            retry(Said::bad((t().reconnecting)(next_try.map(|at| seconds_until(at, now)))))
        }
        Link::Offline { since, .. } => {
            let since = clock(since);
            retry(Said::bad((t().offline_since)(&since, app.sending.waiting())))
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
