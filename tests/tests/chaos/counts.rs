//! Unread and mention counts: computed, so that they cannot drift.

use natter_protocol::limits::UNREAD_SEQS;
use natter_protocol::{Message, RoomId, RoomKind, Seq};
use natter_tests::{Cluster, Dice, Person, eventually, on_both};

const DEEDS: usize = 160;

/// The snapshot's counts are what one finds by reading the whole room.
async fn must_agree(person: &Person, room: RoomId) {
    let history = person.whole_history(room).await;
    let summary = person.summary(room).await;
    let is_unread = |message: &&Message| {
        message.seq > summary.read_seq && message.author != person.id && message.deleted_at.is_none()
    };
    let unread: Vec<&Message> = history.iter().filter(is_unread).collect();
    let seqs: Vec<Seq> = unread.iter().map(|message| message.seq).collect();
    assert_eq!(
        (summary.unread as usize, &summary.unread_seqs),
        (seqs.len(), &seqs),
        "{}: {summary:?}",
        person.name
    );
    let named = unread.iter().filter(|message| message.mentions.contains(&person.id));
    let seqs: Vec<Seq> = named.map(|message| message.seq).collect();
    assert_eq!((summary.mentions as usize, &summary.mention_seqs), (seqs.len(), &seqs), "{}", person.name);
    assert_eq!(summary.last_seq, history.last().map_or(0, |message| message.seq));
    assert_eq!(summary.last_at, history.last().map(|message| message.at));
}

on_both! {
    counts_agree_with_a_recount_after_anything,
    who_names_someone_is_counted_for_that_person,
    counts_stay_exact_beyond_the_places_that_a_snapshot_names,
}

async fn counts_agree_with_a_recount_after_anything(cluster: Cluster) {
    let mut dice = Dice::new();
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let mei = ana.invites("mei").await;
    let tea = ana.makes_room(RoomKind::Public, "tea").await.id;
    for person in [&bo, &mei] {
        ana.adds(tea, person).await;
        person.finds(tea).await;
    }
    let rooms = [ana.general().await, tea];
    let people = [&ana, &bo, &mei];
    let mut said: Vec<Message> = Vec::new();
    for n in 0..DEEDS {
        let (person, room) = (*dice.pick(&people), *dice.pick(&rooms));
        let mine: Vec<&Message> = said.iter().filter(|message| message.author == person.id).collect();
        match dice.below(8) {
            0 if !mine.is_empty() => {
                let message = *dice.pick(&mine);
                let _ = person.deletes(message.room, message.id).await.is(200);
            }
            1 if !said.is_empty() => {
                let message = dice.pick(&said);
                person.reads(message.room, message.seq).await;
            }
            2 => {
                let text =
                    format!("hello @{}, @nobody and `@{}`", dice.pick(&people).name, dice.pick(&people).name);
                said.push(person.posts(room, &text).await);
            }
            3 if !said.is_empty() => {
                let _ = person.reacts(dice.pick(&said).room, said[0].id, "👍").await;
            }
            _ => said.push(person.posts(room, &format!("message {n}")).await),
        }
    }
    for person in people {
        for room in rooms {
            must_agree(person, room).await;
        }
        person.sees_what_a_snapshot_shows().await;
    }
}

async fn who_names_someone_is_counted_for_that_person(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    // What stands in the log before one's joining is not unread: wait until that is there.
    let start = eventually("bo has joined", async || {
        let summary = bo.summary(general).await;
        (summary.read_seq > 0).then_some(summary)
    })
    .await;
    let for_bo = ana.posts(general, "@Bo: lunch?").await;
    ana.posts(general, "mail me at ana@bo.example, `@bo`").await;
    let gone = ana.posts(general, "@bo never mind").await;
    let _ = ana.deletes(general, gone.id).await.is(200);
    let summary = bo.summary(general).await;
    assert_eq!((summary.unread - start.unread, summary.mentions - start.mentions), (2, 1), "{summary:?}");
    assert_eq!(summary.mention_seqs, [for_bo.seq]);
    bo.sees_what_a_snapshot_shows().await;
    bo.reads(general, for_bo.seq).await;
    let after = eventually("read", async || {
        let summary = bo.summary(general).await;
        (summary.read_seq == for_bo.seq).then_some(summary)
    })
    .await;
    assert_eq!((after.unread, after.mentions), (1, 0));
    // It may go back: that marks as unread.
    bo.reads(general, start.read_seq).await;
    eventually("unread again", async || {
        let summary = bo.summary(general).await;
        (summary.unread == start.unread + 2 && summary.mentions == start.mentions + 1).then_some(())
    })
    .await;
}

async fn counts_stay_exact_beyond_the_places_that_a_snapshot_names(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let tea = ana.makes_room(RoomKind::Public, "tea").await.id;
    ana.adds(tea, &bo).await;
    bo.finds(tea).await;
    let many = UNREAD_SEQS + 30;
    let mut said = Vec::new();
    for n in 0..many {
        said.push(ana.posts(tea, if n % 2 == 0 { "@bo!" } else { "hm" }).await.seq);
    }
    let summary = bo.summary(tea).await;
    assert_eq!((summary.unread as usize, summary.mentions as usize), (many, many / 2));
    assert_eq!(summary.unread_seqs, said[many - UNREAD_SEQS..]);
    bo.sees_what_a_snapshot_shows().await;
    bo.reads(tea, said[9]).await;
    bo.live.until("ten are read", |seen| (seen.chat.room(tea)?.read_seq() == said[9]).then_some(())).await;
    bo.sees_what_a_snapshot_shows().await;
    assert_eq!(bo.summary(tea).await.unread as usize, many - 10);
}
