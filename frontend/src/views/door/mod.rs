//! Not signed in: the owner's first account, signing in, registering.

mod register;
mod sign_in;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use natter_protocol::account::Registration;

use crate::state::Door;
use crate::text::t;
use register::{Invited, RegisterForm};
use sign_in::SignIn;

#[component]
pub fn DoorView(door: Door) -> impl IntoView {
    let path = use_location().pathname;
    let door = StoredValue::new(door);
    view! {
        <main class="door">
            <div class="door-card">
                <Mark/>
                {move || {
                    let door = door.get_value();
                    let open = door.server.registration == Registration::Open;
                    path.with(|path| {
                        if door.server.needs_owner {
                            view! { <RegisterForm door invite=None/> }.into_any()
                        } else if let Some(code) = path.strip_prefix("/invite/") {
                            view! { <Invited door code=code.to_owned()/> }.into_any()
                        } else if path == "/register" && open {
                            view! { <RegisterForm door invite=None/> }.into_any()
                        } else {
                            view! { <SignIn door/> }.into_any()
                        }
                    })
                }}
            </div>
            <p class="door-foot">{t().door_foot}</p>
        </main>
    }
}

/// Natter's mark.
#[component]
fn Mark() -> impl IntoView {
    view! { <img class="mark" src="/assets/logo.svg" width="48" height="48" alt="Natter"/> }
}
