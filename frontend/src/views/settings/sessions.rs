//! Where one is signed in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::SessionInfo;

use crate::api::{Failure, calls};
use crate::browser::now;
use crate::state::app;
use crate::text::{clock, day_of, problem_text, s};
use crate::views::form::alert;
use crate::views::icon::{Glyph, Icon};

/// Used within so many milliseconds is in use: it is written down once an hour.
const RECENT: i64 = 2 * 60 * 60 * 1000;

#[component]
pub fn Sessions() -> impl IntoView {
    let app = app();
    let list = RwSignal::new(None::<Result<Vec<SessionInfo>, Failure>>);
    let load = move || {
        spawn_local(async move {
            let found = calls::sessions().await;
            list.try_set(Some(found));
        });
    };
    load();
    let end = Callback::new(move |session| {
        spawn_local(async move {
            if let Err(failure) = calls::end_session(session).await {
                app.overlay.trouble(problem_text(&failure));
            }
            load();
        });
    });
    let end_others = move |_| {
        spawn_local(async move {
            match calls::end_other_sessions().await {
                Ok(()) => app.overlay.notice(s().others_signed_out),
                Err(failure) => app.overlay.trouble(problem_text(&failure)),
            }
            load();
        });
    };
    view! {
        <p class="dialog-note">{s().sessions_note}</p>
        {move || match list.get() {
            None => view! { <div class="bone-row"><i class="bone w8"></i></div> }.into_any(),
            Some(Err(failure)) => alert(problem_text(&failure)).into_any(),
            Some(Ok(sessions)) => {
                let others = sessions.len() > 1;
                view! {
                    <ul class="plain sheet" data-testid="sessions">
                        {sessions.into_iter().map(|session| view! { <SessionRow session end/> }).collect_view()}
                    </ul>
                    {others.then(|| view! {
                        <div class="group-foot">
                            <button class="button" data-testid="end-others" on:click=end_others>
                                {s().sign_out_others}
                            </button>
                        </div>
                    })}
                }.into_any()
            }
        }}
    }
}

#[component]
fn SessionRow(session: SessionInfo, end: Callback<natter_protocol::SessionId>) -> impl IntoView {
    let id = session.id;
    let at = session.last_seen_at;
    let when = if session.current {
        s().this_one.to_owned()
    } else if now().0 - at.0 < RECENT {
        s().active_now.to_owned()
    } else {
        (s().last_used)(&format!("{}, {}", day_of(at), clock(at)))
    };
    let name = device_name(&session.device);
    let is_phone = ["Android", "iPhone", "iPad"].iter().any(|word| session.device.contains(word));
    let icon = if is_phone { Icon::Phone } else { Icon::Monitor };
    view! {
        <li class="sheet-row" data-testid="session">
            <span class="list-mark"><Glyph icon/></span>
            <div class="grow">
                <b class="cut" title=session.device>{name}</b>
                <span class:good=session.current>{when}</span>
            </div>
            {(!session.current).then(|| view! {
                <button class="button small" data-testid="end-session" on:click=move |_| end.run(id)>
                    {s().sign_out_one}
                </button>
            })}
        </li>
    }
}

/// "Firefox on Linux", from what the device calls itself; all browsers claim to be others too, so order counts.
fn device_name(agent: &str) -> String {
    const BROWSERS: [(&str, &str); 7] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chromium", "Chromium"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(word, _)| agent.contains(word)).map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => (s().device)(browser, system),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) if agent.trim().is_empty() => s().unknown_device.to_owned(),
        (None, None) => agent.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::device_name;

    #[test]
    fn a_device_is_called_by_browser_and_system() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
        assert_eq!(device_name(chrome), "Chrome on Linux");
        assert_eq!(device_name(&format!("{chrome} Edg/140.0")), "Edge on Linux");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1";
        assert_eq!(device_name(phone), "Safari on iPhone");
        assert_eq!(device_name("curl/8.1"), "curl");
        assert_eq!(device_name("robot"), "robot");
        assert_eq!(device_name(""), "Unknown device");
    }
}
