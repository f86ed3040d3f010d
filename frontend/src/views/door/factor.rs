//! The second step that this server demands: set up before anything else.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::two_factor::{RecoveryCodes, TotpSecret};

use crate::api::{Failure, calls};
use crate::state::app;
use crate::text::{problem_text, s, t};
use crate::views::form::alert;
use crate::views::settings::{Enrol, Recovery};

#[derive(Debug, Clone)]
enum Step {
    Beginning,
    Failed(Failure),
    Enrolling(TotpSecret),
    Done(RecoveryCodes),
}

#[component]
pub fn DemandedFactor(
    /// Who demands it.
    note: String,
) -> impl IntoView {
    let app = app();
    let step = RwSignal::new(Step::Beginning);
    begin(step);
    view! {
        <h1>{s().two_factor}</h1>
        <p class="door-note">{note}</p>
        {move || match step.get() {
            Step::Beginning => view! { <div class="door-wait" aria-busy="true"></div> }.into_any(),
            Step::Failed(failure) => view! {
                {alert(problem_text(&failure))}
                <button class="button main wide" on:click=move |_| begin(step)>{t().try_again}</button>
            }.into_any(),
            Step::Enrolling(secret) => view! {
                <Enrol secret done=move |done| step.set(Step::Done(done)) given_up=move |()| app.turn_away()/>
            }.into_any(),
            Step::Done(RecoveryCodes { codes, token }) => view! {
                <Recovery codes kept=move |()| app.signed_in(token.as_deref().unwrap_or_default())/>
            }.into_any(),
        }}
    }
}

fn begin(step: RwSignal<Step>) {
    step.set(Step::Beginning);
    spawn_local(async move {
        step.try_set(match calls::begin_totp().await {
            Ok(secret) => Step::Enrolling(secret),
            Err(failure) => Step::Failed(failure),
        });
    });
}
