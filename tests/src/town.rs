//! A server with people who know each other and rooms that have been talked in: for pictures of the interface and
//! for looking at it with tools.

mod bots;
mod mail;
mod polls;
mod talk;

use natter_protocol::administration::UpdateServer;
use natter_protocol::command::{CreateRoom, SetStatus, UpdateMe};
use natter_protocol::room::RoomDetails;
use natter_protocol::{MessageId, Millis, RoomId, RoomKind, RoomPrefs, Seq, routes};
use tokio::sync::Mutex;

use crate::gateway::Gateway;
use crate::mailbox::Mailbox;
use crate::person::Person;
use crate::person_own::put_off;

/// Username, name and title of everyone but Ana, whose server it is.
const OTHERS: [(&str, &str, &str); 5] = [
    ("bo", "Bo Lindqvist", "Networks"),
    ("chidi", "Chidi Okafor", "Design"),
    ("mei", "Mei Tanaka", "Web"),
    ("sam", "Sam Rivera", "Gateway"),
    ("elif", "Elif Kaya", "People"),
];

const CHANNELS: [(&str, RoomKind, &str); 9] = [
    ("announcements", RoomKind::Public, "Read-mostly: what everybody should know"),
    ("design-review", RoomKind::Public, "Screens before they ship · Thursdays 15:00"),
    ("gateway", RoomKind::Public, "Streams, polls and what lies between"),
    ("release-trains", RoomKind::Public, "What leaves when"),
    ("lunch", RoomKind::Public, ""),
    ("new-office", RoomKind::Public, "Desks, keys, plants"),
    ("hiring", RoomKind::Private, "Candidates stay here"),
    ("old-website", RoomKind::Public, "Moved to announcements"),
    ("incident-room", RoomKind::Private, "One incident at a time"),
];

/// What its server takes of one file, in bytes.
pub const FILE_BYTES: u64 = 20_000_000;

/// The filled server's people and places.
#[derive(Debug)]
pub struct Town {
    pub ana: Person,
    pub others: Vec<Person>,
    rooms: Vec<(String, RoomId)>,
    /// The conversation of Ana and Bo.
    pub direct: RoomId,
    /// A message in `design-review` that was answered, reacted to and holds code.
    pub code: MessageId,
    /// A room that Ana is not in.
    pub elsewhere: RoomId,
    /// A room that does not exist.
    pub nowhere: RoomId,
    /// Up to where Ana had read `design-review`.
    pub read_until: Seq,
    /// Everyone's.
    mailbox: Mutex<Mailbox>,
}

impl Town {
    /// Fills an empty server.
    pub async fn founded() -> (Gateway, Self) {
        let mailbox = Mailbox::open().await;
        let settings = [
            "--smtp-url",
            &mailbox.url(),
            "--smtp-from",
            "Northwind <chat@northwind.example>",
            "--file-bytes",
            &FILE_BYTES.to_string(),
        ];
        let gateway = Gateway::with(&settings).await;
        let town = Self::built(&gateway, mailbox).await;
        (gateway, town)
    }

    async fn built(gateway: &Gateway, mailbox: Mailbox) -> Self {
        let ana = gateway.owner("ana").await;
        let name = UpdateServer { name: "Northwind".to_owned() };
        let _ = ana.patch(routes::SERVER, &name).await.is(200);
        is_called(&ana, "Ana Duarte", "Product").await;
        let mut others = Vec::new();
        for (username, name, title) in OTHERS {
            let person = ana.invites(username).await;
            is_called(&person, name, title).await;
            others.push(person);
        }
        let rooms = Self::builds_rooms(&ana, &others).await;
        let elsewhere = others[0].makes_room(RoomKind::Public, "book-club").await.id;
        let direct = opens(&ana, &others[0]).await;
        let (nowhere, code) =
            (RoomId::from_parts(Millis(1), 7), MessageId::from_parts(natter_protocol::Millis(0), 0));
        let mailbox = Mutex::new(mailbox);
        let mut town = Self { ana, others, rooms, direct, code, elsewhere, nowhere, read_until: 0, mailbox };
        town.code = town.reviews_a_design().await;
        town.talks_elsewhere().await;
        town.employs_a_bot().await;
        town.shares_files().await;
        town.asks_each_other().await;
        town.adds_an_emoji().await;
        town.keeps_things().await;
        town
    }

    async fn builds_rooms(ana: &Person, others: &[Person]) -> Vec<(String, RoomId)> {
        let mut rooms = vec![("general".to_owned(), ana.general().await)];
        for (name, kind, topic) in CHANNELS {
            let command = CreateRoom { kind, name: name.to_owned(), topic: Some(topic.to_owned()) };
            let room = ana.post(routes::ROOMS, &command).await.is(201).json::<RoomDetails>().room.id;
            for person in others {
                ana.adds(room, person).await;
            }
            rooms.push((name.to_owned(), room));
        }
        rooms
    }

    /// # Panics
    /// When there is no such channel.
    #[must_use]
    pub fn room(&self, name: &str) -> RoomId {
        self.rooms.iter().find(|(known, _)| known == name).expect("the channel").1
    }

    /// Ana's own: stars, a muted room, saved messages, a draft, a message for tomorrow; and how they all are.
    async fn keeps_things(&self) {
        let ana = &self.ana;
        let starred = RoomPrefs { starred: true, ..RoomPrefs::default() };
        let muted = RoomPrefs { muted: true, ..RoomPrefs::default() };
        for (room, prefs) in [("design-review", starred), ("incident-room", starred), ("lunch", muted)] {
            let _ = ana.keeps(self.room(room), prefs).await.is(204);
        }
        let _ = ana.saves(self.room("design-review"), self.code).await.is(204);
        let now = Millis::now();
        let trains = self.room("release-trains");
        let _ = ana.begins(trains, "Does 0.2 carry the *resume* fix, or", now).await.is(204);
        let tomorrow =
            put_off(trains, "0.2 leaves at noon. Last call for notes!", Millis(now.0 + 20 * 3_600_000));
        let _ = ana.post(routes::SCHEDULED, &tomorrow).await.is(201);
        let _ = ana.does("PUT", routes::pin(self.room("design-review"), self.code)).await.is(200);
        let _ = ana.does("POST", routes::archive(self.room("old-website"))).await.is(200);
        for (person, emoji, text) in [
            (ana, "🏡", "Working from home"),
            (&self.others[2], "🌴", "Back on Monday"),
            (&self.others[3], "🎧", "Focus"),
        ] {
            let status =
                SetStatus { emoji: Some(emoji.to_owned()), text: Some(text.to_owned()), expires_at: None };
            let _ = person.put(routes::MY_STATUS, &status).await.is(200);
        }
    }

    /// Who signs in with a second factor, where that is shown.
    pub(crate) fn careful(&self) -> &Person {
        &self.others[4]
    }

    /// Up to where Ana has read now.
    pub(crate) async fn reads_all(&self, room: RoomId) -> Seq {
        let last = self.ana.summary(room).await.last_seq;
        self.ana.reads(room, last).await;
        last
    }
}

async fn is_called(person: &Person, name: &str, title: &str) {
    let (display_name, title) = (Some(name.to_owned()), Some(title.to_owned()));
    let _ = person.patch(routes::ME, &UpdateMe { display_name, title, ..UpdateMe::default() }).await.is(200);
}

async fn opens(person: &Person, other: &Person) -> RoomId {
    let answer = person.opens_direct(&[other.id]).await;
    assert!(matches!(answer.status, 200 | 201), "{answer:?}");
    answer.json::<natter_protocol::room::RoomDetails>().room.id
}
