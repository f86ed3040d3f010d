//! The newest events of one shard, in memory, with an index by room and by person.

use std::collections::{BTreeMap, HashMap, VecDeque};

use bytes::Bytes;
use natter_protocol::{Body, Event, RoomId, Seq, Shard, UserId};

use super::frame;
use crate::log::{Audience, Record};

struct Entry {
    frame: Bytes,
    keys: Keys,
}

/// Under what an event can be found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys {
    pub audience: Option<Audience>,
    /// The person whose membership it is about: told of it wherever he stands.
    pub subject: Option<UserId>,
}

impl Keys {
    pub fn of(audience: Audience, event: &Event) -> Self {
        let subject = match &event.body {
            Body::MemberJoined { user, .. } => Some(user.id),
            Body::MemberLeft { user_id, .. } => Some(*user_id),
            _ => None,
        };
        Self { audience: Some(audience), subject }
    }

    const UNREADABLE: Self = Self { audience: None, subject: None };
}

pub struct Ring {
    capacity: usize,
    /// The sequence of the oldest entry; of the next one when empty.
    first: Seq,
    /// What the first entry after the last restart was: from there on no event is missing.
    begun: Seq,
    entries: VecDeque<Entry>,
    rooms: HashMap<RoomId, VecDeque<Seq>>,
    users: HashMap<UserId, VecDeque<Seq>>,
    server: VecDeque<Seq>,
    /// Records that nobody understands, as they came.
    unreadable: BTreeMap<Seq, Record>,
}

impl Ring {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            first: 1,
            begun: 1,
            entries: VecDeque::new(),
            rooms: HashMap::new(),
            users: HashMap::new(),
            server: VecDeque::new(),
            unreadable: BTreeMap::new(),
        }
    }

    /// Forgets everything; the next entry will be `next`.
    pub fn restart(&mut self, next: Seq) {
        *self = Self { first: next, begun: next, ..Self::new(self.capacity) };
    }

    /// Adds the next event. A sequence that does not follow (a hole in the log) begins the ring anew.
    pub fn push(&mut self, seq: Seq, frame: Bytes, keys: Keys) {
        if seq != self.first + self.entries.len() as Seq {
            self.restart(seq);
        }
        match keys.audience {
            Some(Audience::Room(room, _)) => self.rooms.entry(room).or_default().push_back(seq),
            Some(Audience::User(user, _)) => self.users.entry(user).or_default().push_back(seq),
            Some(Audience::Server) => self.server.push_back(seq),
            None => {}
        }
        if let Some(user) = keys.subject {
            self.users.entry(user).or_default().push_back(seq);
        }
        self.entries.push_back(Entry { frame, keys });
        if self.entries.len() > self.capacity {
            self.forget_oldest();
        }
    }

    /// Forgets the events before a place.
    pub fn forget_before(&mut self, seq: Seq) {
        while self.first < seq && !self.entries.is_empty() {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        let Some(entry) = self.entries.pop_front() else { return };
        self.first += 1;
        match entry.keys.audience {
            None => drop(self.unreadable.remove(&(self.first - 1))),
            Some(Audience::Room(room, _)) => forget(&mut self.rooms, &room),
            Some(Audience::User(user, _)) => forget(&mut self.users, &user),
            Some(Audience::Server) => drop(self.server.pop_front()),
        }
        if let Some(user) = entry.keys.subject {
            forget(&mut self.users, &user);
        }
    }

    /// Adds a record that nobody understands: it keeps its place and is found under nothing.
    pub fn push_unreadable(&mut self, record: Record) {
        self.push(record.seq, Bytes::new(), Keys::UNREADABLE);
        self.unreadable.insert(record.seq, record);
    }

    /// Whether every event after `seq` is still here.
    pub fn reaches_back_to(&self, seq: Seq) -> bool {
        seq + 1 >= self.first
    }

    pub fn begun(&self) -> Seq {
        self.begun
    }

    pub fn first(&self) -> Seq {
        self.first
    }

    pub fn get(&self, seq: Seq) -> Option<&Bytes> {
        let at = usize::try_from(seq.checked_sub(self.first)?).ok()?;
        self.entries.get(at).map(|entry| &entry.frame)
    }

    /// The next records after a place, at most so many, as they could stand in the log.
    pub fn records(&self, shard: Shard, after: Seq, most: usize) -> Vec<Record> {
        let from = self.first.max(after + 1);
        let skipped =
            usize::try_from(from - self.first).map_or(self.entries.len(), |n| n.min(self.entries.len()));
        let later = (from..).zip(self.entries.range(skipped..)).take(most);
        let record = |(seq, entry): (Seq, &Entry)| match entry.keys.audience {
            Some(audience) => {
                Some(Record { shard, seq, subject: audience.subject(), payload: frame::json(&entry.frame) })
            }
            None => self.unreadable.get(&seq).cloned(),
        };
        later.filter_map(record).collect()
    }

    pub fn of_room(&self, room: RoomId, after: Seq) -> impl Iterator<Item = &Bytes> {
        self.rooms.get(&room).into_iter().flat_map(move |seqs| later(seqs, after)).filter_map(|s| self.get(s))
    }

    /// What a person in these rooms should have seen after a place, in order, each once.
    pub fn visible<'a>(
        &'a self,
        user: UserId,
        rooms: impl Iterator<Item = &'a RoomId>,
        after: Seq,
    ) -> Vec<(Seq, Bytes)> {
        let lists = rooms.filter_map(|room| self.rooms.get(room)).chain(self.users.get(&user));
        let mut seqs: Vec<Seq> =
            lists.chain(std::iter::once(&self.server)).flat_map(|seqs| later(seqs, after)).collect();
        seqs.sort_unstable();
        seqs.dedup();
        seqs.into_iter().filter_map(|seq| Some((seq, self.get(seq)?.clone()))).collect()
    }
}

fn later(seqs: &VecDeque<Seq>, after: Seq) -> impl Iterator<Item = Seq> {
    let from = seqs.partition_point(|seq| *seq <= after);
    seqs.range(from..).copied()
}

fn forget<K: std::hash::Hash + Eq>(lists: &mut HashMap<K, VecDeque<Seq>>, key: &K) {
    if let Some(list) = lists.get_mut(key) {
        list.pop_front();
        if list.is_empty() {
            lists.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use natter_protocol::Millis;
    use proptest::prelude::*;

    use super::*;

    fn room(n: u8) -> RoomId {
        RoomId::from_parts(Millis(0), u128::from(n))
    }

    fn keys(n: u8) -> Keys {
        Keys { audience: Some(Audience::Room(room(n), 0)), subject: None }
    }

    proptest! {
        #[test]
        fn a_ring_finds_what_a_scan_finds(
            rooms in prop::collection::vec(0u8..5, 0..60),
            capacity in 1usize..40,
            after in 0u64..70,
            mine in prop::collection::btree_set(0u8..5, 0..4),
        ) {
            let mut ring = Ring::new(capacity);
            for (at, n) in rooms.iter().enumerate() {
                ring.push(at as Seq + 1, Bytes::from(vec![*n]), keys(*n));
            }
            let kept = rooms.len().saturating_sub(capacity);
            let scan: Vec<Seq> = rooms.iter().enumerate().skip(kept)
                .filter(|(at, n)| *at as Seq + 1 > after && mine.contains(n))
                .map(|(at, _)| at as Seq + 1).collect();
            let mine: Vec<RoomId> = mine.into_iter().map(room).collect();
            let found: Vec<Seq> = ring.visible(UserId::from_parts(Millis(0), 9), mine.iter(), after)
                .into_iter().map(|(seq, _)| seq).collect();
            prop_assert_eq!(found, scan);
            prop_assert_eq!(ring.reaches_back_to(after), after >= kept as Seq);
        }
    }

    #[test]
    fn what_the_log_has_forgotten_is_forgotten() {
        let mut ring = Ring::new(10);
        for seq in 1..=5 {
            ring.push(seq, Bytes::from_static(b"data: {}\n\n"), keys(1));
        }
        ring.forget_before(3);
        assert_eq!(ring.first(), 3);
        assert!(ring.reaches_back_to(2) && !ring.reaches_back_to(1));
        ring.forget_before(100);
        assert_eq!(ring.first(), 6, "what comes next follows on");
        assert!(ring.reaches_back_to(5) && !ring.reaches_back_to(4));
    }

    #[test]
    fn records_come_back_as_they_came() {
        let mut ring = Ring::new(3);
        let garbage =
            |seq| Record { shard: 0, seq, subject: "x".to_owned(), payload: Bytes::from_static(b"?") };
        ring.push_unreadable(garbage(1));
        ring.push_unreadable(garbage(2));
        ring.push(3, Bytes::from_static(b"data: {}\n\n"), keys(1));
        ring.push_unreadable(garbage(4));
        let seen = |after, most| {
            let records = ring.records(0, after, most).into_iter();
            records.map(|record| (record.seq, record.payload)).collect::<Vec<_>>()
        };
        let (poison, event) = (Bytes::from_static(b"?"), Bytes::from_static(b"{}"));
        assert_eq!(seen(1, 9), [(2, poison.clone()), (3, event.clone()), (4, poison.clone())]);
        assert_eq!(seen(2, 1), [(3, event)]);
        assert_eq!(seen(4, 9), []);
        assert_eq!(seen(9, 9), []);
        assert!(!ring.reaches_back_to(0), "1 was forgotten");
        assert_eq!(ring.unreadable.len(), 2);
        assert_eq!(ring.records(0, 2, 1)[0].subject, Audience::Room(room(1), 0).subject());
    }

    #[test]
    fn a_hole_begins_the_ring_anew() {
        let mut ring = Ring::new(10);
        ring.push(1, Bytes::from_static(b"a"), keys(1));
        ring.push(5, Bytes::from_static(b"b"), keys(1));
        assert_eq!((ring.first(), ring.get(1), ring.reaches_back_to(1)), (5, None, false));
        assert_eq!(ring.of_room(room(1), 0).count(), 1);
    }
}
