//! A small server that does everything right and in one place: the reference that replicas are held to.

use std::collections::{BTreeMap, BTreeSet};

use natter_protocol::account::Registration;
use natter_protocol::ballot::{NewPoll, Poll};
use natter_protocol::command::HistoryQuery;
use natter_protocol::notifications::{Notifications, QuietHours};
use natter_protocol::own::{SavedRef, ScheduledKind, ScheduledState};
use natter_protocol::room::RoomDetails;
use natter_protocol::sync::HistoryPage;
use natter_protocol::{
    Attachment, Body, CustomEmoji, Draft, Event, FileId, Me, Member, Message, MessageId, Millis, Notice, Own,
    Room, RoomId, RoomKind, RoomPrefs, RoomRole, RoomSummary, Rules, Scheduled, Seq, ServerInfo, ServerRole,
    SessionId, Shard, Status, SyncAnswer, ThreadMark, User, UserId,
};
use proptest::prelude::*;

pub const USERS: usize = 4;
pub const ROOMS: usize = 3;
pub const SHARDS: usize = 2;
/// The one whose replica is tested.
pub const ME: usize = 0;

/// Something a person does; numbers pick among what there is, and what cannot be done is not done.
#[derive(Debug, Clone)]
pub enum Deed {
    Post {
        user: usize,
        room: usize,
        names: usize,
        thread: Option<usize>,
        broadcast: bool,
    },
    Pin {
        user: usize,
        room: usize,
        message: usize,
        on: bool,
    },
    ReadThread {
        room: usize,
        message: usize,
    },
    Edit {
        room: usize,
        message: usize,
        names: usize,
    },
    Delete {
        room: usize,
        message: usize,
    },
    React {
        user: usize,
        room: usize,
        message: usize,
        emoji: bool,
    },
    Unreact {
        user: usize,
        room: usize,
        message: usize,
        emoji: bool,
    },
    Join {
        user: usize,
        room: usize,
    },
    Leave {
        user: usize,
        room: usize,
    },
    Role {
        user: usize,
        room: usize,
    },
    Topic {
        room: usize,
    },
    Rename {
        user: usize,
    },
    Status {
        user: usize,
    },
    NameServer,
    Archive {
        room: usize,
    },
    Read {
        room: usize,
        back: u64,
    },
    Quiet,
    /// Stars a room, or no longer.
    Star {
        room: usize,
    },
    /// Saves a message, or takes it off the list.
    Save {
        room: usize,
        message: usize,
    },
    /// Begins something, or gives it up.
    Draft {
        room: usize,
        begun: bool,
    },
    /// Asks something.
    Ask {
        user: usize,
        room: usize,
        multiple: bool,
    },
    /// Chooses of two answers; of neither, takes the vote back.
    Vote {
        user: usize,
        room: usize,
        message: usize,
        choices: [bool; 2],
    },
    ClosePoll {
        room: usize,
        message: usize,
    },
    /// Adds an emoji, or removes it.
    Emoji {
        which: usize,
        on: bool,
    },
    /// Puts something off, or has it done: a reminder, or a message with files.
    Schedule {
        which: usize,
        waits: bool,
        files: usize,
    },
}

pub fn deed() -> impl Strategy<Value = Deed> {
    let (user, room, message) = (0..USERS, 0..ROOMS, 0..8usize);
    prop_oneof![
        6 => (
            user.clone(), room.clone(), 0..USERS, prop::option::weighted(0.4, message.clone()),
            prop::bool::weighted(0.2),
        )
            .prop_map(|(user, room, names, thread, broadcast)| Deed::Post { user, room, names, thread, broadcast }),
        2 => (user.clone(), room.clone(), any::<bool>())
            .prop_map(|(user, room, multiple)| Deed::Ask { user, room, multiple }),
        4 => (user.clone(), room.clone(), message.clone(), any::<[bool; 2]>())
            .prop_map(|(user, room, message, choices)| Deed::Vote { user, room, message, choices }),
        1 => (room.clone(), message.clone()).prop_map(|(room, message)| Deed::ClosePoll { room, message }),
        1 => (user.clone(), room.clone(), message.clone(), any::<bool>())
            .prop_map(|(user, room, message, on)| Deed::Pin { user, room, message, on }),
        2 => (room.clone(), message.clone()).prop_map(|(room, message)| Deed::ReadThread { room, message }),
        2 => (room.clone(), message.clone(), 0..USERS)
            .prop_map(|(room, message, names)| Deed::Edit { room, message, names }),
        2 => (room.clone(), message.clone()).prop_map(|(room, message)| Deed::Delete { room, message }),
        3 => (user.clone(), room.clone(), message.clone(), any::<bool>())
            .prop_map(|(user, room, message, emoji)| Deed::React { user, room, message, emoji }),
        2 => (user.clone(), room.clone(), message, any::<bool>())
            .prop_map(|(user, room, message, emoji)| Deed::Unreact { user, room, message, emoji }),
        2 => (user.clone(), room.clone()).prop_map(|(user, room)| Deed::Join { user, room }),
        1 => (user.clone(), room.clone()).prop_map(|(user, room)| Deed::Leave { user, room }),
        1 => (user.clone(), room.clone()).prop_map(|(user, room)| Deed::Role { user, room }),
        1 => room.clone().prop_map(|room| Deed::Topic { room }),
        1 => user.clone().prop_map(|user| Deed::Rename { user }),
        1 => user.prop_map(|user| Deed::Status { user }),
        1 => Just(Deed::NameServer),
        1 => room.clone().prop_map(|room| Deed::Archive { room }),
        1 => Just(Deed::Quiet),
        3 => (room.clone(), 0..8u64).prop_map(|(room, back)| Deed::Read { room, back }),
        1 => room.clone().prop_map(|room| Deed::Star { room }),
        1 => (room.clone(), 0..3usize).prop_map(|(room, message)| Deed::Save { room, message }),
        1 => (room, any::<bool>()).prop_map(|(room, begun)| Deed::Draft { room, begun }),
        2 => (0..3usize, any::<bool>(), 0..3usize)
            .prop_map(|(which, waits, files)| Deed::Schedule { which, waits, files }),
        1 => (0..3usize, any::<bool>()).prop_map(|(which, on)| Deed::Emoji { which, on }),
    ]
}

#[derive(Debug, Clone)]
struct Place {
    room: Room,
    members: BTreeMap<UserId, Member>,
    messages: Vec<Message>,
    /// Who takes part in each thread.
    parts: BTreeMap<MessageId, BTreeSet<UserId>>,
    /// Where the one who is tested stands in each thread: what he was told of, what he has read.
    follows: BTreeMap<MessageId, (Seq, Seq)>,
    /// Whom each message named when it was said, by place.
    named: BTreeMap<Seq, Vec<UserId>>,
    read_seq: Seq,
    prefs: Option<RoomPrefs>,
}

/// The whole server at one moment.
#[derive(Debug, Clone)]
pub struct Server {
    now: i64,
    name: String,
    rules: Rules,
    users: Vec<User>,
    places: Vec<Place>,
    notifications: Notifications,
    own: Own,
    /// By name.
    emoji: BTreeMap<String, CustomEmoji>,
    /// Where each shard's log ends.
    pub heads: Vec<Seq>,
}

/// A server's life: its state after each deed, and what reached the one whose replica is tested.
#[derive(Debug, Clone)]
pub struct History {
    pub states: Vec<Server>,
    pub delivered: Vec<Event>,
}

pub fn user_id(n: usize) -> UserId {
    UserId::from_parts(Millis(1), n as u128)
}

pub fn room_id(n: usize) -> RoomId {
    RoomId::from_parts(Millis(2), n as u128)
}

impl History {
    pub fn of(deeds: &[Deed]) -> Self {
        let mut server = Server::new();
        let mut history = Self { states: vec![server.clone()], delivered: Vec::new() };
        for deed in deeds {
            history.delivered.extend(server.does(deed));
            history.states.push(server.clone());
        }
        history
    }

    pub fn end(&self) -> &Server {
        &self.states[self.states.len() - 1]
    }
}

impl Server {
    fn new() -> Self {
        let users = (0..USERS).map(|n| {
            User::new(user_id(n), format!("user{n}"), format!("User {n}"), ServerRole::Member, Millis(0))
        });
        let places = (0..ROOMS).map(|n| Place {
            room: Room {
                id: room_id(n),
                kind: RoomKind::Public,
                name: format!("room{n}"),
                topic: String::new(),
                shard: (n % SHARDS) as Shard,
                created_at: Millis(0),
                created_by: user_id(1),
                direct_users: Vec::new(),
                archived_at: None,
            },
            members: (0..USERS)
                .filter(|user| (user + n) % 2 == 0)
                .map(|user| {
                    let user_id = user_id(user);
                    (user_id, Member { user_id, role: RoomRole::Member, joined_at: Millis(0) })
                })
                .collect(),
            messages: Vec::new(),
            parts: BTreeMap::new(),
            follows: BTreeMap::new(),
            named: BTreeMap::new(),
            read_seq: 0,
            prefs: None,
        });
        Self {
            now: 1_000,
            name: "test".to_owned(),
            rules: Rules::usual(Registration::Open),
            users: users.collect(),
            places: places.collect(),
            notifications: Notifications::default(),
            own: Own::default(),
            emoji: BTreeMap::new(),
            heads: vec![0; SHARDS],
        }
    }

    /// Does it, and gives what of it reaches the one who is tested.
    fn does(&mut self, deed: &Deed) -> Vec<Event> {
        self.now += 10;
        if let Some(body) = self.for_myself(deed) {
            return vec![self.log(ME % SHARDS, None, body)];
        }
        let said = self.among_people(deed);
        let came_back = match (deed, &said) {
            (Deed::Join { user: ME, room }, Some(_)) => {
                let place = &self.places[*room];
                place.prefs.map(|prefs| Body::PreferencesUpdated { room_id: place.room.id, prefs })
            }
            _ => None,
        };
        let again = came_back.map(|body| self.log(ME % SHARDS, None, body));
        said.into_iter().chain(again).collect()
    }

    /// What only the one who is tested hears of.
    fn for_myself(&mut self, deed: &Deed) -> Option<Body> {
        let (now, me) = (Millis(self.now), user_id(ME));
        match *deed {
            Deed::Star { room } => {
                let place = self.places.get_mut(room).filter(|place| place.members.contains_key(&me))?;
                let prefs = place.prefs.get_or_insert_default();
                prefs.starred = !prefs.starred;
                Some(Body::PreferencesUpdated { room_id: place.room.id, prefs: *prefs })
            }
            Deed::Save { room, message } => {
                let messages = &self.places[room].messages;
                let message_id = messages.get(message % messages.len().max(1))?.id;
                let room_id = room_id(room);
                let is_it = |saved: &SavedRef| saved.room_id == room_id && saved.message_id == message_id;
                if self.own.saved.iter().any(is_it) {
                    self.own.saved.retain(|saved| !is_it(saved));
                    return Some(Body::MessageUnsaved { room_id, message_id });
                }
                self.own.saved.push(SavedRef { room_id, message_id, saved_at: now });
                Some(Body::MessageSaved { room_id, message_id, saved_at: now })
            }
            Deed::Draft { room, begun } => {
                let text = if begun { format!("begun at {}", self.now) } else { String::new() };
                let draft = Draft { room_id: room_id(room), thread: None, text, at: now };
                self.own.drafts.retain(|other| other.room_id != draft.room_id);
                self.own.drafts.extend(begun.then(|| draft.clone()));
                Some(Body::DraftUpdated { draft })
            }
            Deed::Schedule { which, waits, files } => {
                let id = MessageId::from_parts(Millis(9), which as u128);
                self.own.scheduled.retain(|other| other.id != id);
                if !waits {
                    return Some(Body::ScheduledEnded { id });
                }
                let item = put_off(id, now, files);
                self.own.scheduled.push(item.clone());
                Some(Body::ScheduledUpdated { item })
            }
            _ => None,
        }
    }

    fn among_people(&mut self, deed: &Deed) -> Option<Event> {
        let shown_before =
            |server: &Self, room: usize| server.places[room].members.contains_key(&user_id(ME));
        let (room, body) = match *deed {
            Deed::Rename { user } => {
                self.users[user].display_name = format!("User {user} at {}", self.now);
                let body = Body::UserUpdated { user: self.users[user].clone() };
                return Some(self.log(user % SHARDS, None, body));
            }
            Deed::Status { user } => {
                let now = Millis(self.now);
                let user_now = &mut self.users[user];
                // It comes and goes.
                user_now.status = user_now.status.is_none().then(|| Status {
                    emoji: Some("🍲".to_owned()),
                    text: None,
                    expires_at: Some(now),
                });
                user_now.dnd_until = user_now.status.is_none().then_some(now);
                let body = Body::UserUpdated { user: user_now.clone() };
                return Some(self.log(user % SHARDS, None, body));
            }
            Deed::NameServer => {
                self.name = format!("server at {}", self.now);
                self.rules.password_chars = 8 + u32::try_from(self.now % 5).unwrap_or_default();
                return Some(self.log(
                    0,
                    None,
                    Body::ServerUpdated { name: self.name.clone(), rules: Some(self.rules.clone()) },
                ));
            }
            Deed::Emoji { which, on } => {
                let name = format!("emoji_{which}");
                if self.emoji.contains_key(&name) == on {
                    return None;
                }
                let (picture, by) = (FileId::from_parts(Millis(self.now), 7), user_id(1));
                let emoji = CustomEmoji { name: name.clone(), picture, by, at: Millis(self.now) };
                let body = if on {
                    self.emoji.insert(name, emoji.clone());
                    Body::EmojiAdded { emoji }
                } else {
                    self.emoji.remove(&name);
                    Body::EmojiRemoved { name }
                };
                return Some(self.log(0, None, body));
            }
            Deed::Quiet => {
                let from = (self.now % 1440) as u16;
                self.notifications.quiet_hours = Some(QuietHours { from, to: 0, utc_offset: 0 });
                let body = Body::NotificationsUpdated { settings: self.notifications };
                return Some(self.log(ME % SHARDS, None, body));
            }
            Deed::Read { room, back } => {
                let place = &mut self.places[room];
                let to = self.heads[room % SHARDS].saturating_sub(back);
                if to == place.read_seq || !place.members.contains_key(&user_id(ME)) {
                    return None;
                }
                place.read_seq = to;
                let body = Body::ReadUpdated { room_id: place.room.id, read_seq: to };
                return Some(self.log(ME % SHARDS, None, body));
            }
            Deed::ReadThread { room, message } => {
                let place = &mut self.places[room];
                let replies = place.messages.iter().filter_map(|m| Some((m.thread?, m.seq)));
                let all: Vec<(MessageId, Seq)> = replies.collect();
                if all.is_empty() || !place.members.contains_key(&user_id(ME)) {
                    return None;
                }
                let (thread, read_seq) = all[message % all.len()];
                let (_, read) = place.follows.entry(thread).or_default();
                *read = (*read).max(read_seq);
                let body = Body::ThreadRead { room_id: place.room.id, thread, read_seq };
                return Some(self.log(ME % SHARDS, None, body));
            }
            Deed::Post { room, .. }
            | Deed::Edit { room, .. }
            | Deed::Delete { room, .. }
            | Deed::Pin { room, .. }
            | Deed::Ask { room, .. }
            | Deed::Vote { room, .. }
            | Deed::ClosePoll { room, .. }
            | Deed::React { room, .. }
            | Deed::Unreact { room, .. }
            | Deed::Join { room, .. }
            | Deed::Leave { room, .. }
            | Deed::Role { room, .. }
            | Deed::Archive { room }
            | Deed::Topic { room } => (room, self.in_room(deed, room)?),
            Deed::Star { .. } | Deed::Save { .. } | Deed::Draft { .. } | Deed::Schedule { .. } => {
                return None;
            }
        };
        let before = shown_before(self, room);
        let event = self.log(room % SHARDS, Some(room_id(room)), body);
        self.write(room, &event);
        (before || shown_before(self, room)).then_some(event)
    }

    fn in_room(&self, deed: &Deed, room: usize) -> Option<Body> {
        let place = &self.places[room];
        let pick = |n: usize| (!place.messages.is_empty()).then(|| &place.messages[n % place.messages.len()]);
        let live = |n: usize| pick(n).filter(|message| message.deleted_at.is_none());
        let member = |user: usize| place.members.get(&user_id(user));
        let emoji = |yes: bool| (if yes { "👍" } else { "🎉" }).to_owned();
        Some(match *deed {
            Deed::Post { user, names, thread, broadcast, .. } => {
                member(user)?;
                let mut message = self.message(room, user, names, thread.and_then(pick));
                message.broadcast = broadcast && message.thread.is_some();
                // Nobody names oneself: that stands for what the server tells.
                if message.thread.is_none() && names == user {
                    message =
                        Message::notice(message.id, message.room, message.author, Notice::Left, message.at);
                }
                let followers = self.followers(room, &message);
                Body::MessageCreated { message, followers }
            }
            Deed::Ask { user, multiple, .. } => {
                member(user)?;
                let mut message = self.message(room, user, user, None);
                let options = vec!["yes".to_owned(), "no".to_owned()];
                message.poll = Some(Poll::new(NewPoll { options, multiple, ..NewPoll::default() }));
                Body::MessageCreated { message, followers: Vec::new() }
            }
            Deed::Vote { user, message, choices, .. } => {
                let (voter, polls) = (member(user)?.user_id.to_string(), place.messages.iter());
                // Of the polls there are, so that many votes are for the same one.
                let polls: Vec<_> = polls.filter(|message| message.poll.is_some()).collect();
                let asked = polls.get(message % polls.len().max(1))?;
                let poll = asked.poll.as_ref().filter(|poll| !poll.is_closed(Millis(self.now)))?;
                let mut choices: Vec<u8> = (0..2).filter(|at| choices[usize::from(*at)]).collect();
                choices.truncate(if poll.terms.multiple { 2 } else { 1 });
                if poll.choices_of(&voter) == choices {
                    return None;
                }
                Body::PollVoted { message_id: asked.id, voter, choices }
            }
            Deed::ClosePoll { message, .. } => {
                let asked = live(message)?;
                let poll = asked.poll.as_ref().filter(|poll| poll.closed_at.is_none());
                poll?;
                Body::PollClosed { message_id: asked.id, by: asked.author }
            }
            Deed::Pin { user, message, on, .. } => {
                let (by, message) = (member(user)?.user_id, live(message)?);
                if message.pinned.is_some() == on {
                    return None;
                }
                let message_id = message.id;
                if on {
                    Body::MessagePinned { message_id, by }
                } else {
                    Body::MessageUnpinned { message_id, by }
                }
            }
            Deed::Edit { message, names, .. } => Body::MessageEdited {
                message_id: live(message)?.id,
                text: format!("edited at {}", self.now),
                mentions: vec![user_id(names)],
            },
            Deed::Delete { message, .. } => {
                let message = live(message)?;
                let (message_id, message_seq) = (message.id, message.seq);
                let (by, thread) = (message.author, message.thread);
                Body::MessageDeleted { message_id, message_seq, by, thread }
            }
            Deed::React { user, message, emoji: which, .. } => {
                let (user_id, message_id) = (member(user)?.user_id, live(message)?.id);
                Body::ReactionAdded { message_id, user_id, emoji: emoji(which) }
            }
            Deed::Unreact { user, message, emoji: which, .. } => {
                let (user_id, message_id) = (member(user)?.user_id, live(message)?.id);
                Body::ReactionRemoved { message_id, user_id, emoji: emoji(which) }
            }
            Deed::Join { user, .. } if member(user).is_none() => Body::MemberJoined {
                user: self.users[user].clone(),
                role: RoomRole::Member,
                by: None,
                details: place.room.clone(),
                member_count: place.members.len() as u32 + 1,
            },
            Deed::Leave { user, .. } => Body::MemberLeft {
                user_id: member(user)?.user_id,
                by: None,
                member_count: place.members.len() as u32 - 1,
            },
            Deed::Role { user, .. } => {
                let role = match member(user)?.role {
                    RoomRole::Member => RoomRole::Moderator,
                    RoomRole::Moderator => RoomRole::Owner,
                    RoomRole::Owner => RoomRole::Member,
                };
                Body::MemberChanged { user_id: user_id(user), role }
            }
            Deed::Archive { .. } => {
                let archived_at = place.room.archived_at.is_none().then_some(Millis(self.now));
                Body::RoomUpdated { details: Room { archived_at, ..place.room.clone() } }
            }
            Deed::Topic { .. } => Body::RoomUpdated {
                details: Room { topic: format!("topic at {}", self.now), ..place.room.clone() },
            },
            _ => return None,
        })
    }

    fn message(&self, room: usize, user: usize, names: usize, thread: Option<&Message>) -> Message {
        let (now, text) = (Millis(self.now), format!("said at {}", self.now));
        Message {
            thread: thread.map(|root| root.thread.unwrap_or(root.id)),
            attachments: files(now, self.now as usize / 10 % 3),
            mentions: vec![user_id(names)],
            ..Message::plain(MessageId::from_parts(now, 0), room_id(room), user_id(user), text, now)
        }
    }

    /// Whom a reply concerns: everyone in the room who has a part in its thread.
    fn followers(&self, room: usize, message: &Message) -> Vec<UserId> {
        let place = &self.places[room];
        let Some(root) = message.thread else { return Vec::new() };
        let mut parts = place.parts.get(&root).cloned().unwrap_or_default();
        parts.extend(&message.mentions);
        if let Some(root) = place.messages.iter().find(|message| message.id == root) {
            parts.insert(root.author);
        }
        let concerned = |user: &UserId| *user != message.author && place.members.contains_key(user);
        parts.into_iter().filter(concerned).collect()
    }

    fn log(&mut self, shard: usize, room: Option<RoomId>, body: Body) -> Event {
        self.heads[shard] += 1;
        Event::unplaced(room, Millis(self.now), body).placed(shard as Shard, self.heads[shard])
    }

    /// What the projection makes of an event.
    fn write(&mut self, room: usize, event: &Event) {
        let place = &mut self.places[room];
        match &event.body {
            Body::MessageCreated { message, followers } => {
                if let Some(root) = message.thread {
                    let parts = place.parts.entry(root).or_default();
                    parts.extend(followers);
                    parts.insert(message.author);
                    let (told, read) = place.follows.entry(root).or_default();
                    if message.author == user_id(ME) {
                        *read = (*read).max(message.seq);
                    } else if followers.contains(&user_id(ME)) {
                        *told = message.seq;
                    }
                }
                place.named.insert(message.seq, message.mentions.clone());
                place.messages.push(message.clone());
            }
            Body::MemberJoined { user, role, .. } => {
                let member = Member { user_id: user.id, role: *role, joined_at: event.at };
                place.members.insert(user.id, member);
                if user.id == user_id(ME) {
                    let joined = event.seq.unwrap_or(0);
                    place.read_seq = place.read_seq.max(joined);
                    place.follows.values_mut().for_each(|(_, read)| *read = (*read).max(joined));
                }
            }
            Body::MemberLeft { user_id, .. } => {
                place.members.remove(user_id);
            }
            Body::MemberChanged { user_id, role } => {
                if let Some(member) = place.members.get_mut(user_id) {
                    member.role = *role;
                }
            }
            Body::RoomUpdated { details } => place.room = details.clone(),
            _ => {}
        }
        for (id, change) in event.changes() {
            if let Some(message) = place.messages.iter_mut().find(|message| message.id == id) {
                message.apply(&change);
            }
        }
    }

    /// `/sync` of a server whose projection stands at `said`, and which read its log's end at `as_of`.
    pub fn snapshot(&self, said: &Self, as_of: &Self) -> SyncAnswer {
        let me = user_id(ME);
        let mine =
            || self.places.iter().zip(&said.places).filter(|(place, _)| place.members.contains_key(&me));
        let known =
            |user: &&User| user.id == me || mine().any(|(place, _)| place.members.contains_key(&user.id));
        SyncAnswer {
            server: ServerInfo {
                name: self.name.clone(),
                version: "0".to_owned(),
                rules: self.rules.clone(),
                needs_owner: false,
            },
            me: Me {
                user: self.users[ME].clone(),
                shard: (ME % SHARDS) as Shard,
                session_id: SessionId::from_parts(Millis(1), 1),
            },
            rooms: mine().map(|(place, said)| place.summary(said)).collect(),
            users: self.users.iter().filter(known).cloned().collect(),
            presence: BTreeMap::new(),
            notifications: self.notifications,
            own: self.own.clone(),
            cursor: "cursor".to_owned(),
            as_of: as_of.heads.clone(),
            threads: mine().flat_map(|(place, said)| place.thread_marks(said, as_of)).collect(),
        }
    }

    pub fn messages(&self, room: RoomId) -> Vec<Message> {
        self.place(room).messages.clone()
    }

    /// In the order in which they were written.
    pub fn pinned(&self, room: RoomId) -> Vec<MessageId> {
        let messages = &self.place(room).messages;
        messages.iter().filter(|message| message.pinned.is_some()).map(|message| message.id).collect()
    }

    pub fn emoji(&self) -> Vec<CustomEmoji> {
        self.emoji.values().cloned().collect()
    }

    pub fn users(&self) -> Vec<User> {
        self.users.clone()
    }

    pub fn details(&self, room: RoomId) -> RoomDetails {
        let place = self.place(room);
        let mut members: Vec<Member> = place.members.values().copied().collect();
        members.sort_by_key(|member| (member.joined_at, member.user_id));
        RoomDetails { room: place.room.clone(), role: None, members }
    }

    /// A page of history, as of this moment.
    pub fn page(&self, room: RoomId, query: &HistoryQuery) -> HistoryPage {
        let place = self.place(room);
        let limit = usize::from(query.limit.unwrap_or(3));
        let all: Vec<&Message> = place
            .messages
            .iter()
            .filter(|m| query.thread.is_none_or(|root| m.thread == Some(root)))
            .collect();
        let split = |seq: Seq| all.partition_point(|m| m.seq < seq);
        let (start, end) = if let Some(before) = query.before {
            (split(before).saturating_sub(limit), split(before))
        } else if let Some(after) = query.after {
            let start = split(after + 1);
            (start, (start + limit).min(all.len()))
        } else if let Some(around) = query.around {
            let middle = split(around);
            (middle.saturating_sub(limit / 2), (middle + limit / 2 + 1).min(all.len()))
        } else {
            (all.len().saturating_sub(limit), all.len())
        };
        HistoryPage {
            messages: all[start..end].iter().map(|&m| m.clone()).collect(),
            as_of: self.heads[usize::from(place.room.shard)],
            more_before: start > 0,
            more_after: end < all.len(),
        }
    }

    fn place(&self, room: RoomId) -> &Place {
        self.places.iter().find(|place| place.room.id == room).expect("a room of the model")
    }
}

impl Place {
    /// The unread threads as far as the projection has `said`, and those read beyond the log's end at `as_of`.
    fn thread_marks(&self, said: &Self, as_of: &Server) -> Vec<ThreadMark> {
        let head = as_of.heads[usize::from(self.room.shard)];
        let marks = said.follows.iter().map(|(&thread, &(last_seq, read_seq))| ThreadMark {
            room_id: self.room.id,
            thread,
            last_seq,
            read_seq,
        });
        marks.filter(|mark| mark.last_seq > mark.read_seq || mark.read_seq > head).collect()
    }

    /// Rooms, members and read marks as they are; messages as far as the projection has `said`.
    fn summary(&self, said: &Self) -> RoomSummary {
        let me = user_id(ME);
        let unread = said.messages.iter().filter(|message| {
            message.author != me
                && message.seq > self.read_seq
                && message.deleted_at.is_none()
                && message.notice.is_none()
                && (message.is_in_room() || said.named.get(&message.seq).is_some_and(|all| all.contains(&me)))
        });
        let unread_seqs: Vec<Seq> = unread.map(|message| message.seq).collect();
        let names_me = |seq: &Seq| said.named.get(seq).is_some_and(|named| named.contains(&me));
        let mention_seqs: Vec<Seq> = unread_seqs.iter().copied().filter(names_me).collect();
        let last = said.messages.last();
        RoomSummary {
            room: self.room.clone(),
            role: self.members.get(&me).map_or(RoomRole::Member, |member| member.role),
            member_count: self.members.len() as u32,
            read_seq: self.read_seq,
            last_seq: last.map_or(0, |message| message.seq),
            last_at: last.map(|message| message.at),
            unread: unread_seqs.len() as u32,
            mentions: mention_seqs.len() as u32,
            unread_seqs,
            mention_seqs,
            prefs: self.prefs.unwrap_or_default(),
        }
    }
}

/// A reminder, or a message that brings so many files.
fn put_off(id: MessageId, at: Millis, count: usize) -> Scheduled {
    Scheduled {
        id,
        kind: if count > 0 { ScheduledKind::Message } else { ScheduledKind::Reminder },
        room_id: (count > 0).then(|| room_id(0)),
        thread: None,
        about: None,
        text: format!("put off at {}", at.0),
        attachments: files(at, count),
        at,
        state: ScheduledState::Waiting,
        problem: None,
    }
}

/// So many files, others at each moment.
fn files(at: Millis, count: usize) -> Vec<Attachment> {
    let file = |n: usize| Attachment {
        id: FileId::from_parts(at, n as u128),
        name: format!("file {n} of {}.txt", at.0),
        media_type: "text/plain".to_owned(),
        size: n as u64,
        width: None,
        height: None,
        preview: None,
        color: None,
    };
    (0..count).map(file).collect()
}
