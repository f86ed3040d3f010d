//! The server: its name, and how it is.

use leptos::prelude::*;
use natter_protocol::administration::ServerHealth;
use natter_protocol::limits;

use super::Fetched;
use crate::api::calls;
use crate::browser::now;
use crate::state::app;
use crate::text::{a, s, t};
use crate::views::form::{Form, TextField, WholeWrong, Wrong, alert};

/// How often the figures are fetched anew.
const EVERY: std::time::Duration = std::time::Duration::from_secs(5);

#[component]
pub fn ServerPage() -> impl IntoView {
    let app = app();
    let name = RwSignal::new(app.replica.peek(|chat| chat.server().name.clone()).unwrap_or_default());
    let form = Form::new();
    let health = Fetched::<ServerHealth>::new();
    health.fetch(calls::health());
    let clock = set_interval_with_handle(move || health.fetch(calls::health()), EVERY).ok();
    on_cleanup(move || {
        if let Some(clock) = clock {
            clock.clear();
        }
    });
    let rename = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let wanted = name.get();
        form.send(Wrong::default(), &["name"], async move {
            calls::rename_server(wanted).await?;
            app.overlay.notice(s().saved);
            Ok(())
        });
    };
    view! {
        <form novalidate on:submit=rename data-testid="server-form">
            <WholeWrong wrong=form.wrong/>
            <TextField name="name" label=a().server_name value=name wrong=form.wrong max=limits::SERVER_NAME_CHARS/>
            <div class="group-foot">
                <button class="button main" type="submit" disabled=form.busy data-testid="save-server">{t().save}</button>
            </div>
        </form>
        {health.show(|health| view! { <Figures health/> }.into_any())}
    }
}

#[component]
fn Figures(health: ServerHealth) -> impl IntoView {
    let seconds = (now().0 - health.started_at.0).max(0).unsigned_abs() / 1000;
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    let running = match (days, hours) {
        (0, 0) => (a().minutes)(minutes),
        (0, hours) => format!("{}, {}", (a().hours)(hours), (a().minutes)(minutes)),
        (days, hours) => format!("{}, {}", (a().days)(days), (a().hours)(hours)),
    };
    let troubled = health.dead_letters > 0;
    let figures = [
        (a().version, health.version),
        (a().running_for, running),
        (a().database, if health.database == "postgres" { "PostgreSQL" } else { "SQLite" }.to_owned()),
        (a().accounts, health.accounts.to_string()),
        (a().messages, health.messages.to_string()),
        (a().streams, health.streams.to_string()),
        (a().polls, health.polls.to_string()),
        (a().dead_letters, health.dead_letters.to_string()),
    ];
    view! {
        <dl class="figures" data-testid="health">
            {figures.into_iter().map(|(what, value)| view! { <div><dt>{what}</dt><dd>{value}</dd></div> }).collect_view()}
        </dl>
        {troubled.then(|| alert(a().dead_letters_note.to_owned()))}
        <div class="table">
            <table class="shards">
                <thead>
                    <tr><th>{a().shard}</th><th>{a().log_read}</th><th>{a().log_written}</th><th>{a().behind}</th></tr>
                </thead>
                <tbody>
                    {health.shards.into_iter().enumerate().map(|(shard, at)| view! {
                        <tr>
                            <td>{shard}</td>
                            <td>{at.read_seq}</td>
                            <td>{at.written_seq}</td>
                            <td>{at.read_seq.saturating_sub(at.written_seq)}</td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}
