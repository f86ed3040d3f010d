//! A room as the caller sees it.

use std::collections::BTreeMap;

use natter_protocol::{Body, Event, Message, MessageId, Millis, Room, RoomRole, RoomSummary, Seq, UserId};

use super::latest::Latest;
use super::members::MemberList;
use super::timeline::Timeline;
use super::typing::Typing;
use super::unread::Unread;

/// A room of which something is known. One that the caller has not joined, or has left, is kept out of
/// sight, because the word of joining may come after that of what followed it.
#[derive(Debug, Clone)]
pub struct RoomState {
    details: Latest<Room>,
    joined: Latest<bool>,
    role: Latest<RoomRole>,
    member_count: Latest<u32>,
    /// When the newest message was said, with its place; 0 in an empty room.
    last: Latest<Option<Millis>>,
    pub(super) unread: Unread,
    pub(super) members: MemberList,
    pub(super) timeline: Timeline,
    pub(super) threads: BTreeMap<MessageId, Timeline>,
    pub(super) typing: Typing,
    /// Counts the caller's comings and goings.
    pub(super) visits: u32,
}

impl RoomState {
    /// A room of the snapshot, which holds everything up to `as_of`.
    pub(super) fn from_summary(summary: RoomSummary, as_of: Seq) -> Self {
        Self {
            unread: Unread::from_summary(&summary),
            joined: Latest::at(as_of, true),
            role: Latest::at(as_of, summary.role),
            member_count: Latest::at(as_of, summary.member_count),
            last: Latest::at(summary.last_seq, summary.last_at),
            details: Latest::at(as_of, summary.room),
            members: MemberList::default(),
            timeline: Timeline::after(as_of),
            threads: BTreeMap::new(),
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
            timeline: Timeline::after(0),
            threads: BTreeMap::new(),
            typing: Typing::default(),
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

    /// Whether the event of this place is the one by which the caller is in the room.
    pub(super) fn is_joined_by(&self, seq: Seq) -> bool {
        self.is_joined() && self.joined.seq == seq
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

    /// The place of the oldest unread message known of: what "jump to the oldest unread" asks around.
    #[must_use]
    pub fn first_unread(&self) -> Option<Seq> {
        self.unread.first()
    }

    /// Who is in it; empty until [`Chat::load_members`](super::Chat::load_members).
    #[must_use]
    pub fn members(&self) -> &MemberList {
        &self.members
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
        }
    }

    /// Takes a message that was said, from the stream or from the answer to one's own POST.
    pub(super) fn said(&mut self, message: &Message, me: UserId) -> Said {
        let newest = self.last.set(message.seq, Some(message.at));
        let unread = message.author != me && self.unread.said(message.seq, message.mentions.contains(&me));
        let mut in_timeline = self.timeline.created(message);
        for thread in self.threads.values_mut() {
            in_timeline |= thread.created(message);
        }
        Said { in_timeline, summary: newest || unread, unread }
    }

    /// Notes the end of a page that reaches the present: the room may be newer than its events told.
    pub(super) fn reached(&mut self, message: &Message) -> bool {
        self.last.set(message.seq, Some(message.at))
    }

    /// Takes a change of a message; true when the message is loaded.
    pub(super) fn message_changed(&mut self, event: &Event, seq: Seq) -> bool {
        let Some((id, change)) = event.change() else { return false };
        let mut shown = false;
        for thread in self.threads.values_mut() {
            shown |= thread.changed(id, seq, change.clone());
        }
        self.timeline.changed(id, seq, change) || shown
    }

    /// Takes an event about the room itself; true when it changed what is known.
    pub(super) fn changed(&mut self, body: &Body, seq: Seq, at: Millis, me: UserId) -> bool {
        match body {
            Body::RoomCreated { details } | Body::RoomUpdated { details } => {
                self.details.set(seq, details.clone())
            }
            Body::MemberJoined { user, role, details, member_count, .. } => {
                self.details.set(seq, details.clone());
                self.member_count.set(seq, *member_count);
                if user.id == me {
                    self.role.set(seq, *role);
                    self.i_joined(seq);
                }
                self.members.joined(seq, user.id, *role, at)
            }
            Body::MemberChanged { user_id, role } => {
                if *user_id == me {
                    self.role.set(seq, *role);
                }
                self.members.changed(seq, *user_id, *role)
            }
            Body::MemberLeft { user_id, member_count, .. } => {
                self.member_count.set(seq, *member_count);
                self.typing.ended(*user_id);
                if *user_id == me {
                    self.i_left(seq);
                }
                self.members.left(seq, *user_id)
            }
            _ => false,
        }
    }

    fn i_joined(&mut self, seq: Seq) {
        let was_joined = self.joined.value;
        if !self.joined.set(seq, true) {
            return;
        }
        if was_joined {
            // The snapshot was quicker than the event: what is on screen may stay there.
            self.timeline.lapse(seq);
            self.threads.values_mut().for_each(|thread| thread.lapse(seq));
        } else {
            self.timeline.cut(seq);
            self.threads.clear();
        }
        self.begin_anew(seq);
    }

    fn i_left(&mut self, seq: Seq) {
        let since = if self.joined.set(seq, false) {
            seq
        } else if self.joined.value {
            // Late word of having been away before the last return: what was said meanwhile never came.
            self.joined.seq
        } else {
            return;
        };
        self.timeline.cut(since);
        self.threads.clear();
        self.begin_anew(since);
    }

    /// What was before one came or went is none of one's business any more: it does not count as unread,
    /// and who came and went meanwhile is not known.
    fn begin_anew(&mut self, seq: Seq) {
        self.unread.read(seq);
        self.members.cut(seq);
        self.typing = Typing::default();
        self.visits += 1;
    }
}

/// What a message did to its room.
pub(super) struct Said {
    pub(super) in_timeline: bool,
    pub(super) summary: bool,
    pub(super) unread: bool,
}
