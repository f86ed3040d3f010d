//! What events do to a room.

use natter_protocol::{Body, Change, Event, Message, MessageId, Millis, Seq, UserId};

use super::room::RoomState;
use super::typing::Typing;

impl RoomState {
    /// Takes a message that was said, from the stream or from the answer to one's own POST.
    pub(super) fn said(&mut self, message: &Message, me: UserId) -> Said {
        let newest = self.last.set(message.seq, Some(message.at));
        let unread = message.author != me
            && message.counts_for(me)
            && self.unread.said(message.seq, message.mentions.contains(&me));
        let mut in_timeline = self.timeline.created(message);
        for thread in self.threads.values_mut() {
            in_timeline |= thread.created(message);
            thread.shed_far(&[]);
        }
        self.shed_far();
        Said { in_timeline, summary: newest || unread, unread }
    }

    pub(super) fn shed_far(&mut self) {
        // What an open thread began with is shown beside the replies.
        let roots = self.threads.keys().filter_map(|root| self.timeline.places.get(root));
        let spared: Vec<Seq> = roots.copied().collect();
        self.timeline.shed_far(&spared);
    }

    /// Notes the end of a page that reaches the present: the room may be newer than its events told.
    pub(super) fn reached(&mut self, message: &Message) -> bool {
        self.last.set(message.seq, Some(message.at))
    }

    /// Completes the counts with what is loaded, if the mark went back to where they knew nothing.
    pub(super) fn recount(&mut self, me: UserId) {
        let Some((after, up_to)) = self.unread.missing() else { return };
        if self.timeline.known_from(after.saturating_add(1)).is_some_and(|known_to| known_to >= up_to) {
            let said = self.timeline.between(after, up_to);
            let unread = said.filter(|message| {
                message.author != me && message.deleted_at.is_none() && message.counts_for(me)
            });
            let places: Vec<_> =
                unread.map(|message| (message.seq, message.mentions.contains(&me))).collect();
            self.unread.fill(after, places);
        }
    }

    /// Takes what an event changes of messages; gives those of them that are loaded.
    pub(super) fn messages_changed(&mut self, event: &Event, seq: Seq) -> Vec<MessageId> {
        let loaded = event.changes().filter(|(id, change)| self.message_changed(*id, seq, change));
        loaded.map(|(id, _)| id).collect()
    }

    fn message_changed(&mut self, id: MessageId, seq: Seq, change: &Change) -> bool {
        let mut shown = false;
        for thread in self.threads.values_mut() {
            shown |= thread.changed(id, seq, change.clone());
        }
        self.timeline.changed(id, seq, change.clone()) || shown
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
                    self.i_joined(seq, at);
                }
                self.members.joined(seq, user.id, *role, at)
            }
            Body::MemberChanged { user_id, role } => {
                if *user_id == me {
                    self.role.set(seq, *role);
                }
                self.members.changed(seq, *user_id, *role)
            }
            Body::MessagePinned { message_id, .. } => self.pins.set(seq, *message_id, true),
            Body::MessageUnpinned { message_id, .. } | Body::MessageDeleted { message_id, .. } => {
                self.pins.set(seq, *message_id, false)
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

    fn i_joined(&mut self, seq: Seq, at: Millis) {
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
        self.unread.joined(seq, at);
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
        self.unread.cut(since);
        self.begin_anew(since);
    }

    /// Who came and went before one came or went oneself is not known.
    fn begin_anew(&mut self, seq: Seq) {
        self.members.cut(seq);
        self.pins.cut(seq);
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
