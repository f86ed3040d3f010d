//! The second step of signing in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::two_factor::{TotpSecret, TotpState};

use crate::api::{Failure, calls};
use crate::native;
use crate::state::app;
use crate::text::{problem_text, s, t};
use crate::views::form::{Form, PasswordField, TextField, WholeWrong, Wrong, alert};
use crate::views::icon::{Glyph, Icon};

#[derive(Debug, Clone)]
enum Step {
    Looking,
    Failed(Failure),
    State(TotpState),
    Enrolling(TotpSecret),
    Recovery(Vec<String>),
    Removing,
}

#[component]
pub fn TwoFactor() -> impl IntoView {
    let step = RwSignal::new(Step::Looking);
    look(step);
    view! {
        <p class="dialog-note">{s().two_factor_note}</p>
        {move || match step.get() {
            Step::Looking => view! { <div class="bone-row"><i class="bone w8"></i></div> }.into_any(),
            Step::Failed(failure) => alert(problem_text(&failure)).into_any(),
            Step::State(state) => view! { <State step state/> }.into_any(),
            Step::Enrolling(secret) => view! { <Enrol step secret/> }.into_any(),
            Step::Recovery(codes) => view! { <Recovery step codes/> }.into_any(),
            Step::Removing => view! { <Remove step/> }.into_any(),
        }}
    }
}

fn look(step: RwSignal<Step>) {
    spawn_local(async move {
        step.try_set(match calls::totp().await {
            Ok(state) => Step::State(state),
            Err(failure) => Step::Failed(failure),
        });
    });
}

#[component]
fn State(step: RwSignal<Step>, state: TotpState) -> impl IntoView {
    let begin = move |_| {
        spawn_local(async move {
            step.try_set(match calls::begin_totp().await {
                Ok(secret) => Step::Enrolling(secret),
                Err(failure) => Step::Failed(failure),
            });
        });
    };
    let (on, left) = (state.enabled, state.recovery_left);
    view! {
        <div class="sheet-row" data-testid="totp-state" data-on=on.to_string()>
            <span class="list-mark" class:good=on><Glyph icon=Icon::Shield/></span>
            <div class="grow">
                <b>{if on { s().two_factor_on } else { s().two_factor_off }}</b>
                {on.then(|| view! { <span>{(s().recovery_left)(left)}</span> })}
            </div>
            {if on {
                view! {
                    <button class="button small" data-testid="totp-off" on:click=move |_| step.set(Step::Removing)>
                        {s().turn_off}
                    </button>
                }.into_any()
            } else {
                view! {
                    <button class="button main small" data-testid="totp-on" on:click=begin>{s().turn_on}</button>
                }.into_any()
            }}
        </div>
    }
}

#[component]
fn Enrol(step: RwSignal<Step>, secret: TotpSecret) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let form = Form::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let given = code.get();
        form.send(Wrong::default(), &["totp"], async move {
            step.try_set(Step::Recovery(calls::confirm_totp(given).await?.codes));
            Ok(())
        });
    };
    let spaced: Vec<String> =
        secret.secret.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    view! {
        <div class="enrol">
            <Picture rows=secret.qr/>
            <div>
                <p><b>{s().scan}</b></p>
                <p class="hint">{s().scan_else}</p>
                <code class="secret" data-testid="totp-secret" data-secret=secret.secret>{spaced.join(" ")}</code>
                <form novalidate on:submit=submit>
                    <WholeWrong wrong=form.wrong/>
                    <TextField name="totp" label=s().code_of_app value=code wrong=form.wrong autocomplete="one-time-code"
                        max=8 focus=true/>
                    <div class="group-foot">
                        <button class="button main" type="submit" disabled=form.busy data-testid="confirm-totp">{s().confirm}</button>
                        <button class="button quiet" type="button" on:click=move |_| look(step)>{t().cancel}</button>
                    </div>
                </form>
            </div>
        </div>
    }
}

/// The QR code as one path of dark squares, dark on light in either theme, since cameras expect it so.
#[component]
fn Picture(rows: Vec<String>) -> impl IntoView {
    let size = rows.len();
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        for (x, _) in row.bytes().enumerate().filter(|(_, module)| *module == b'1') {
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    view! {
        <svg class="qr" viewBox=format!("-3 -3 {0} {0}", size + 6) shape-rendering="crispEdges" role="img"
            aria-label=s().scan>
            <path d=path></path>
        </svg>
    }
}

#[component]
fn Recovery(step: RwSignal<Step>, codes: Vec<String>) -> impl IntoView {
    let app = app();
    let all = codes.join("\n");
    let copy = move |_| {
        let all = all.clone();
        spawn_local(async move {
            if native::copy(&all).await {
                app.overlay.notice(t().copied);
            } else {
                app.overlay.trouble(t().not_copied);
            }
        });
    };
    view! {
        <h3 class="settings-heading">{s().recovery}</h3>
        <p class="dialog-note">{s().recovery_note}</p>
        <ul class="plain recovery" data-testid="recovery-codes">
            {codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view()}
        </ul>
        <div class="group-foot">
            <button class="button main" data-testid="recovery-kept" on:click=move |_| look(step)>
                {s().recovery_kept}
            </button>
            <button class="button" on:click=copy><Glyph icon=Icon::Copy size=16/> {s().copy_codes}</button>
        </div>
    }
}

#[component]
fn Remove(step: RwSignal<Step>) -> impl IntoView {
    let password = RwSignal::new(String::new());
    let form = Form::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let given = password.get();
        form.send(Wrong::default(), &["password"], async move {
            calls::remove_totp(given).await?;
            look(step);
            Ok(())
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <p class="dialog-note">{s().turn_off_note}</p>
            <WholeWrong wrong=form.wrong/>
            <PasswordField name="password" label=t().password value=password wrong=form.wrong autocomplete="current-password"/>
            <div class="group-foot">
                <button class="button danger" type="submit" disabled=form.busy data-testid="confirm-totp-off">{s().turn_off}</button>
                <button class="button quiet" type="button" on:click=move |_| look(step)>{t().cancel}</button>
            </div>
        </form>
    }
}
