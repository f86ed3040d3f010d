//! A room as the caller sees it.

use natter_protocol::command::HistoryQuery;
use natter_protocol::{Message, MessageId, Millis, Room, RoomKind, RoomPrefs, RoomRole, RoomSummary, Seq};

use super::latest::Latest;
use super::members::MemberList;
use super::pins::PinList;
use super::timeline::Timeline;
use super::typing::Typing;
use super::unread::Unread;
use crate::ordered::OrderedMap;

/// A room of which something is known. One that the caller has not joined, or has left, is kept out of
/// sight, because the word of joining may come after that of what followed it.
#[derive(Debug, Clone)]
pub struct RoomState {
    pub(super) details: Latest<Room>,
    pub(super) joined: Latest<bool>,
    pub(super) role: Latest<RoomRole>,
    pub(super) member_count: Latest<u32>,
    /// When the newest message was said, with its place; 0 in an empty room.
    pub(super) last: Latest<Option<Millis>>,
    pub(super) unread: Unread,
    pub(super) members: MemberList,
    pub(super) pins: PinList,
    pub(super) timeline: Timeline,
    pub(super) threads: OrderedMap<MessageId, Timeline>,
    pub(super) typing: Typing,
    /// How the caller keeps it; told in the caller's own shard.
    pub(super) prefs: Latest<RoomPrefs>,
    /// Counts the caller's comings and goings.
    pub(super) visits: u32,
}

impl RoomState {
    /// A room of the snapshot, which holds everything up to `as_of`.
    pub(super) fn from_summary(summary: RoomSummary, as_of: Seq) -> Self {
        Self {
            unread: Unread::from_summary(&summary),
            prefs: Latest::at(0, summary.prefs),
            joined: Latest::at(as_of, true),
            role: Latest::at(as_of, summary.role),
            member_count: Latest::at(as_of, summary.member_count),
            last: Latest::at(summary.last_seq, summary.last_at),
            details: Latest::at(as_of, summary.room),
            members: MemberList::default(),
            pins: PinList::default(),
            timeline: Timeline::after(as_of),
            threads: OrderedMap::new(),
            typing: Typing::default(),
            visits: 0,
        }
    }

    /// A room that an event spoke of before anything else did.
    pub(super) fn out_of_sight(room: Room) -> Self {
        Self {
            details: Latest::at(0, room),
            joined: Latest::at(0, false),
            role: Latest::at(0, RoomRole::Member),
            member_count: Latest::at(0, 0),
            last: Latest::at(0, None),
            unread: Unread::default(),
            members: MemberList::default(),
            pins: PinList::default(),
            timeline: Timeline::after(0),
            threads: OrderedMap::new(),
            typing: Typing::default(),
            prefs: Latest::at(0, RoomPrefs::default()),
            visits: 0,
        }
    }

    /// Keeps of the state before a renewed snapshot what may stay on screen.
    pub(super) fn renew(&mut self, before: Self, as_of: Seq) {
        self.timeline = before.timeline.renewed(as_of);
        let renewed = |(root, thread): (MessageId, Timeline)| (root, thread.renewed(as_of));
        self.threads = before.threads.into_iter().map(renewed).collect();
        self.members = before.members.renewed();
        self.typing = before.typing;
    }

    pub(super) fn is_joined(&self) -> bool {
        self.joined.value
    }

    /// Name, kind, topic and the like.
    #[must_use]
    pub fn details(&self) -> &Room {
        &self.details.value
    }

    /// The caller's own role.
    #[must_use]
    pub fn role(&self) -> RoomRole {
        self.role.value
    }

    #[must_use]
    pub fn member_count(&self) -> u32 {
        self.member_count.value
    }

    /// The caller has seen everything up to and including this.
    #[must_use]
    pub fn read_seq(&self) -> Seq {
        self.unread.read_seq()
    }

    /// The newest message known of; 0 in an empty room.
    #[must_use]
    pub fn last_seq(&self) -> Seq {
        self.last.seq
    }

    #[must_use]
    pub fn last_at(&self) -> Option<Millis> {
        self.last.value
    }

    /// Messages of others after the read mark, deleted ones left out.
    #[must_use]
    pub fn unread(&self) -> u32 {
        self.unread.count()
    }

    /// Those of them that named the caller when they were said.
    #[must_use]
    pub fn mentions(&self) -> u32 {
        self.unread.mentions()
    }

    /// How the caller keeps it.
    #[must_use]
    pub fn prefs(&self) -> RoomPrefs {
        self.prefs.value
    }

    pub(super) fn muted_until(&self) -> Option<Millis> {
        self.prefs.value.muted_until.filter(|_| self.prefs.value.muted)
    }

    /// How many messages are addressed to the caller and not read: in a direct room every one, in others
    /// those that name the caller. Of a muted room only the latter count.
    #[must_use]
    pub fn badge(&self, now: Millis) -> u32 {
        let all = self.details.value.kind == RoomKind::Direct && !self.prefs.value.is_muted(now);
        if all { self.unread() } else { self.mentions() }
    }

    /// Whether it stands out: something unread, in a room that is not muted, or that names the caller.
    #[must_use]
    pub fn is_calling(&self, now: Millis) -> bool {
        if self.prefs.value.is_muted(now) { self.mentions() > 0 } else { self.unread() > 0 }
    }

    /// The place of the oldest unread message known of: what "jump to the oldest unread" asks around.
    #[must_use]
    pub fn first_unread(&self) -> Option<Seq> {
        self.unread.first()
    }

    /// The read mark went back to where nothing is known ("mark unread" on another device): load this
    /// page, and again until there is none, and the counts are right again.
    #[must_use]
    pub fn missing(&self) -> Option<HistoryQuery> {
        let (after, _) = self.unread.missing()?;
        let known_to = self.timeline.known_from(after.saturating_add(1)).unwrap_or(after);
        Some(HistoryQuery { after: Some(known_to), ..HistoryQuery::default() })
    }

    /// Who is in it; empty until [`Chat::load_members`](super::Chat::load_members).
    #[must_use]
    pub fn members(&self) -> &MemberList {
        &self.members
    }

    /// Which of its messages are pinned; unknown until [`Chat::load_pins`](super::Chat::load_pins).
    #[must_use]
    pub fn pins(&self) -> &PinList {
        &self.pins
    }

    /// A message that is loaded, be it by the room or by one of its threads.
    #[must_use]
    pub fn message(&self, id: MessageId) -> Option<&Message> {
        self.timeline.message(id).or_else(|| self.threads.values().find_map(|thread| thread.message(id)))
    }

    /// As a fresh snapshot would have it.
    #[must_use]
    pub fn summary(&self) -> RoomSummary {
        RoomSummary {
            room: self.details.value.clone(),
            role: self.role.value,
            member_count: self.member_count.value,
            read_seq: self.read_seq(),
            last_seq: self.last.seq,
            last_at: self.last.value,
            unread: self.unread(),
            mentions: self.mentions(),
            unread_seqs: self.unread.seqs(false),
            mention_seqs: self.unread.seqs(true),
            prefs: self.prefs.value,
        }
    }
}
