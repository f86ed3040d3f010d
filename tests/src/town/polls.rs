//! What they ask each other, and an emoji of their own.

use natter_protocol::ballot::NewPoll;
use natter_protocol::emoji::AddEmoji;
use natter_protocol::{Message, Millis, routes};

use super::Town;
use crate::person::Person;
use crate::person_files::face;
use crate::person_polls::terms;

impl Town {
    /// One that has ended, an anonymous one for several answers, and one that goes on.
    pub(super) async fn asks_each_other(&self) {
        let room = self.room("general");
        let [bo, chidi, mei, sam, elif] = &self.others[..] else { unreachable!("five others") };
        let food =
            elif.polls(room, "What shall there be on Friday?", terms(&["Soup", "Noodles", "Curry"])).await;
        vote(&food, &[(bo, &[1]), (chidi, &[1]), (mei, &[0]), (&self.ana, &[1])]).await;
        let _ = elif.ends_poll(&food).await.is(200);
        let closes_at = Some(Millis(Millis::now().0 + 26 * 3_600_000));
        let rules = NewPoll {
            multiple: true,
            anonymous: true,
            closes_at,
            ..terms(&["Monday", "Wednesday", "Friday"])
        };
        let days = sam.polls(room, "Which days are you in the office?", rules).await;
        vote(&days, &[(bo, &[0, 1]), (chidi, &[1]), (mei, &[0, 1, 2]), (sam, &[1])]).await;
        let answers = terms(&[
            "Harbour hall: large, loud, and twenty minutes from the station",
            "The old cinema",
            "Here, with the desks moved aside",
        ]);
        let place = self.ana.polls(room, "Where do we hold the **spring meeting**?", answers).await;
        vote(&place, &[(bo, &[1]), (chidi, &[1]), (mei, &[2]), (elif, &[1]), (&self.ana, &[1])]).await;
    }

    pub(super) async fn adds_an_emoji(&self) {
        let file = self.ana.uploads("parrot", face(96)).await.id;
        let emoji = AddEmoji { name: "party_parrot".to_owned(), file };
        let _ = self.ana.post(routes::EMOJI, &emoji).await.is(201);
    }
}

async fn vote(poll: &Message, votes: &[(&Person, &[u8])]) {
    for (person, choices) in votes {
        let _ = person.votes(poll, choices).await.is(200);
    }
}
