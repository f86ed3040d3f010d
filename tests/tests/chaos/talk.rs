//! People who talk while things break, and what must have become of every word.

use natter_protocol::{Message, MessageId, RoomId};
use natter_tests::Person;
use natter_tests::person::new_message_id;

/// One person's words in a room, each sent under its id until it is acknowledged.
pub async fn talks(
    person: &Person,
    room: RoomId,
    words: usize,
    mut after: impl AsyncFnMut(usize),
) -> Vec<Message> {
    let mut said = Vec::new();
    for n in 0..words {
        let text = format!("{} says {n}", person.name);
        said.push(person.sends_until_acknowledged(room, new_message_id(), &text).await);
        after(n).await;
    }
    said
}

/// Promise 1: no acknowledged message is lost, none is shown twice, the order is the same for all.
pub async fn everyone_has_it_all(people: &[&Person], room: RoomId, said: &[&[Message]]) {
    let mut acknowledged: Vec<&Message> = said.iter().copied().flatten().collect();
    acknowledged.sort_by_key(|message| message.seq);
    let expected: Vec<MessageId> = acknowledged.iter().map(|message| message.id).collect();
    let of_these = |messages: &[MessageId]| -> Vec<MessageId> {
        messages.iter().copied().filter(|id| expected.contains(id)).collect()
    };
    for person in people {
        let what = format!("{} has heard everything", person.name);
        let streamed = person.live.until(&what, |seen| {
            let heard: Vec<MessageId> = seen.messages(room).map(|message| message.id).collect();
            (of_these(&heard).len() >= expected.len()).then_some(heard)
        });
        let streamed = streamed.await;
        assert_eq!(of_these(&streamed), expected, "{}'s stream: all, once, in order", person.name);
        let history: Vec<MessageId> =
            person.whole_history(room).await.iter().map(|message| message.id).collect();
        assert_eq!(of_these(&history), expected, "{}'s history: all, once, in order", person.name);
        // Nothing was said that nobody said: what came beside these is the same for all, too.
        let since_start: Vec<MessageId> =
            history.iter().copied().filter(|id| streamed.contains(id)).collect();
        assert_eq!(streamed, since_start, "{}'s stream and history agree", person.name);
    }
    for messages in said {
        assert!(messages.windows(2).all(|pair| pair[0].seq < pair[1].seq), "in the order of speaking");
    }
    for person in people {
        person.sees_what_a_snapshot_shows().await;
    }
}
