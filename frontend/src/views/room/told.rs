//! What happened to a room, in a line among its messages.

use leptos::prelude::*;
use natter_protocol::{Message, Notice};

use crate::state::{App, app};
use crate::text::{clock, full_time, s, t};
use crate::views::icon::{Glyph, Icon};

fn icon(notice: &Notice) -> Icon {
    match notice {
        Notice::Joined | Notice::Added { .. } => Icon::InvitePeople,
        Notice::Left | Notice::Removed { .. } => Icon::SignOut,
        Notice::Archived | Notice::Unarchived => Icon::Archive,
        Notice::Renamed { .. } | Notice::Topic { .. } | Notice::Unknown => Icon::Pencil,
    }
}

fn sentence(app: App, message: &Message, notice: &Notice) -> String {
    let name = |user| app.replica.name_of(user).unwrap_or_else(|| t().someone.to_owned());
    let (s, who) = (s(), name(message.author));
    match notice {
        Notice::Joined => (s.told_joined)(&who),
        Notice::Added { user_id } => (s.told_added)(&who, &name(*user_id)),
        Notice::Left => (s.told_left)(&who),
        Notice::Removed { user_id } => (s.told_removed)(&who, &name(*user_id)),
        Notice::Renamed { name } => (s.told_renamed)(&who, name),
        Notice::Topic { topic } if topic.is_empty() => (s.told_no_topic)(&who),
        Notice::Topic { topic } => (s.told_topic)(&who, topic),
        Notice::Archived => (s.told_archived)(&who),
        Notice::Unarchived => (s.told_unarchived)(&who),
        Notice::Unknown => (s.told_unknown)(&who),
    }
}

#[component]
pub fn Told(message: Message) -> impl IntoView {
    let app = app();
    let notice = message.notice.clone().unwrap_or(Notice::Unknown);
    let (icon, at) = (icon(&notice), message.at);
    view! {
        <span class="told-mark"><Glyph icon size=14/></span>
        <p dir="auto">
            {move || sentence(app, &message, &notice)}
            " "
            <time title=full_time(at)>{clock(at)}</time>
        </p>
    }
}
