//! What someone has seen so far: the replica, and everything that made it.

use std::collections::{BTreeMap, BTreeSet};

use natter_client::sse::Frame;
use natter_client::{Chat, Touched};
use natter_protocol::stream::names;
use natter_protocol::{Body, Event, Message, Millis, Reset, ResetReason, RoomId, Seq, Shard, SyncAnswer};

/// What someone has seen so far.
#[derive(Debug, Clone)]
pub struct Seen {
    pub chat: Chat,
    /// Every event, once, in the order of arrival.
    pub events: Vec<Event>,
    pub cursor: String,
    /// How many streams were opened.
    pub streams: u32,
    /// Events that came again on a later stream.
    pub repeated: u32,
    pub resets: Vec<ResetReason>,
    pub byes: u32,
    pub pings: u32,
    /// The server answered 204.
    pub signed_out: bool,
    /// Rooms that were joined and not looked into yet.
    pub(crate) joined: BTreeSet<RoomId>,
    places: BTreeSet<(Shard, Seq)>,
    /// What no stream may do.
    pub(crate) faults: Vec<String>,
}

impl Seen {
    pub(crate) fn from_snapshot(snapshot: SyncAnswer) -> Self {
        Self {
            cursor: snapshot.cursor.clone(),
            chat: Chat::from_snapshot(snapshot),
            events: Vec::new(),
            streams: 0,
            repeated: 0,
            resets: Vec::new(),
            byes: 0,
            pings: 0,
            signed_out: false,
            joined: BTreeSet::new(),
            places: BTreeSet::new(),
            faults: Vec::new(),
        }
    }

    /// The messages said in a room, in the order of arrival.
    pub fn messages(&self, room: RoomId) -> impl Iterator<Item = &Message> {
        self.events.iter().filter(move |event| event.room == Some(room)).filter_map(|event| {
            match &event.body {
                Body::MessageCreated { message, .. } => Some(message),
                _ => None,
            }
        })
    }

    /// A message on screen, in whatever room.
    #[must_use]
    pub fn on_screen(&self, text: &str) -> Option<Message> {
        let timelines = self.chat.rooms().filter_map(|room| self.chat.timeline(room.details().id));
        let mut messages = timelines.flat_map(|timeline| timeline.tail().messages);
        messages.find(|message| message.text == text).cloned()
    }
}

/// What a block asks for.
pub(crate) enum Then {
    GoOn,
    LookInto,
    Resync(Reset),
}

impl Seen {
    /// Takes a block of a stream; `newest` is where that stream stands in each shard.
    pub(crate) fn take(&mut self, frame: Frame, newest: &mut BTreeMap<Shard, Seq>) -> Then {
        match frame {
            Frame::Id(id) => self.cursor = id,
            Frame::Event { name, data, .. } => match &*name {
                "message" => return self.take_event(&data, newest),
                names::RESET => match serde_json::from_str(&data) {
                    Ok(reset) => return Then::Resync(reset),
                    Err(error) => self.faults.push(format!("{error}: {data}")),
                },
                names::BYE => self.byes += 1,
                names::PING => self.pings += 1,
                _ => {}
            },
            Frame::Retry(_) => {}
            Frame::TooLong => self.faults.push("a block that is too long".to_owned()),
        }
        Then::GoOn
    }

    fn take_event(&mut self, data: &str, newest: &mut BTreeMap<Shard, Seq>) -> Then {
        let event: Event = match serde_json::from_str(data) {
            Ok(event) => event,
            Err(error) => {
                self.faults.push(format!("{error}: {data}"));
                return Then::GoOn;
            }
        };
        let touched = self.chat.apply(&event, Millis::now());
        self.joined.extend(touched.iter().filter_map(|touched| match touched {
            Touched::Joined(room) => Some(*room),
            _ => None,
        }));
        let then = if self.joined.is_empty() { Then::GoOn } else { Then::LookInto };
        if let (Some(shard), Some(seq)) = (event.shard, event.seq) {
            let before = newest.insert(shard, seq);
            if before.is_some_and(|before| before >= seq) {
                self.faults.push(format!("{before:?} and then {seq} of shard {shard} on one stream"));
            }
            if !self.places.insert((shard, seq)) {
                self.repeated += 1;
                return then;
            }
        }
        self.events.push(event);
        then
    }
}
