//! The second step of signing in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::two_factor::{RecoveryCodes, TotpSecret, TotpState};

use super::enrol::{Enrol, Recovery};
use crate::api::{Failure, calls};
use crate::text::{problem_text, s, t};
use crate::views::form::{Form, PasswordField, WholeWrong, Wrong, alert};
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
            Step::Enrolling(secret) => view! {
                <Enrol secret done=move |done: RecoveryCodes| step.set(Step::Recovery(done.codes))
                    given_up=move |()| look(step)/>
            }.into_any(),
            Step::Recovery(codes) => view! { <Recovery codes kept=move |()| look(step)/> }.into_any(),
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
