//! The document's title and the dot on its icon.

use leptos::prelude::*;
use natter_client::format;
use natter_protocol::RoomId;

use crate::browser::{document, later, now};
use crate::state::{App, Aspect, Gathering, Phase};

/// In milliseconds, until the icon follows.
const SETTLE: u64 = 300;

pub fn keep_title(app: App, room: Memo<Option<RoomId>>, place: Memo<Option<Gathering>>) {
    let badge = Memo::new(move |_| {
        let in_chat = app.session.phase.with(|phase| *phase == Phase::Chat);
        app.replica.read(Aspect::Rooms, |chat| chat.badge(now())).filter(|_| in_chat).unwrap_or(0)
    });
    let unread = Memo::new(move |_| {
        let in_chat = app.session.phase.with(|phase| *phase == Phase::Chat);
        in_chat
            && app.replica.read(Aspect::Rooms, |chat| chat.rooms().any(|room| room.is_calling(now())))
                == Some(true)
    });
    Effect::new(move |_| {
        app.settings.language.track();
        let name = match (app.session.phase.get(), room.get()) {
            (Phase::Chat, Some(room)) => app.room_label(room),
            (Phase::Chat, None) if place.get().is_some() => {
                place.get().map(|place| place.title().to_owned()).unwrap_or_default()
            }
            (Phase::Chat, None) => app.replica.peek(|chat| chat.server().name.clone()).unwrap_or_default(),
            (Phase::Door(door), _) => door.server.name,
            (Phase::Starting { .. }, _) => return,
        };
        let name = if name.is_empty() || name == "#" { "Natter".to_owned() } else { name };
        document().set_title(&format::title(badge.get(), &name));
    });
    let icon = Memo::new(move |_| match (badge.get(), unread.get()) {
        (0, false) => "/assets/logo.svg",
        (0, true) => "/assets/logo-unread.svg",
        _ => "/assets/logo-mention.svg",
    });
    // What is read as it comes is unread for a moment only.
    Effect::new(move |_| {
        icon.track();
        later(SETTLE, move || show_icon(icon.get_untracked()));
    });
}

fn show_icon(icon: &str) {
    if let Ok(Some(link)) = document().query_selector("link[rel=icon]")
        && link.get_attribute("href").as_deref() != Some(icon)
    {
        let _ = link.set_attribute("href", icon);
    }
}
