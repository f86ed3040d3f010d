//! Short notices at the foot of the window.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::state::app;
use crate::text::t;

#[component]
pub fn Toasts() -> impl IntoView {
    let toasts = app().overlay.toasts;
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.get() key=|toast| toast.id let:toast>
                <div class="toast" class:bad=toast.bad data-testid="toast">
                    <Glyph icon=if toast.bad { Icon::Alert } else { Icon::Check } size=16/>
                    <span>{toast.text.clone()}</span>
                    <button
                        class="icon-button small"
                        aria-label=t().dismiss
                        on:click=move |_| toasts.update(|all| all.retain(|other| other.id != toast.id))
                    >
                        <Glyph icon=Icon::Close size=14/>
                    </button>
                </div>
            </For>
        </div>
    }
}
