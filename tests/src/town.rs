//! A server with people who know each other and rooms that have been talked in: for pictures of the interface and
//! for looking at it with tools.

use natter_protocol::command::{CreateRoom, UpdateMe};
use natter_protocol::room::RoomDetails;
use natter_protocol::{MessageId, RoomId, RoomKind, RoomPrefs, routes};

use crate::gateway::Gateway;
use crate::person::Person;
use crate::person_files::{drawing, silence, something};

/// Username and name of everyone but Ana, whose server it is.
const OTHERS: [(&str, &str); 5] = [
    ("bo", "Bo Lindqvist"),
    ("chidi", "Chidi Okafor"),
    ("mei", "Mei Tanaka"),
    ("sam", "Sam Rivera"),
    ("elif", "Elif Kaya"),
];

const CHANNELS: [(&str, RoomKind, &str); 8] = [
    ("announcements", RoomKind::Public, "Read-mostly: what everybody should know"),
    ("design-review", RoomKind::Public, "Screens before they ship · Thursdays 15:00"),
    ("gateway", RoomKind::Public, "Streams, polls and what lies between"),
    ("release-trains", RoomKind::Public, "What leaves when"),
    ("lunch", RoomKind::Public, ""),
    ("empty-room", RoomKind::Public, "Nothing was said here yet"),
    ("hiring", RoomKind::Private, "Candidates stay here"),
    ("incident-room", RoomKind::Private, "One incident at a time"),
];

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
}

impl Town {
    /// Fills an empty server.
    pub async fn founded(gateway: &Gateway) -> Self {
        let ana = gateway.owner("ana").await;
        is_called(&ana, "Ana Duarte").await;
        let mut others = Vec::new();
        for (username, name) in OTHERS {
            let person = ana.invites(username).await;
            is_called(&person, name).await;
            others.push(person);
        }
        let mut rooms = vec![("general".to_owned(), ana.general().await)];
        for (name, kind, topic) in CHANNELS {
            let command = CreateRoom { kind, name: name.to_owned(), topic: Some(topic.to_owned()) };
            let room = ana.post(routes::ROOMS, &command).await.is(201).json::<RoomDetails>().room.id;
            for person in &others {
                ana.adds(room, person).await;
            }
            rooms.push((name.to_owned(), room));
        }
        let elsewhere = others[0].makes_room(RoomKind::Public, "book-club").await.id;
        let direct = opens(&ana, &others[0]).await;
        for person in &others[1..] {
            let room = opens(person, &ana).await;
            person.posts(room, "Hello! Found you.").await;
        }
        let mut town = Self {
            ana,
            others,
            rooms,
            direct,
            code: MessageId::from_parts(natter_protocol::Millis(0), 0),
            elsewhere,
        };
        town.code = town.reviews_a_design().await;
        town.talks_elsewhere().await;
        town.shares_files().await;
        town.keeps_things().await;
        town
    }

    /// # Panics
    /// When there is no such channel.
    #[must_use]
    pub fn room(&self, name: &str) -> RoomId {
        self.rooms.iter().find(|(known, _)| known == name).expect("the channel").1
    }

    async fn reviews_a_design(&self) -> MessageId {
        let room = self.room("design-review");
        let [bo, chidi, mei, sam, elif] = &self.others[..] else { unreachable!("five others") };
        let opening = bo.posts(room, "The proxy lab is up: nginx, HAProxy, Squid with a scanner, and a box that only speaks HTTP/1.0.").await;
        mei.posts(room, "Nice. What does it cost us?").await;
        bo.posts(room, "| path | first byte | verdict |\n|---|---:|---|\n| direct | 4 ms | stream |\n| nginx | 5 ms | stream |\n| scanner | – | long poll |").await;
        bo.posts(room, "Three things are left:\n- [x] measure the resume\n- [x] draw it\n- [ ] write it down\n\n> Silence is not an error until the heartbeat says so.").await;
        for (person, text) in [
            (&self.ana, "How slow is slow?"),
            (bo, "p99 of 640 ms from send to seen. Direct is 4 ms."),
            (chidi, "I would put that number on the website."),
        ] {
            let _ = person.answers_in_thread(room, opening.id, text).await.is(201);
        }
        self.reads_all(room).await;
        chidi
            .posts(room, "Morning! @ana can you look at the unread divider? It should freeze while the room is open. The rule is in #gateway since last week.")
            .await;
        let code = sam
            .posts(room, "This is all the delivery loop needs now:\n```rust\nlet cursor = hub.resume(session, last_event_id)?;\nwhile let Some(batch) = cursor.next().await {\n    body.send(batch).await?; // shared bytes, one write\n}\n```")
            .await;
        for (person, emoji) in [
            (bo, "❤️"),
            (mei, "❤️"),
            (elif, "❤️"),
            (&self.ana, "🦀"),
            (bo, "🦀"),
            (chidi, "🦀"),
            (mei, "🦀"),
            (elif, "🦀"),
        ] {
            let _ = person.reacts(room, code.id, emoji).await.is(200);
        }
        sam.posts(room, "Everything else lives in `hub/`. Ten lines shorter than on Monday.").await;
        let edited = mei.posts(room, "Shipping the divider after lunch.").await;
        let _ = mei.edits(room, edited.id, "Shipping the divider fix after lunch.").await.is(200);
        let gone = elif.posts(room, "wrong room, sorry").await;
        let _ = elif.deletes(room, gone.id).await.is(200);
        elif.posts(room, "🎉🎉").await;
        code.id
    }

    /// Pictures alone and together, a document, a sound and an archive.
    async fn shares_files(&self) {
        let room = self.room("release-trains");
        let [bo, _, mei, sam, _] = &self.others[..] else { unreachable!("five others") };
        let latency = mei.uploads("resume-latency.png", drawing(1600, 620)).await;
        mei.posts_with(room, "Resume after a cut, through every box we own:", &[latency.id]).await;
        let mut drafts = Vec::new();
        for (name, width, height) in
            [("draft-1.png", 900, 700), ("draft-2.png", 500, 900), ("draft-3.png", 1200, 400)]
        {
            drafts.push(sam.uploads(name, drawing(width, height)).await.id);
        }
        sam.posts_with(room, "Three drafts of it", &drafts).await;
        let notes = bo.uploads("Release notes 1.0 (reviewed by everybody).pdf", "%PDF-1.7\n").await;
        let all = bo.uploads("everything.zip", [&b"PK\x03\x04"[..], &something(84_000)].concat()).await;
        let song = bo.uploads("hold-music.wav", silence()).await;
        bo.posts_with(room, "", &[notes.id, all.id, song.id]).await;
    }

    async fn talks_elsewhere(&self) {
        let [bo, chidi, mei, sam, elif] = &self.others[..] else { unreachable!("five others") };
        for (person, text) in [
            (mei, "Welcome everyone!"),
            (sam, "Hello from Lisbon ☀️"),
            (elif, "Coffee machine is **fixed**."),
        ] {
            person.posts(self.room("general"), text).await;
        }
        bo.posts(self.direct, "Are you around for the review?").await;
        self.ana.posts(self.direct, "Yes, ten minutes.").await;
        bo.posts(self.direct, "I'll bring the *long* list.").await;
        chidi.posts(self.room("incident-room"), "@ana the scanner holds streams again, see the graph").await;
        sam.posts(self.room("gateway"), "Heartbeats are events, not comments: scripts cannot see comments.")
            .await;
        sam.posts(self.room("release-trains"), "0.2 leaves on Thursday.").await;
    }

    /// Ana's own: stars, a muted room, saved messages, a draft.
    async fn keeps_things(&self) {
        let ana = &self.ana;
        let starred = RoomPrefs { starred: true, ..RoomPrefs::default() };
        let muted = RoomPrefs { muted: true, ..RoomPrefs::default() };
        for (room, prefs) in [("design-review", starred), ("incident-room", starred), ("lunch", muted)] {
            let _ = ana.keeps(self.room(room), prefs).await.is(204);
        }
        let _ = ana.saves(self.room("design-review"), self.code).await.is(204);
        let now = natter_protocol::Millis::now();
        let _ =
            ana.begins(self.room("release-trains"), "Does 0.2 carry the *resume* fix, or", now).await.is(204);
    }

    async fn reads_all(&self, room: RoomId) {
        let last = self.ana.summary(room).await.last_seq;
        self.ana.reads(room, last).await;
    }
}

async fn is_called(person: &Person, name: &str) {
    let _ = person
        .patch(routes::ME, &UpdateMe { display_name: Some(name.to_owned()), ..UpdateMe::default() })
        .await
        .is(200);
}

async fn opens(person: &Person, other: &Person) -> RoomId {
    let answer = person.opens_direct(&[other.id]).await;
    assert!(matches!(answer.status, 200 | 201), "{answer:?}");
    answer.json::<natter_protocol::room::RoomDetails>().room.id
}
