//! Which threads have something new for the caller. Each place only ever rises, so order and repetition
//! of events do not matter.

use natter_protocol::{MessageId, RoomId, Seq, ThreadMark};

use crate::ordered::OrderedMap;

#[derive(Debug, Clone, Default)]
pub(super) struct ThreadMarks {
    marks: OrderedMap<(RoomId, MessageId), Mark>,
    /// What was said in a room before one joined it is not unread.
    joined: OrderedMap<RoomId, Seq>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    last: Seq,
    read: Seq,
}

impl ThreadMarks {
    pub(super) fn from_snapshot(threads: Vec<ThreadMark>) -> Self {
        let mark = |mark: ThreadMark| {
            ((mark.room_id, mark.thread), Mark { last: mark.last_seq, read: mark.read_seq })
        };
        Self { marks: threads.into_iter().map(mark).collect(), joined: OrderedMap::new() }
    }

    /// The unread ones, as a snapshot has them.
    pub(super) fn to_snapshot(&self) -> Vec<ThreadMark> {
        let unread = self.marks.iter().filter(|((room, _), mark)| self.unread(*room, **mark));
        let mark = |(&(room_id, thread), mark): (&(RoomId, MessageId), &Mark)| ThreadMark {
            room_id,
            thread,
            last_seq: mark.last,
            read_seq: mark.read,
        };
        unread.map(mark).collect()
    }

    /// Someone else said something; true when that made the thread unread.
    pub(super) fn told(&mut self, room: RoomId, thread: MessageId, seq: Seq) -> bool {
        self.change(room, thread, |mark| mark.last = mark.last.max(seq))
    }

    /// Read up to a place, by saying so or by answering; true when the thread is no longer unread.
    pub(super) fn read(&mut self, room: RoomId, thread: MessageId, seq: Seq) -> bool {
        self.change(room, thread, |mark| mark.read = mark.read.max(seq))
    }

    pub(super) fn joined(&mut self, room: RoomId, seq: Seq) {
        let joined = self.joined.entry(room).or_default();
        *joined = (*joined).max(seq);
    }

    pub(super) fn is_unread(&self, room: RoomId, thread: MessageId) -> bool {
        self.marks.get(&(room, thread)).is_some_and(|mark| self.unread(room, *mark))
    }

    /// All that are unread, by room.
    pub(super) fn all_unread(&self) -> impl Iterator<Item = (RoomId, MessageId)> + '_ {
        let unread = self.marks.iter().filter(|((room, _), mark)| self.unread(*room, **mark));
        unread.map(|(key, _)| *key)
    }

    fn unread(&self, room: RoomId, mark: Mark) -> bool {
        mark.last > mark.read.max(self.joined.get(&room).copied().unwrap_or(0))
    }

    fn change(&mut self, room: RoomId, thread: MessageId, how: impl FnOnce(&mut Mark)) -> bool {
        let before = self.is_unread(room, thread);
        how(self.marks.entry((room, thread)).or_default());
        self.is_unread(room, thread) != before
    }
}
