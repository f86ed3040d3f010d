//! What someone is up to.

use leptos::prelude::*;
use natter_protocol::{Status, UserId};

use super::avatar::whereabouts;
use crate::browser::now;
use crate::state::{App, app};
use crate::text::t;

/// Someone's status, as long as it holds.
pub fn status_of(app: App, user: UserId) -> Option<Status> {
    app.replica.user(user, |user| user.status_at(now()).cloned()).flatten()
}

/// Beside a name: that it is a program's, and the emoji of a status, whose words come when one points at it.
#[component]
pub fn StatusMark(user: UserId) -> impl IntoView {
    let app = app();
    let marks =
        Memo::new(move |_| (app.replica.user(user, |user| user.bot) == Some(true), status_of(app, user)));
    move || {
        let (is_bot, status) = marks.get();
        let mark = |status: Status| {
            let name = app.replica.name_of(user).unwrap_or_default();
            let said = status.text.unwrap_or_else(|| (t().status_of)(&name));
            view! {
                <span class="status-mark" role="img" title=said.clone() aria-label=said data-testid="status-mark">
                    {status.emoji.unwrap_or_else(|| "💬".to_owned())}
                </span>
            }
        };
        (is_bot.then(bot_mark), status.map(mark))
    }
}

/// Says that someone is a program.
pub fn bot_mark() -> impl IntoView {
    view! { <span class="tag bot" data-testid="bot-mark">{t().bot}</span> }
}

/// The whole status in a line; without one, whether the person is there.
#[component]
pub fn StatusLine(user: UserId) -> impl IntoView {
    let app = app();
    let line = Memo::new(move |_| {
        status_of(app, user).map_or_else(
            || whereabouts(app, user).to_owned(),
            |status| [status.emoji, status.text].into_iter().flatten().collect::<Vec<_>>().join(" "),
        )
    });
    view! { <span class="cut" dir="auto" data-testid="status-line">{line}</span> }
}
