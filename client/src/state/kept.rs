//! What a device keeps of the replica for times without a network. It is shown at once, and renewed with a fresh
//! snapshot before it counts for anything ([`Input::Restore`](crate::Input::Restore)).

use std::collections::BTreeMap;

use natter_protocol::command::HistoryQuery;
use natter_protocol::sync::HistoryPage;
use natter_protocol::{Cursor, RoomId, SyncAnswer};

use super::chat::Chat;
use super::room::RoomState;
use super::timeline::Timeline;

impl Chat {
    /// The replica as a snapshot. Who is online is not kept.
    #[must_use]
    pub fn to_snapshot(&self, cursor: &str) -> SyncAnswer {
        let place: Cursor = cursor.parse().unwrap_or_default();
        SyncAnswer {
            server: self.server().clone(),
            me: self.me.clone(),
            rooms: self.rooms().map(RoomState::summary).collect(),
            users: self.people.all().cloned().collect(),
            presence: BTreeMap::new(),
            notifications: self.notifications(),
            own: self.own(),
            cursor: cursor.to_owned(),
            as_of: place.shards.iter().map(|position| position.seq).collect(),
            threads: self.thread_marks.to_snapshot(),
        }
    }

    /// The chat as it was kept. No stream goes on from it: [`Chat::resync`] comes next, and what was said since is not
    /// known until then, or until a page shows it.
    #[must_use]
    pub fn from_kept(snapshot: SyncAnswer) -> Self {
        let mut chat = Self::from_snapshot(snapshot);
        chat.rooms.values_mut().for_each(|room| room.timeline = Timeline::kept(room.timeline.since));
        chat
    }

    /// The newest messages of a room that is loaded.
    #[must_use]
    pub fn newest_page(&self, room: RoomId, limit: usize) -> Option<HistoryPage> {
        let timeline = self.timeline(room).filter(|timeline| timeline.is_loaded())?;
        let window = timeline.tail();
        let left_out = window.messages.len().saturating_sub(limit);
        let messages: Vec<_> = window.messages[left_out..].iter().map(|&message| message.clone()).collect();
        Some(HistoryPage {
            as_of: messages.last().map_or(0, |message| message.seq),
            more_before: left_out > 0 || window.older.is_some(),
            more_after: false,
            messages,
        })
    }

    /// Shows a page that was kept, until one comes from the server. False when something better is there.
    pub fn recall(&mut self, room: RoomId, page: HistoryPage) -> bool {
        let room = self.rooms.get_mut(&room).filter(|room| room.is_joined() && !room.timeline.is_loaded());
        room.map(|room| room.timeline.recall(page)).is_some()
    }
}

impl Timeline {
    fn recall(&mut self, page: HistoryPage) {
        let mut old = Self::after(page.as_of);
        old.load(&HistoryQuery::default(), page);
        for entry in self.entries.values() {
            old.created(entry.view());
        }
        self.old = Some(Box::new(old));
    }
}

#[cfg(test)]
mod tests {
    use natter_protocol::{Message, MessageId, Millis, RoomId, Seq, UserId};

    use super::*;

    fn message(seq: Seq) -> Message {
        let (id, room) =
            (MessageId::from_parts(Millis(1), u128::from(seq)), RoomId::from_parts(Millis(1), 1));
        let author = UserId::from_parts(Millis(1), 1);
        Message { seq, ..Message::plain(id, room, author, format!("message {seq}"), Millis(seq as i64)) }
    }

    fn page(seqs: &[Seq], as_of: Seq) -> HistoryPage {
        let messages = seqs.iter().map(|&seq| message(seq)).collect();
        HistoryPage { messages, as_of, more_before: true, more_after: false }
    }

    fn shown(timeline: &Timeline) -> Vec<Seq> {
        timeline.tail().messages.iter().map(|message| message.seq).collect()
    }

    #[test]
    fn of_what_was_said_since_it_was_kept_only_pages_tell() {
        let mut timeline = Timeline::kept(20);
        assert!(timeline.around(30).is_none() && timeline.tail().messages.is_empty());
        let around = HistoryQuery { around: Some(30), ..HistoryQuery::default() };
        let some = HistoryPage { more_after: true, ..page(&[28, 30], 90) };
        timeline.load(&around, some);
        assert_eq!(timeline.around(30).map(|window| window.messages.len()), Some(2));
        assert!(timeline.around(31).is_none(), "what comes next is not known");
        timeline.load(&HistoryQuery::default(), page(&[70, 80], 90));
        assert_eq!(shown(&timeline), [70, 80]);
        timeline.created(&message(95));
        assert_eq!(shown(&timeline), [70, 80, 95], "what one says oneself");

        let timeline = timeline.renewed(100);
        assert_eq!(timeline.around(30).map(|window| window.messages.len()), Some(2));
        assert!(timeline.is_stale());
    }

    #[test]
    fn what_was_kept_is_shown_until_a_page_comes_and_follows_the_stream_meanwhile() {
        let mut timeline = Timeline::after(20);
        timeline.created(&message(25));
        timeline.recall(page(&[5, 9], 9));
        assert!(timeline.is_loaded() && timeline.is_stale());
        timeline.created(&message(30));
        assert_eq!(shown(&timeline), [5, 9, 25, 30]);
        timeline.load(&HistoryQuery::default(), page(&[9, 14, 25], 28));
        assert_eq!(shown(&timeline), [9, 14, 25, 30]);
        assert!(!timeline.is_stale());
    }
}
