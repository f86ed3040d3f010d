//! At the beginning of a channel: who else could be here.

use leptos::prelude::*;
use natter_protocol::{Right, RoomId, RoomKind};

use crate::state::{Dialog, app};
use crate::text::t;
use crate::views::icon::{Glyph, Icon};

#[component]
pub fn BringPeople(room: RoomId, kind: RoomKind) -> impl IntoView {
    let app = app();
    let may_invite = Memo::new(move |_| kind != RoomKind::Private && app.may(Right::Invite));
    view! {
        {move || may_invite.get().then(|| view! {
            <button class="button small main" on:click=move |_| app.overlay.open(Dialog::Invite)>
                <Glyph icon=Icon::InvitePeople size=16/>
                {t().invite_people}
            </button>
        })}
        <button class="button small" on:click=move |_| app.overlay.open(Dialog::AddPeople(room))>
            {t().add_people}
        </button>
    }
}
