//! What is loaded of a room's history (or of one thread's), and what the stream adds to it.

use natter_protocol::command::HistoryQuery;
use natter_protocol::{Change, Message, MessageId, Seq, UserId};

use super::coverage::Coverage;
use super::entry::Entry;
use crate::ordered::OrderedMap;

/// Changes that are kept for messages that are not loaded, while a page that holds them may be on its way.
const ORPHANS: usize = 128;
/// Messages that are kept of a room that nobody looked into.
const UNOPENED: usize = 200;
/// Messages that are kept at the end of one that somebody did, and half as many on either side of what is read
/// elsewhere: more of them than a list shows at a time.
const OPENED: usize = 1_000;
/// So many more may stand there before the oldest are let go, all at once.
const SLACK: usize = 200;

/// What became of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loaded {
    /// It is in the timeline.
    Merged,
    /// It was read before something that the replica has already seen: fetch it again.
    TooOld,
    /// The room or thread is not there (any more).
    Gone,
}

/// One stretch of history without a hole, and how to make it longer.
#[derive(Debug, Clone)]
pub struct Window<'a> {
    /// In order.
    pub messages: Vec<&'a Message>,
    /// Ask this for older messages; none when the room begins here.
    pub older: Option<HistoryQuery>,
    /// Ask this for newer messages; none when the stretch reaches the present and follows the stream.
    pub newer: Option<HistoryQuery>,
}

/// The messages of a room or of a thread, as far as they are known.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// Only the replies to this message.
    pub(super) thread: Option<MessageId>,
    /// The stream has brought, or will bring, everything after this place.
    pub(super) since: Seq,
    /// Whether there is such a stream: none goes on from what a device kept.
    pub(super) followed: bool,
    /// A page must be at least so new: changes up to here may have been let go.
    pub(super) floor: Seq,
    pub(super) coverage: Coverage,
    pub(super) entries: OrderedMap<Seq, Entry>,
    pub(super) places: OrderedMap<MessageId, Seq>,
    /// Changes to messages that are not loaded, by place and message: one event may change several.
    pub(super) orphans: OrderedMap<(Seq, MessageId), Change>,
    pub(super) loaded: bool,
    /// From where to where someone reads, away from the end.
    pub(super) held: Option<(Seq, Seq)>,
    /// What was on screen before the snapshot was renewed; shown until the next page.
    pub(super) old: Option<Box<Timeline>>,
}

impl Timeline {
    /// A timeline that follows the stream after a place.
    pub(super) fn after(seq: Seq) -> Self {
        Self {
            thread: None,
            since: seq,
            followed: true,
            floor: seq,
            coverage: Coverage::after(seq),
            entries: OrderedMap::new(),
            places: OrderedMap::new(),
            orphans: OrderedMap::new(),
            loaded: false,
            held: None,
            old: None,
        }
    }

    /// One from which no stream goes on: of what was said since nothing is known until a page shows it.
    pub(super) fn kept(seq: Seq) -> Self {
        Self { followed: false, coverage: Coverage::default(), ..Self::after(seq) }
    }

    /// The replies to a message, as far as the stream brought them here.
    pub(super) fn of_thread(&self, root: MessageId) -> Self {
        let mut thread = if self.followed { Self::after(self.since) } else { Self::kept(self.since) };
        thread.thread = Some(root);
        thread.floor = self.floor;
        thread.orphans.clone_from(&self.orphans);
        // Those before the stream's part too: out of sight until a page covers them, but their changes count.
        for (&seq, entry) in &self.entries {
            if entry.view().thread == Some(root) {
                thread.insert(seq, entry.clone());
            }
        }
        thread
    }

    /// The stretch that follows the stream. Before any page was loaded it holds at most what the
    /// stream brought, and `older` says what to ask first.
    #[must_use]
    pub fn tail(&self) -> Window<'_> {
        self.around(Seq::MAX).unwrap_or(Window { messages: Vec::new(), older: None, newer: None })
    }

    /// The stretch around a place; none when the place is not loaded: ask `around`.
    #[must_use]
    pub fn around(&self, seq: Seq) -> Option<Window<'_>> {
        if let Some(old) = &self.old {
            return old.around(seq);
        }
        let (from, to) = self.coverage.around(seq)?;
        let newest = HistoryQuery { thread: self.thread, ..HistoryQuery::default() };
        let before = if self.loaded { HistoryQuery { before: Some(from), ..newest } } else { newest };
        Some(Window {
            messages: self.entries.range(from..=to).map(|(_, entry)| entry.view()).collect(),
            older: (from > 0).then_some(before),
            newer: (to < Seq::MAX).then_some(HistoryQuery { after: Some(to), ..newest }),
        })
    }

    #[must_use]
    pub fn message(&self, id: MessageId) -> Option<&Message> {
        if let Some(old) = &self.old
            && let Some(message) = old.message(id)
        {
            return Some(message);
        }
        self.entries.get(self.places.get(&id)?).map(Entry::view)
    }

    /// The snapshot was renewed after a gap: what is shown may be old. Fetch the page on screen again;
    /// the first page that comes replaces everything.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.old.is_some()
    }

    /// Whether a page was ever loaded, so that a skeleton can be shown until then.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.loaded || self.old.is_some()
    }

    /// From a place on, up to where every message is known; none where not even that place is.
    pub(super) fn known_from(&self, seq: Seq) -> Option<Seq> {
        self.coverage.around(seq).map(|(_, to)| to)
    }

    /// The messages after a place and up to another.
    pub(super) fn between(&self, after: Seq, up_to: Seq) -> impl Iterator<Item = &Message> {
        self.entries.range(after.saturating_add(1)..=up_to).map(|(_, entry)| entry.view())
    }

    pub(super) fn people(&self) -> impl Iterator<Item = UserId> {
        let shown = self.old.as_deref().unwrap_or(self);
        shown.entries.values().flat_map(|entry| entry.view().people())
    }

    /// Takes a message that was said; false when it is there already or belongs elsewhere.
    pub(super) fn created(&mut self, message: &Message) -> bool {
        let in_old = self.old.as_mut().is_some_and(|old| old.created(message));
        let seq = message.seq;
        if seq <= self.since || self.thread.is_some_and(|root| message.thread != Some(root)) {
            return in_old;
        }
        if seq <= self.floor {
            return self.came_too_late(message) || in_old;
        }
        let new = self.merge(message.clone(), seq);
        if !self.loaded && self.entries.len() > UNOPENED {
            self.shed();
        }
        new || in_old
    }

    /// Takes a change to a message; true when the message is there and the change was new.
    pub(super) fn changed(&mut self, id: MessageId, seq: Seq, change: Change) -> bool {
        let in_old = self.old.as_mut().is_some_and(|old| old.changed(id, seq, change.clone()));
        if let Some(entry) = self.places.get(&id).and_then(|place| self.entries.get_mut(place)) {
            return entry.change(seq, change) || in_old;
        }
        if seq > self.floor {
            self.orphans.insert((seq, id), change);
            if self.orphans.len() > ORPHANS
                && let Some(((evicted, _), _)) = self.orphans.pop_first()
            {
                self.floor = evicted;
            }
        }
        in_old
    }

    /// Puts a message in as it stood at `as_of`; true when it was not there.
    pub(super) fn merge(&mut self, message: Message, as_of: Seq) -> bool {
        let seq = message.seq;
        let met = self.met(message, as_of);
        met.map(|entry| self.insert(seq, entry)).is_some()
    }

    /// A message as it stood at `as_of`, with what is known of it besides; none when it is there already.
    pub(super) fn met(&mut self, message: Message, as_of: Seq) -> Option<Entry> {
        if let Some(entry) = self.entries.get_mut(&message.seq) {
            entry.rebase(message, as_of);
            return None;
        }
        let id = message.id;
        let mut entry = Entry::new(message, as_of);
        self.orphans.retain(|&(place, of), change| {
            if of == id {
                entry.change(place, change.clone());
            }
            of != id
        });
        Some(entry)
    }

    /// A page has come: what was old is replaced.
    pub(super) fn refreshed(&mut self) {
        self.old = None;
        self.loaded = true;
    }

    fn insert(&mut self, seq: Seq, entry: Entry) {
        self.places.insert(entry.view().id, seq);
        self.entries.insert(seq, entry);
    }

    /// Lets go what is far from the end and from what is read elsewhere when there is too much of it, so that neither a
    /// day of talk nor a walk through the years stays in memory. Single messages may be spared.
    pub(super) fn shed_far(&mut self, spared: &[Seq]) {
        let most = if self.held.is_some() { 2 * OPENED } else { OPENED };
        if !self.loaded || self.entries.len() <= most + SLACK {
            return;
        }
        let places: Vec<Seq> = self.entries.keys().copied().collect();
        let tail = places[places.len() - OPENED];
        let (from, to) = self.held.map_or((tail, tail), |(from, to)| {
            let from = places.partition_point(|place| *place < from).saturating_sub(OPENED / 2);
            let to = places.partition_point(|place| *place <= to) + OPENED / 2 - 1;
            (places[from.min(places.len() - 1)].min(tail), places[to.min(places.len() - 1)])
        });
        let stays = |place: Seq| place >= tail || (from..=to).contains(&place) || spared.contains(&place);
        let mut newest = 0;
        self.entries.retain(|&place, entry| {
            if !stays(place) {
                newest = newest.max(entry.newest());
                self.since = self.since.max(place);
            }
            stays(place)
        });
        self.places.retain(|_, place| stays(*place));
        // A page that brings one back must be newer than its last change.
        self.floor = self.floor.max(newest);
        if let Some(before) = from.checked_sub(1) {
            self.coverage.cut(before);
        }
        if to < tail - 1 {
            self.coverage.cut_out(to + 1, tail - 1);
        }
    }

    /// Lets the oldest message go; a page that brings it back must be newer than its last change.
    fn shed(&mut self) {
        if let Some((seq, entry)) = self.entries.pop_first() {
            self.places.remove(&entry.view().id);
            self.coverage.cut(seq);
            self.since = self.since.max(seq);
            self.floor = self.floor.max(entry.newest());
        }
    }
}
