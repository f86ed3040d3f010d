//! Telling a person who does not look. Of several tabs the one that leads does it; what the person wants is kept on
//! the server and holds for all devices.

use std::collections::HashSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::Touched;
use natter_protocol::file::names;
use natter_protocol::notifications::{Notifications, QuietHours, Told};
use natter_protocol::{MessageId, Millis, NotifyLevel, RoomId, RoomKind};

use super::{App, Aspect, Deed, Place};
use crate::api::calls;
use crate::browser::notices::{self, Notice};
use crate::browser::{attended, later, now, sound, utc_offset_minutes};
use crate::native;

/// A tab where the room is open marks it read; the others wait for that, in milliseconds.
const GRACE: u64 = 700;
/// So long after coming in, in milliseconds, notifications are settled.
const SETTLE: u64 = 1_500;
/// What was missed may come all at once: one sound is enough, for so many milliseconds.
const PAUSE: i64 = 3_000;
/// Characters of a message that are shown.
const SHOWN: usize = 160;
/// Kept on the device once the offer was declined.
const NO_OFFER: &str = "natter.no-notifications";

#[derive(Debug, Clone, Copy)]
pub struct Notify {
    /// What the browser allows, by its own word: `default`, `granted`, `denied`; empty where there is no such thing.
    pub permission: RwSignal<String>,
    /// Something came that one would be told of: it is offered to turn notifications on.
    pub offered: RwSignal<bool>,
    shown: StoredValue<HashSet<RoomId>>,
    /// When the last sound was played.
    sounded: StoredValue<Millis>,
}

impl Notify {
    pub fn new() -> Self {
        Self {
            permission: RwSignal::new(notices::permission()),
            offered: RwSignal::new(false),
            shown: StoredValue::new(HashSet::new()),
            sounded: StoredValue::new(Millis(0)),
        }
    }
}

impl App {
    /// After an event: what came is told, and what was read elsewhere is no news any more.
    pub fn notify(self, touched: &[Touched]) {
        for part in touched {
            match *part {
                Touched::Arrived { room, message, mentions_me, .. } => {
                    self.arrived(room, message, mentions_me);
                }
                Touched::Room(room) => {
                    let is_shown = self.notify.shown.with_value(|shown| shown.contains(&room));
                    let is_read =
                        self.replica.peek(|chat| chat.room(room).is_none_or(|room| room.unread() == 0));
                    if is_shown && is_read == Some(true) {
                        self.notify.shown.update_value(|shown| {
                            shown.remove(&room);
                        });
                        spawn_local(notices::close(room.to_string()));
                    }
                }
                _ => {}
            }
        }
    }

    fn arrived(self, room: RoomId, message: MessageId, mentions_me: bool) {
        let leads = self.connection.tab(|tab| tab.leads()) == Some(true);
        let settings = self.replica.peek(natter_client::Chat::notifications).unwrap_or_default();
        let is_direct = self.is_direct(room);
        if (mentions_me || is_direct)
            && self.notify.permission.with_untracked(|permission| permission == "default")
            && native::read(NO_OFFER).is_none()
        {
            self.notify.offered.set(true);
        }
        // What was chosen for the room goes before what holds for all.
        let prefs = self.replica.peek(|chat| chat.room(room).map(natter_client::RoomState::prefs)).flatten();
        let prefs = prefs.unwrap_or_default();
        let wanted = match (settings.told, prefs.level) {
            (Told::Nothing, _) | (_, Some(NotifyLevel::Nothing)) => false,
            _ if prefs.is_muted(now()) => mentions_me,
            (_, Some(NotifyLevel::All)) | (Told::All, None) => true,
            (_, Some(NotifyLevel::Mentions)) => mentions_me,
            (Told::Mentions, None) => mentions_me || is_direct,
        };
        let undisturbed = self.replica.peek(|chat| chat.me().user.is_undisturbed_at(now())) == Some(true);
        if leads && wanted && !undisturbed && !settings.is_quiet(now()) {
            later(GRACE, move || self.does(Deed::Tell(room, message, settings.sound)));
        }
    }

    pub(super) fn tell_of(self, room: RoomId, message: MessageId, aloud: bool) {
        let notice = self.replica.peek(|chat| {
            let state = chat.room(room)?;
            let said = chat.timeline(room)?.message(message)?;
            if said.seq <= state.read_seq() || said.deleted_at.is_some() {
                return None;
            }
            let author = chat.user(said.author).map(|user| user.display_name.clone()).unwrap_or_default();
            let title = match state.details().kind {
                RoomKind::Direct => author,
                _ => format!("{author} · #{}", state.details().name),
            };
            let names = names(&said.attachments);
            let text = if said.text.is_empty() { &names } else { &said.text };
            let text: String = text.chars().take(SHOWN).collect();
            Some(Notice { title, text, tag: room.to_string(), open: format!("/r/{room}/{message}") })
        });
        let Some(Some(notice)) = notice else { return };
        if attended() && self.session.place.with_untracked(Place::room) == Some(room) {
            return;
        }
        if aloud && now().0 - self.notify.sounded.get_value().0 > PAUSE {
            self.notify.sounded.set_value(now());
            sound::play();
        }
        if self.notify.permission.with_untracked(|permission| permission == "granted") {
            self.notify.shown.update_value(|shown| {
                shown.insert(room);
            });
            spawn_local(async move { notices::show(&notice).await });
        }
    }

    fn is_direct(self, room: RoomId) -> bool {
        let kind = self.replica.peek(|chat| chat.room(room).map(|room| room.details().kind));
        kind.flatten() == Some(RoomKind::Direct)
    }

    /// How the person wants to be told.
    pub fn notifications(self) -> Notifications {
        self.replica.read(Aspect::Notifications, natter_client::Chat::notifications).unwrap_or_default()
    }

    /// Changes that for all devices.
    pub fn set_notifications(self, change: impl FnOnce(&mut Notifications)) {
        let mut settings = self.notifications();
        change(&mut settings);
        self.attempt(async move { calls::set_notifications(&settings).await });
    }

    /// After coming in, when what one came for is there.
    pub fn settle_notifications_soon(self) {
        later(SETTLE, move || self.does(Deed::SettleNotifications));
    }

    /// After coming in: pushes find this sign-in, quiet hours are those of where the person is now, and mails are written
    /// for that place.
    pub async fn settle_notifications(self) {
        if self.connection.tab(|tab| tab.leads()) != Some(true) {
            return;
        }
        let zone = i16::try_from(utc_offset_minutes(now())).unwrap_or(0);
        let hours = self.replica.peek(|chat| chat.notifications().quiet_hours).flatten();
        if hours.is_some_and(|hours| hours.utc_offset != zone) {
            self.set_notifications(|settings| {
                settings.quiet_hours = hours.map(|hours| QuietHours { utc_offset: zone, ..hours });
            });
        }
        self.tell_mail_reader().await;
        self.subscribe_to_push().await;
    }

    /// The person pressed "Turn on": the browser asks them, and pushes come here as well where that can be.
    pub fn allow_notifications(self) {
        spawn_local(async move {
            let permission = notices::ask().await;
            self.notify.permission.set(permission);
            self.notify.offered.set(false);
            self.subscribe_to_push().await;
        });
    }

    /// The person does not want to be asked again on this device.
    pub fn decline_notifications(self) {
        native::write(NO_OFFER, "1");
        self.notify.offered.set(false);
    }

    /// Says where this browser takes pushes, if the person has allowed it. A browser without a push service is told
    /// of things while a tab is open.
    pub async fn subscribe_to_push(self) {
        if !self.notify.permission.with_untracked(|permission| permission == "granted") {
            return;
        }
        if let Ok(key) = calls::push_key().await
            && let Some(subscription) = notices::subscribe(&key.key).await
        {
            let _ = calls::put_push(&subscription).await;
        }
    }
}
