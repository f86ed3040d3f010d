//! Not signed in: the owner's first account, signing in, registering.

mod register;
mod reset;
mod sign_in;

use leptos::prelude::*;
use natter_protocol::account::Registration;

use crate::state::{Door, Place, app};
use crate::text::t;
use crate::views::toasts::Toasts;
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
                    let open = door.server.registration == Registration::Open;
                    match app.session.place.get() {
                        _ if door.server.needs_owner => view! { <RegisterForm door invite=None/> }.into_any(),
                        Place::Invite(code) => view! { <Invited door code/> }.into_any(),
                        Place::Reset(code) => view! { <ResetPassword code/> }.into_any(),
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

/// Natter's mark.
#[component]
fn Mark() -> impl IntoView {
    view! { <img class="mark" src="/assets/logo.svg" width="48" height="48" alt="Natter"/> }
}
