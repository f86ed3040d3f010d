//! Who is connected, and which rooms each connection may see.
//!
//! Memberships are loaded from SQL while the log goes on. A connection enters before the load, so every
//! membership event from then on finds it; those that arrive during the load are remembered and win
//! over what was loaded.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bytes::Bytes;
use indexmap::IndexMap;
use natter_protocol::{Body, Event, RoomId, SessionId, UserId};

use super::shortcut::Wire;
use super::subscriber::{Ending, Queued, Subscriber, SubscriberId};
use crate::log::Audience;

type Subscribers = IndexMap<SubscriberId, Arc<Subscriber>>;

#[derive(Default)]
pub struct Index {
    next: SubscriberId,
    all: Subscribers,
    users: HashMap<UserId, Subscribers>,
    rooms: HashMap<RoomId, Subscribers>,
    places: HashMap<SubscriberId, Place>,
}

#[derive(Default)]
struct Place {
    rooms: HashSet<RoomId>,
    /// Membership events seen while the rooms are being loaded; none once they are.
    meanwhile: Option<HashMap<RoomId, bool>>,
}

impl Index {
    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn all(&self) -> Vec<Arc<Subscriber>> {
        self.all.values().cloned().collect()
    }

    pub fn streams_of(&self, user: UserId) -> usize {
        self.users.get(&user).map_or(0, IndexMap::len)
    }

    /// A new connection, known by its person only.
    pub fn enter(&mut self, user: UserId, session: SessionId) -> Arc<Subscriber> {
        self.next += 1;
        let subscriber = Arc::new(Subscriber::new(self.next, user, session));
        self.all.insert(subscriber.id, subscriber.clone());
        self.users.entry(user).or_default().insert(subscriber.id, subscriber.clone());
        let loading = Place { meanwhile: Some(HashMap::new()), ..Place::default() };
        self.places.insert(subscriber.id, loading);
        subscriber
    }

    /// The rooms of a connection were loaded; returns those it has after all.
    pub fn settle(&mut self, subscriber: &Arc<Subscriber>, loaded: Vec<RoomId>) -> Vec<RoomId> {
        let Some(place) = self.places.get_mut(&subscriber.id) else { return Vec::new() };
        let mut rooms: HashSet<RoomId> = loaded.into_iter().collect();
        for (room, is_in) in place.meanwhile.take().into_iter().flatten() {
            if is_in {
                rooms.insert(room)
            } else {
                rooms.remove(&room)
            };
        }
        place.rooms.clone_from(&rooms);
        for room in &rooms {
            self.rooms.entry(*room).or_default().insert(subscriber.id, subscriber.clone());
        }
        rooms.into_iter().collect()
    }

    pub fn leave(&mut self, subscriber: &Subscriber) {
        self.all.swap_remove(&subscriber.id);
        remove(&mut self.users, &subscriber.user, subscriber.id);
        for room in self.places.remove(&subscriber.id).into_iter().flat_map(|place| place.rooms) {
            remove(&mut self.rooms, &room, subscriber.id);
        }
    }

    /// Whether routing this event changes the index itself.
    pub fn is_changed_by(event: &Event) -> bool {
        matches!(event.body, Body::MemberJoined { .. } | Body::MemberLeft { .. })
    }

    /// Takes a membership event in.
    pub fn change(&mut self, event: &Event) {
        let (user, is_in) = match &event.body {
            Body::MemberJoined { user, .. } => (user.id, true),
            Body::MemberLeft { user_id, .. } => (*user_id, false),
            _ => return,
        };
        let Some(room) = event.room else { return };
        for subscriber in self.users.get(&user).into_iter().flat_map(IndexMap::values) {
            let Some(place) = self.places.get_mut(&subscriber.id) else { continue };
            if let Some(meanwhile) = &mut place.meanwhile {
                meanwhile.insert(room, is_in);
            } else if is_in {
                place.rooms.insert(room);
                self.rooms.entry(room).or_default().insert(subscriber.id, subscriber.clone());
            } else {
                place.rooms.remove(&room);
                remove(&mut self.rooms, &room, subscriber.id);
            }
        }
    }

    /// Pushes an event to everyone it is for; returns to how many.
    pub fn route(&self, audience: Audience, event: &Event, queued: &Queued, wire: &Wire) -> u64 {
        let everyone = match audience {
            Audience::Room(room, _) => self.rooms.get(&room),
            Audience::User(user, _) => self.users.get(&user),
            Audience::Server => Some(&self.all),
        };
        let mut count = 0;
        for subscriber in everyone.into_iter().flat_map(IndexMap::values) {
            subscriber.push(queued, Some(wire));
            count += 1;
        }
        match (&event.body, audience) {
            // The one who left is no longer in the room's list, but must learn of it.
            (Body::MemberLeft { user_id, .. }, _) => {
                for subscriber in self.users.get(user_id).into_iter().flat_map(IndexMap::values) {
                    subscriber.push(queued, Some(wire));
                    count += 1;
                }
            }
            (Body::SessionRevoked { session_id }, Audience::User(user, _)) => {
                for subscriber in self.users.get(&user).into_iter().flat_map(IndexMap::values) {
                    if subscriber.session == *session_id {
                        subscriber.end(Ending::Revoked);
                    }
                }
            }
            _ => {}
        }
        count
    }

    pub fn whisper_to_room(&self, room: RoomId, frame: &Bytes, except: UserId) {
        let queued = Queued { place: None, frame: frame.clone() };
        for subscriber in self.rooms.get(&room).into_iter().flat_map(IndexMap::values) {
            if subscriber.user != except {
                subscriber.push(&queued, None);
            }
        }
    }

    pub fn whisper_to_rooms(&self, rooms: &[RoomId], frame: &Bytes) {
        let queued = Queued { place: None, frame: frame.clone() };
        let mut told = HashSet::new();
        for subscribers in rooms.iter().filter_map(|room| self.rooms.get(room)) {
            for subscriber in subscribers.values() {
                if told.insert(subscriber.id) {
                    subscriber.push(&queued, None);
                }
            }
        }
    }
}

fn remove<K: std::hash::Hash + Eq>(lists: &mut HashMap<K, Subscribers>, key: &K, id: SubscriberId) {
    if let Some(list) = lists.get_mut(key) {
        list.swap_remove(&id);
        if list.is_empty() {
            lists.remove(key);
        }
    }
}
