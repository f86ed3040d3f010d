//! What is new, and what was seen of it.

use leptos::prelude::*;
use natter_client::format::Divider;
use natter_client::{Chat, RoomState};
use natter_protocol::{Millis, Seq};

use super::{Loaded, Loading, OpenRoom, Place, Span, loaded};
use crate::browser::attended;
use crate::state::{App, Aspect};

impl OpenRoom {
    /// How many messages of others came since the person last was at the end.
    pub fn below(self) -> usize {
        self.app.replica.track(Aspect::Timeline(self.room));
        let seen = self.seen.get();
        let me = self.app.replica.me();
        let count = self.app.replica.peek(|chat| {
            let newest = self.timeline(chat)?.tail().messages;
            let shown = newest.iter().filter(|m| self.thread.is_some() || m.is_in_room());
            Some(shown.rev().take_while(|m| m.seq > seen).filter(|m| Some(m.author) != me).count())
        });
        count.flatten().unwrap_or(0)
    }

    /// "12 new since 09:41", while it is worth saying.
    pub fn news(self) -> Option<(u32, Option<Millis>)> {
        let divider = self.divider.get()?;
        let me = self.app.replica.me()?;
        self.app.replica.read(Aspect::Room(self.room), |chat| {
            let unread = chat.room(self.room)?.unread();
            let since = chat.timeline(self.room).and_then(|t| divider.since(t.tail().messages, me));
            (unread > 0).then_some((unread, since))
        })?
    }

    /// To be called when the end of the page is in view, and when it no longer is.
    pub fn at_end(self, at_end: bool) {
        let at_present = at_end && self.reaches_present();
        if self.following.get_untracked() != at_present {
            self.following.set(at_present);
        }
        if at_present {
            if self.place.get_untracked() != Place::Present {
                self.place.set(Place::Present);
            }
            self.shows(Span::followed);
            self.hold(None);
            let newest = self.newest();
            if self.seen.get_untracked() != newest {
                self.seen.set(newest);
            }
            self.read_to_end();
        } else {
            self.shows(Span::held);
            self.stay();
        }
    }

    fn shows(self, how: fn(Span, &Loaded) -> Span) {
        let shown = self.span.get_untracked();
        let wanted = self.with_window(|window| how(shown, &loaded(window)));
        if let Some(wanted) = wanted.filter(|wanted| *wanted != shown) {
            self.span.set(wanted);
        }
    }

    /// What is on the page stays loaded while someone reads there, and so does where that is.
    pub(super) fn stay(self) {
        let shown = self.with_window(|window| {
            let loaded = loaded(window);
            let shown = &loaded.places[self.span.get_untracked().range(&loaded)];
            Some((*shown.first()?, *shown.last()?))
        });
        let shown = shown.flatten();
        if let Some((first, last)) = shown {
            let is_there =
                |place: &Place| matches!(place, Place::Around(seq) if (first..=last).contains(seq));
            if !self.place.with_untracked(is_there) {
                self.place.set(Place::Around(first));
            }
        }
        self.hold(shown);
    }

    pub fn hold(self, shown: Option<(Seq, Seq)>) {
        self.app.replica.hold(self.room, self.thread, shown);
    }

    /// Everything was seen, if someone is looking.
    pub fn read_to_end(self) {
        let is_shown = !self.loading.with_untracked(Loading::shows_nothing);
        if attended()
            && is_shown
            && !self.only_known.get_value()
            && self.following.get_untracked()
            && !self.unread_by_hand.get_untracked()
        {
            match self.thread {
                None => self.app.read_up_to(self.room, self.newest()),
                Some(thread) => self.app.read_thread_up_to(self.room, thread, self.newest()),
            }
        }
    }

    /// The person says that all of it is read.
    pub fn mark_all_read(self, app: App) {
        self.bar_done.set(true);
        self.divider.set(None);
        self.unread_by_hand.set(false);
        app.read_up_to(self.room, self.newest());
    }

    /// The person wants to come back to it: from this message on everything is unread again.
    pub fn mark_unread_from(self, seq: Seq) {
        let Some(read_seq) = self.app.mark_unread(self.room, seq) else { return };
        self.unread_by_hand.set(true);
        self.bar_done.set(true);
        self.divider.set(Divider::opened(read_seq, 1));
    }

    /// Something arrived while nobody looked: "New" stands before it.
    pub fn arrived_unseen(self) {
        if !attended() && self.thread.is_none() && self.divider.get_untracked().is_none() {
            let read = self.app.replica.peek(|chat| chat.room(self.room).map(|r| (r.read_seq(), r.unread())));
            if let Some((read_seq, unread)) = read.flatten() {
                self.divider.set(Divider::opened(read_seq, unread));
            }
        }
    }

    pub fn newest(self) -> Seq {
        let newest = |chat: &Chat| match self.thread {
            None => chat.room(self.room).map(RoomState::last_seq),
            Some(_) => self.timeline(chat)?.tail().messages.last().map(|message| message.seq),
        };
        self.app.replica.peek(newest).flatten().unwrap_or(0)
    }
}
