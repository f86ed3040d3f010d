//! What is put off: messages to be said later, and reminders.

use leptos::prelude::Set as _;
use leptos::task::spawn_local;
use natter_client::Draft;
use natter_client::sort::sort_by_key;
use natter_protocol::own::{Reschedule, Schedule, ScheduledKind, ScheduledState};
use natter_protocol::{Attachment, Body, Event, MessageId, Millis, RoomId, Scheduled};

use super::watch::Aspect;
use super::{App, Pane, Spot};
use crate::api::calls;
use crate::browser::message_id;
use crate::text::{moment, problem_text, t};

impl App {
    /// Messages that wait or failed, by time.
    pub fn put_off(self) -> Vec<Scheduled> {
        self.things(|item| item.kind == ScheduledKind::Message)
    }

    /// Reminders whose time has come, the oldest first.
    pub fn reminders(self) -> Vec<Scheduled> {
        self.things(|item| item.kind == ScheduledKind::Reminder && item.state == ScheduledState::Due)
    }

    fn things(self, of: impl Fn(&Scheduled) -> bool) -> Vec<Scheduled> {
        let found = |chat: &natter_client::Chat| chat.scheduled().filter(|item| of(item)).cloned().collect();
        let mut things: Vec<Scheduled> = self.replica.read(Aspect::Own, found).unwrap_or_default();
        sort_by_key(&mut things, |item| (item.at, item.id));
        things
    }

    /// Says it later. If that is refused, it is a draft again.
    pub fn say_later(self, room: RoomId, text: String, files: Vec<Attachment>, at: Millis) {
        let schedule = Schedule {
            id: message_id(),
            kind: None,
            room: Some(room),
            thread: None,
            about: None,
            text: text.clone(),
            attachments: files.iter().map(|file| file.id).collect(),
            at,
        };
        spawn_local(async move {
            match calls::schedule(&schedule).await {
                Ok(()) => self.overlay.notice((t().scheduled_for)(&moment(at))),
                Err(failure) => {
                    self.give_back(room, text);
                    self.sending.uploads.bring_back((room, None), files);
                    self.overlay.trouble(problem_text(&failure));
                }
            }
        });
    }

    pub fn remind(self, about: Option<(RoomId, MessageId)>, text: String, at: Millis) {
        let schedule = Schedule {
            id: message_id(),
            kind: Some(ScheduledKind::Reminder),
            room: about.map(|(room, _)| room),
            thread: None,
            about: about.map(|(_, message)| message),
            text,
            attachments: Vec::new(),
            at,
        };
        self.attempt(async move {
            calls::schedule(&schedule).await?;
            self.overlay.notice((t().reminded_at)(&moment(at)));
            Ok(())
        });
    }

    /// What was written and could not be used stands in the composer again, unless something else does.
    pub fn give_back(self, room: RoomId, text: String) {
        self.give_back_to((room, None), text);
    }

    fn give_back_to(self, spot: Spot, text: String) {
        if !self.drafts.has(spot) {
            self.drafts.keep(self, spot, text);
        }
    }

    pub fn put_off_until(self, id: MessageId, at: Millis) {
        let change = Reschedule { text: None, at: Some(at) };
        self.attempt(async move { calls::reschedule(id, &change).await });
    }

    /// Done, or not wanted any more.
    pub fn unschedule(self, id: MessageId) {
        self.attempt(async move { calls::unschedule(id).await });
    }

    /// A message that was put off goes back into the composer, or out at once.
    pub fn take_back(self, item: &Scheduled, send: bool) {
        let (Some(room), id, text) = (item.room_id, item.id, item.text.clone()) else { return };
        let (thread, files) = (item.thread, item.attachments.clone());
        self.attempt(async move {
            calls::unschedule(id).await?;
            if send {
                let attachments = self.sending.uploads.send(files);
                self.sending
                    .say(self, Draft { room, text, thread, attachments, broadcast: false, poll: None });
            } else {
                self.give_back_to((room, thread), text);
                self.sending.uploads.bring_back((room, thread), files);
                self.continue_at((room, thread));
            }
            Ok(())
        });
    }

    /// Goes where something was begun.
    pub fn continue_at(self, (room, thread): Spot) {
        self.go(&format!("/r/{room}"));
        if let Some(thread) = thread {
            self.overlay.pane.set(Some(Pane::Thread(room, thread, None)));
        }
    }

    /// The time of a reminder has come, or a message could not be said.
    pub fn came_due(self, event: &Event) {
        let Body::ScheduledUpdated { item } = &event.body else { return };
        match (item.state, item.kind) {
            (ScheduledState::Due, _) if item.text.is_empty() => self.overlay.notice(t().reminder_due),
            (ScheduledState::Due, _) => self.overlay.notice((t().reminder_of)(&item.text)),
            (ScheduledState::Failed, _) => self.overlay.trouble(t().scheduled_failed),
            (ScheduledState::Waiting, _) => {}
        }
    }
}
