//! Below all rooms: who is not here yet.

use leptos::prelude::*;
use natter_protocol::Right;

use crate::state::{Dialog, app};
use crate::text::t;
use crate::views::icon::{Glyph, Icon};

#[component]
pub fn InviteRow() -> impl IntoView {
    let app = app();
    let may = Memo::new(move |_| app.may(Right::Invite));
    move || {
        may.get().then(|| {
            view! {
                <button class="row hint-row" data-testid="invite-people"
                    on:click=move |_| app.overlay.open(Dialog::Invite)>
                    <Glyph icon=Icon::InvitePeople/>
                    <span class="cut">{t().invite_people}</span>
                </button>
            }
        })
    }
}
