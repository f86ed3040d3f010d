//! Not signed in: the owner's first account, signing in, registering.

mod factor;
mod register;
mod reset;
mod sign_in;

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::account::Registration;

use crate::api::Failure;
use crate::state::{Door, Place, app};
use crate::text::{problem_text, s, t};
use crate::views::form::alert;
use crate::views::toasts::Toasts;
use factor::DemandedFactor;
use register::{Invited, RegisterForm};
use reset::ResetPassword;
use sign_in::SignIn;

#[component]
pub fn DoorView(door: Door) -> impl IntoView {
    let app = app();
    let door = StoredValue::new(door);
    view! {
        <main class="door">
            <div class="door-card">
                <Mark/>
                {move || {
                    let door = door.get_value();
                    let rules = &door.server.rules;
                    let (open, least) = (rules.registration == Registration::Open, rules.password_chars);
                    match app.session.place.get() {
                        _ if door.lacks_factor => view! {
                            <DemandedFactor note=(s().factor_demanded)(&door.server.name)/>
                        }.into_any(),
                        _ if door.server.needs_owner => view! { <RegisterForm door invite=None/> }.into_any(),
                        Place::Invite(code) => view! { <Invited door code/> }.into_any(),
                        Place::Reset(code) => view! { <ResetPassword code least/> }.into_any(),
                        Place::Register if open => view! { <RegisterForm door invite=None/> }.into_any(),
                        _ => view! { <SignIn door/> }.into_any(),
                    }
                }}
            </div>
            <p class="door-foot">{t().door_foot}</p>
            <Toasts/>
        </main>
    }
}

/// What stands behind a link with a code, once it has come: what the link is for, or why it does not work.
fn behind_link<T: Clone + Send + Sync + 'static>(
    asked: impl Future<Output = Result<T, Failure>> + 'static,
    does_not_work: &'static str,
    show: impl Fn(T) -> AnyView + Send + 'static,
) -> impl IntoView {
    let found = RwSignal::new(None);
    spawn_local(async move { found.set(Some(asked.await)) });
    move || match found.get() {
        None => view! { <div class="door-wait" aria-busy="true"></div> }.into_any(),
        Some(Ok(found)) => show(found),
        Some(Err(failure)) => view! {
            <h1>{does_not_work}</h1>
            {alert(problem_text(&failure))}
            <a class="button wide" href="/" data-testid="to-sign-in">{t().sign_in}</a>
        }
        .into_any(),
    }
}

/// Natter's mark.
#[component]
fn Mark() -> impl IntoView {
    view! { <img class="mark" src="/assets/logo.svg" width="48" height="48" alt="Natter"/> }
}
