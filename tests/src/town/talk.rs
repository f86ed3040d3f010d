//! What they say to each other.

use natter_protocol::MessageId;

use super::{Town, opens};
use crate::person_files::{document, drawing, silence, something};

impl Town {
    pub(super) async fn reviews_a_design(&mut self) -> MessageId {
        let room = self.room("design-review");
        let [bo, chidi, mei, sam, elif] = &self.others[..] else { unreachable!("five others") };
        mei.posts(room, "The first train with **threads** left this morning. What breaks on bad networks?")
            .await;
        let opening = bo.posts(room, "The proxy lab is up: nginx, HAProxy, Squid with a scanner, and a box that only speaks HTTP/1.0.").await;
        mei.posts(room, "Nice. What does it cost us?").await;
        bo.posts(room, "| path | first byte | verdict |\n|---|---:|---|\n| direct | 4 ms | stream |\n| nginx | 5 ms | stream |\n| scanner | – | long poll |").await;
        bo.posts(room, "Three things are left:\n- [x] measure the resume\n- [x] draw it\n- [ ] write it down\n\n> Silence is not an error until the heartbeat says so.").await;
        for (person, text) in [
            (&self.ana, "How slow is slow?"),
            (bo, "p99 of 640 ms from send to seen. Direct is 4 ms."),
            (chidi, "I would put that number on the website."),
            (chidi, "With the method, of course."),
            (
                mei,
                "And with a picture of the worst box, so that people believe it: https://example.org/lab/squid",
            ),
        ] {
            let _ = person.answers_in_thread(room, opening.id, text).await.is(201);
        }
        let read_until = self.reads_all(room).await;
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
        self.read_until = read_until;
        code.id
    }

    pub(super) async fn talks_elsewhere(&self) {
        let [bo, chidi, mei, sam, elif] = &self.others[..] else { unreachable!("five others") };
        for (person, text) in [
            (mei, "Welcome everyone!"),
            (sam, "Hello from Lisbon ☀️"),
            (elif, "The coffee machine is **fixed**."),
        ] {
            person.posts(self.room("general"), text).await;
        }
        for (person, text) in [
            (bo, "Are you around for the review?"),
            (&self.ana, "Yes, ten minutes. Is the scanner still the slowest one?"),
            (bo, "By far. I'll bring the *long* list: https://example.org/lab"),
            (&self.ana, "Perfect, see you there 👋"),
        ] {
            person.posts(self.direct, text).await;
        }
        self.reads_all(self.direct).await;
        for (person, text, is_read) in [
            (elif, "Your desk plant is thirsty again 🪴", true),
            (sam, "The release notes are in your hands now.", true),
            (mei, "See you on Monday!", true),
            (chidi, "Could you look at the new icons before three?", false),
        ] {
            let room = opens(person, &self.ana).await;
            person.posts(room, text).await;
            if is_read {
                self.reads_all(room).await;
            }
        }
        chidi.posts(self.room("incident-room"), "@ana the scanner holds streams again, see the graph").await;
        let heartbeats = sam
            .posts(self.room("gateway"), "Heartbeats are events, not comments: scripts cannot see comments.")
            .await;
        let thread = self.room("gateway");
        for (person, text) in
            [(&self.ana, "So a proxy that strips comments is fine?"), (sam, "It is, since Tuesday.")]
        {
            let _ = person.answers_in_thread(thread, heartbeats.id, text).await.is(201);
        }
        mei.posts(
            self.room("announcements"),
            "**All hands** is on Thursday at 15:00, in the big room and here.",
        )
        .await;
        self.reads_all(self.room("announcements")).await;
        elif.posts(self.room("hiring"), "Two candidates said yes. 🎊").await;
        self.reads_all(self.room("hiring")).await;
        elif.posts(self.room("lunch"), "Soup or noodles?").await;
        sam.posts(self.room("release-trains"), "0.2 leaves on Thursday.").await;
    }

    /// Pictures alone and together, a document, a sound and an archive.
    pub(super) async fn shares_files(&self) {
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
        let page = document(
            "Release notes 1.0",
            &[
                "A message that was acknowledged is on disk, once, in the same place for everyone.",
                "Any gateway resumes any client, exactly where it was.",
                "Where streams are held back, the client changes to long poll within five seconds.",
                "",
                "Known: the scanner on the third floor still wants a restart on Mondays.",
            ],
        );
        let notes = bo.uploads("Release notes 1.0 (reviewed by everybody).pdf", page).await;
        let all = bo.uploads("everything.zip", [&b"PK\x03\x04"[..], &something(84_000)].concat()).await;
        let song = bo.uploads("hold-music.wav", silence()).await;
        bo.posts_with(room, "", &[notes.id, all.id, song.id]).await;
    }
}
