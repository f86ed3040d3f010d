//! The convergence law: a snapshot and the events after it, in any order and any number of times, with
//! pages of history fetched at any moment between, make the same replica as a fresh snapshot.

mod model;

use model::{Deed, History, ME, ROOMS, deed, room_id, user_id};
use natter_client::{Chat, Loaded, RoomState, Timeline, Touched};
use natter_protocol::command::HistoryQuery;
use natter_protocol::sync::HistoryPage;
use natter_protocol::{Body, Event, Message, MessageId, Millis, RoomId, RoomSummary, Seq, SyncAnswer};
use proptest::prelude::*;

/// A page that the client asks for at some moment, answered by the server as of another.
#[derive(Debug, Clone)]
struct Fetch {
    room: usize,
    kind: u8,
    at: u64,
    thread: bool,
    /// How far between the snapshot and the end of history the server was when it answered.
    when: f64,
    /// How much newer the page is than it says: it may hold more than its `as_of`, never less.
    ahead: f64,
}

#[derive(Debug, Clone)]
struct Plan {
    deeds: Vec<Deed>,
    /// Where in the history the log's end, the projection and the tables were read for the snapshot.
    read_at: [f64; 3],
    /// Events by these keys: the order in which they come, and how often.
    order: Vec<(u16, u8)>,
    fetches: Vec<(u16, Fetch)>,
    /// Events from before the snapshot that come again.
    replays: usize,
    /// Another snapshot somewhere on the way, the events between never came.
    gap: Option<f64>,
}

fn plan() -> impl Strategy<Value = Plan> {
    let ahead = prop_oneof![3 => Just(0.0), 1 => 0.0..1.0f64];
    let fetch = (0..ROOMS, 0..4u8, 0..30u64, any::<bool>(), 0.0..1.0, ahead)
        .prop_map(|(room, kind, at, thread, when, ahead)| Fetch { room, kind, at, thread, when, ahead });
    (
        prop::collection::vec(deed(), 1..60),
        prop::array::uniform3(0.0..1.0f64),
        prop::collection::vec((any::<u16>(), 1..3u8), 60),
        prop::collection::vec((any::<u16>(), fetch), 0..12),
        0..10usize,
        prop::option::weighted(0.3, 0.0..1.0f64),
    )
        .prop_map(|(deeds, read_at, order, fetches, replays, gap)| Plan {
            deeds,
            read_at,
            order,
            fetches,
            replays,
            gap,
        })
}

/// The client under test and the world around it.
struct World {
    history: History,
    chat: Chat,
    /// The state whose log's end the snapshot has.
    since: usize,
    /// Pages held more than they said.
    blurred: bool,
}

impl World {
    fn new(plan: &Plan) -> Self {
        let history = History::of(&plan.deeds);
        let (snapshot, since) = snapshot(&history, plan.read_at, 0);
        Self { history, chat: Chat::from_snapshot(snapshot), since, blurred: false }
    }

    /// What comes after the snapshot's cursor, as the plan shuffles, repeats and replays it.
    fn deliveries(&self, plan: &Plan) -> Vec<Event> {
        let heads = &self.history.states[self.since].heads;
        let is_after = |event: &&Event| {
            let shard = usize::from(event.shard.unwrap_or_default());
            event.seq.unwrap_or_default() > heads[shard]
        };
        let (after, before): (Vec<&Event>, Vec<&Event>) = self.history.delivered.iter().partition(is_after);
        let mut keyed: Vec<(u16, &Event)> = Vec::new();
        for (event, &(key, times)) in after.into_iter().zip(&plan.order) {
            for n in 0..times {
                keyed.push((key.rotate_left(u32::from(n) * 5), event));
            }
        }
        let replayed = before.into_iter().rev().take(plan.replays).zip(&plan.order);
        keyed.extend(replayed.map(|(event, (key, _))| (key.rotate_left(9), event)));
        keyed.sort_by_key(|(key, _)| *key);
        keyed.into_iter().map(|(_, event)| event.clone()).collect()
    }

    fn takes(&mut self, event: &Event) {
        for touched in self.chat.apply(event, Millis(0)) {
            if let Touched::Joined(room) = touched {
                self.looks_into(room);
            }
        }
    }

    /// What a client does when it has joined: events do not say what was before.
    fn looks_into(&mut self, room: RoomId) {
        let end = self.history.end().clone();
        let newest = HistoryQuery::default();
        self.chat.load(room, &newest, end.page(room, &newest));
        self.chat.load_members(&end.details(room));
        self.chat.load_pins(room, end.pinned(room).into_iter());
        self.chat.load_users(end.users());
    }

    fn fetches(&mut self, fetch: &Fetch) {
        let room = room_id(fetch.room);
        let states = &self.history.states[self.since..];
        let when = ((states.len() - 1) as f64 * fetch.when) as usize;
        let ahead = ((states.len() - 1 - when) as f64 * fetch.ahead) as usize;
        let server = &states[when + ahead];
        self.blurred |= ahead > 0;
        let mut query = match fetch.kind {
            0 => HistoryQuery { before: Some(fetch.at), ..HistoryQuery::default() },
            1 => HistoryQuery { after: Some(fetch.at), ..HistoryQuery::default() },
            2 => HistoryQuery { around: Some(fetch.at), ..HistoryQuery::default() },
            _ => HistoryQuery::default(),
        };
        if fetch.thread {
            let Some(root) = server.messages(room).iter().find_map(|message| message.thread) else { return };
            self.chat.open_thread(room, root);
            query.thread = Some(root);
        }
        let as_of = states[when].page(room, &query).as_of;
        self.chat.load(room, &query, HistoryPage { as_of, ..server.page(room, &query) });
    }

    fn must_equal_a_fresh_snapshot(&mut self) {
        let end = self.history.end().clone();
        let fresh = end.snapshot(&end, &end);
        while let Some((room, query)) = self.chat.missing().pop() {
            assert_eq!(self.chat.load(room, &query, end.page(room, &query)), Loaded::Merged);
        }
        let summaries = self.chat.rooms().map(|room| self.as_far_as_sure(room.summary()));
        let truth = fresh.rooms.iter().map(|summary| self.as_far_as_sure(summary.clone()));
        assert_eq!(summaries.collect::<Vec<_>>(), truth.collect::<Vec<_>>());
        let anew = Chat::from_snapshot(fresh.clone());
        assert_eq!(self.chat.unread_threads().collect::<Vec<_>>(), anew.unread_threads().collect::<Vec<_>>());
        for user in &fresh.users {
            assert_eq!(self.chat.user(user.id), Some(user));
        }
        assert_eq!(self.chat.me(), &fresh.me);
        assert_eq!(self.chat.server(), &fresh.server);
        assert_eq!(self.chat.notifications(), fresh.notifications);
        assert_eq!(self.chat.own(), Chat::from_snapshot(fresh.clone()).own());
        assert!(self.chat.emoji().is_loaded());
        assert_eq!(self.chat.emoji().all().into_iter().cloned().collect::<Vec<_>>(), end.emoji());
        for room in &fresh.rooms {
            let room = room.room.id;
            if let Some(state) = self.chat.room(room)
                && state.members().is_loaded()
            {
                assert_eq!(state.members().members(), end.details(room).members);
            }
            if let Some(pins) = self.chat.room(room).map(RoomState::pins)
                && pins.is_loaded()
            {
                assert_eq!(pins.messages().into_iter().collect::<Vec<_>>(), end.pinned(room));
            }
            self.history_must_equal(room, &end.messages(room));
        }
    }

    /// A page does not say whom a message named before it was edited. When the read mark goes back to
    /// where only pages tell, a count of mentions may be wrong by those.
    fn as_far_as_sure(&self, mut summary: RoomSummary) -> RoomSummary {
        let room = summary.room.id;
        let marks = self.history.delivered.iter().filter_map(|event| match &event.body {
            Body::ReadUpdated { room_id, read_seq } if *room_id == room => Some(*read_seq),
            Body::MemberJoined { user, .. } if event.room == Some(room) && user.id == user_id(ME) => {
                event.seq
            }
            _ => None,
        });
        if !marks.is_sorted() {
            let messages = self.history.end().messages(room);
            let is_sure = |seq: &Seq| messages.iter().any(|m| m.seq == *seq && m.edited_at.is_none());
            summary.mention_seqs.retain(is_sure);
            summary.mentions = summary.mention_seqs.len() as u32;
            // A reply that shows in its thread only is unread for whom it named.
            let is_sure = |seq: &Seq| {
                messages.iter().any(|m| m.seq == *seq && (m.edited_at.is_none() || m.is_in_room()))
            };
            summary.unread_seqs.retain(is_sure);
            summary.unread = summary.unread_seqs.len() as u32;
        }
        summary
    }

    /// What is loaded must be right, and loading the rest must make it whole.
    fn history_must_equal(&mut self, room: RoomId, truth: &[Message]) {
        let end = self.history.end().clone();
        let roots: Vec<_> = truth.iter().filter_map(|message| message.thread).collect();
        for thread in std::iter::once(None).chain(roots.into_iter().map(Some)) {
            let truth: Vec<&Message> =
                truth.iter().filter(|message| thread.is_none() || message.thread == thread).collect();
            if let Some(root) = thread {
                self.chat.open_thread(room, root);
            }
            for _ in 0..=truth.len() + 2 {
                let timeline = self.timeline(room, thread);
                let tail = timeline.tail();
                let query = if timeline.is_stale() {
                    Some(HistoryQuery { thread, ..HistoryQuery::default() })
                } else {
                    self.must_be_same(&tail.messages, &truth[truth.len() - tail.messages.len()..]);
                    tail.older
                };
                let Some(query) = query else { break };
                assert_eq!(self.chat.load(room, &query, end.page(room, &query)), Loaded::Merged);
            }
            let tail = self.timeline(room, thread).tail();
            assert_eq!(tail.older, None);
            self.must_be_same(&tail.messages, &truth);
        }
    }

    /// The same messages, without holes. Events that a page held already are applied once more, which may
    /// only change who of those reacting stands first.
    fn must_be_same(&self, ours: &[&Message], truth: &[&Message]) {
        let settled = |message: &&Message| {
            let mut message = (*message).clone();
            if self.blurred {
                message.reactions.iter_mut().for_each(|reaction| reaction.users.sort_unstable());
                message.reactions.sort_by(|a, b| a.emoji.cmp(&b.emoji));
            }
            message
        };
        let [ours, truth] = [ours, truth].map(|all| all.iter().map(settled).collect::<Vec<_>>());
        assert_eq!(ours, truth);
    }

    fn timeline(&self, room: RoomId, thread: Option<MessageId>) -> &Timeline {
        let timeline = match thread {
            None => self.chat.timeline(room),
            Some(root) => self.chat.thread(room, root),
        };
        timeline.expect("a room of the caller")
    }
}

/// A snapshot whose three parts were read one after the other; its place is that of the first.
fn snapshot(history: &History, read_at: [f64; 3], from: usize) -> (SyncAnswer, usize) {
    let span = (history.states.len() - 1 - from) as f64;
    let mut read_at = read_at.map(|part| from + (span * part) as usize);
    read_at.sort_unstable();
    let [as_of, said, tables] = read_at.map(|index| &history.states[index]);
    (tables.snapshot(said, as_of), read_at[0])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn a_snapshot_and_events_in_any_order_make_a_fresh_snapshot(plan in plan()) {
        let mut world = World::new(&plan);
        let snapshot_members: Vec<RoomId> = world.chat.rooms().map(|room| room.details().id).collect();
        for room in snapshot_members {
            let details = world.history.states[world.since].details(room);
            world.chat.load_members(&details);
            let pinned = world.history.states[world.since].pinned(room);
            world.chat.load_pins(room, pinned.into_iter());
        }
        let mut fetches = plan.fetches.clone();
        // The list is fetched some time after the snapshot.
        let later = |world: &World, when: f64| {
            let states = &world.history.states[world.since..];
            states[((states.len() - 1) as f64 * when) as usize].emoji()
        };
        let emoji = later(&world, plan.read_at[2]);
        world.chat.load_emoji(emoji);
        if let Some(gap) = plan.gap {
            // Some of it comes, then the place is lost and the replica begins anew.
            let deliveries = world.deliveries(&plan);
            for event in &deliveries[..(deliveries.len() as f64 * gap) as usize] {
                world.takes(event);
            }
            if let Some((_, fetch)) = fetches.pop() {
                world.fetches(&fetch);
            }
            let read_at = [gap, plan.read_at[0], plan.read_at[1]];
            let (again, since) = snapshot(&world.history, read_at, world.since);
            world.since = since;
            world.chat.resync(again);
            assert!(!world.chat.emoji().is_loaded());
            let emoji = later(&world, plan.read_at[1]);
            world.chat.load_emoji(emoji);
            let rooms: Vec<RoomId> = world.chat.rooms().map(|room| room.details().id).collect();
            for room in rooms {
                let details = world.history.states[since].details(room);
                world.chat.load_members(&details);
                let pinned = world.history.states[since].pinned(room);
                world.chat.load_pins(room, pinned.into_iter());
            }
        }
        fetches.sort_by_key(|(key, _)| *key);
        let deliveries = world.deliveries(&plan);
        for (n, event) in deliveries.iter().enumerate() {
            let progress = (n * usize::from(u16::MAX) / deliveries.len()) as u16;
            while fetches.first().is_some_and(|(key, _)| *key <= progress) {
                let (_, fetch) = fetches.remove(0);
                world.fetches(&fetch);
            }
            world.takes(event);
        }
        for (_, fetch) in &fetches {
            world.fetches(fetch);
        }
        world.must_equal_a_fresh_snapshot();
    }
}

#[test]
fn leaving_takes_the_room_and_returning_brings_it_back() {
    let deeds = [
        Deed::Post { user: 2, room: 0, names: ME, thread: None, broadcast: false },
        Deed::Leave { user: ME, room: 0 },
        Deed::Post { user: 2, room: 0, names: ME, thread: None, broadcast: false },
        Deed::Join { user: ME, room: 0 },
        Deed::Post { user: 2, room: 0, names: ME, thread: None, broadcast: false },
    ];
    let history = History::of(&deeds);
    let start = &history.states[0];
    let mut chat = Chat::from_snapshot(start.snapshot(start, start));
    let room = room_id(0);
    let touched: Vec<Vec<Touched>> =
        history.delivered.iter().map(|event| chat.apply(event, Millis(0))).collect();

    assert_eq!(history.delivered.len(), 4, "what was said meanwhile is not for those outside");
    assert!(touched[0].iter().any(|part| matches!(part, Touched::Arrived { mentions_me: true, .. })));
    assert_eq!(touched[1], [Touched::RoomList, Touched::Left(room)]);
    assert!(touched[2].contains(&Touched::Joined(room)) && touched[2].contains(&Touched::RoomList));
    let state = chat.room(room).expect("returned");
    assert_eq!((state.unread(), state.mentions()), (1, 1), "only what was said since the return");
    assert_eq!(chat.timeline(room).expect("returned").tail().messages.len(), 1);
    assert_eq!(chat.badge(Millis(0)), 1);
    assert!(chat.user(user_id(2)).is_some());
}
