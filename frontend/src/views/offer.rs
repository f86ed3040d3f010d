//! After the first message that one would be told of: whether to be told of such from now on.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::state::app;
use crate::text::t;

#[component]
pub fn NotifyOffer() -> impl IntoView {
    let app = app();
    view! {
        <div class="banner offer" role="region" aria-label=t().notifications data-testid="notify-offer">
            <Glyph icon=Icon::Bell size=16/>
            <span class="cut">{t().notify_offer}</span>
            <button class="link" data-testid="accept-notifications" on:click=move |_| app.allow_notifications()>
                {t().turn_on_notifications}
            </button>
            <button class="icon-button small" title=t().dismiss aria-label=t().dismiss
                data-testid="decline-notifications" on:click=move |_| app.decline_notifications()>
                <Glyph icon=Icon::Close size=14/>
            </button>
        </div>
    }
    .into_any()
}
