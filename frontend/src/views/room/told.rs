//! What happened to a room, told in a sentence.

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

/// So many are named before the others are counted.
const NAMED: usize = 2;

/// Several names in one sentence: all of them, or the first and how many others.
fn listed(mut names: Vec<String>) -> String {
    let last = if names.len() > NAMED + 1 {
        (s().others)(names.split_off(NAMED).len())
    } else {
        names.pop().unwrap_or_default()
    };
    if names.is_empty() { last } else { (s().names_and)(&names.join(", "), &last) }
}

fn sentence(app: App, notices: &[Message]) -> Option<String> {
    let name = |user| app.replica.name_of(user).unwrap_or_else(|| t().someone.to_owned());
    let authors = || listed(notices.iter().map(|message| name(message.author)).collect());
    let people =
        || listed(notices.iter().filter_map(|message| message.notice.as_ref()?.about()).map(name).collect());
    let first = notices.first()?;
    let (s, who, many) = (s(), name(first.author), notices.len() > 1);
    Some(match first.notice.as_ref()? {
        Notice::Joined => (s.told_joined)(&authors(), many),
        Notice::Added { .. } => (s.told_added)(&who, &people()),
        Notice::Left => (s.told_left)(&authors(), many),
        Notice::Removed { .. } => (s.told_removed)(&who, &people()),
        Notice::Renamed { name } => (s.told_renamed)(&who, name),
        Notice::Topic { topic } if topic.is_empty() => (s.told_no_topic)(&who),
        Notice::Topic { topic } => (s.told_topic)(&who, topic),
        Notice::Archived => (s.told_archived)(&who),
        Notice::Unarchived => (s.told_unarchived)(&who),
        Notice::Unknown => (s.told_unknown)(&who),
    })
}

#[component]
pub fn Told(notices: Vec<Message>) -> impl IntoView {
    let app = app();
    let first = notices.first().and_then(|message| Some((icon(message.notice.as_ref()?), message.at)));
    first.map(|(icon, at)| {
        view! {
            <span class="told-mark"><Glyph icon size=14/></span>
            <p dir="auto">
                {move || sentence(app, &notices)}
                " "
                <time title=full_time(at)>{clock(at)}</time>
            </p>
        }
    })
}
