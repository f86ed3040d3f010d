//! What is deleted when its time is over, and what stays.

use natter::store::messages::Span;
use natter_protocol::{Body, Message, Millis, RoomKind, User};

use crate::archive::{Archive, HOUR, NOON, message};
use crate::on_both_databases;
use crate::town::Town;

/// What was said before this is over.
const LINE: Millis = Millis(NOON - 24 * HOUR);
const OLD: i64 = NOON - 48 * HOUR;

/// The texts of a room, the first first.
async fn texts(town: &Town, said: &Message) -> Vec<String> {
    let page = town.store.messages(said.room, Span::Newest, None, 100).await.expect("read");
    page.into_iter().map(|message| message.text).collect()
}

async fn deletes(town: &Town, limit: u32) -> usize {
    town.store.delete_messages_before(LINE, limit).await.expect("deleted").value
}

async fn replies(archive: &mut Archive<'_>, by: &User, to: &Message, at: i64, text: &str) {
    let reply = Message { at: Millis(at), thread: Some(to.id), ..message(by.id, to.room, text) };
    archive.puts(reply).await;
}

on_both_databases! {
    async fn what_is_due_goes_with_all_that_hangs_on_it(town: &Town) {
        let (ana, bo) = (town.person("ana").await, town.person("bo").await);
        let room = town.room(&ana, "club", RoomKind::Public).await.id;
        town.joins(bo.id, room).await.expect("joined");
        let mut archive = Archive::of(town).await;
        let mentions = vec![bo.id];
        let old = Message { at: Millis(OLD), mentions, ..message(ana.id, room, "old and @bo") };
        let old = archive.puts(old).await;
        let (message_id, user_id) = (old.id, bo.id);
        archive.edits(&old, "old, edited and @bo").await;
        let reacted = Body::ReactionAdded { message_id, user_id, emoji: "👍".to_owned() };
        archive.writes(room, vec![(OLD, reacted)]).await;
        let young = archive.says(&ana, room, NOON, "young").await;
        let owner = natter::store::own::Owner { user: bo.id, shard: 0 };
        for said in [&old, &young] {
            assert!(town.store.save(owner, room, said.id).await.is_ok());
        }
        town.hush().await;
        assert_eq!((town.rows("reactions").await, town.rows("edits").await, town.rows("mentions").await), (1, 1, 1));
        assert_eq!(deletes(town, 100).await, 1);
        assert_eq!(texts(town, &old).await, ["young"]);
        let saved = town.store.own(bo.id).await.expect("read").saved;
        assert_eq!(saved.iter().map(|saved| saved.message_id).collect::<Vec<_>>(), [young.id]);
        assert_eq!(town.announced_types().await, ["message.unsaved"], "bo's devices hear of it");
        assert_eq!(town.store.message(room, old.id).await.expect("asked"), None);
        for table in ["reactions", "edits", "mentions"] {
            assert_eq!(town.rows(table).await, 0, "{table}");
        }
        assert_eq!(town.rows("message_words").await, 1, "those of the young one");
        assert_eq!(deletes(town, 100).await, 0);
    }

    async fn a_thread_goes_as_a_whole_when_its_last_reply_is_due(town: &Town) {
        let ana = town.person("ana").await;
        let room = town.room(&ana, "club", RoomKind::Public).await.id;
        let mut archive = Archive::of(town).await;
        let alive = archive.says(&ana, room, OLD, "talked about").await;
        let over = archive.says(&ana, room, OLD, "talked over").await;
        replies(&mut archive, &ana, &alive, OLD, "long ago").await;
        replies(&mut archive, &ana, &over, OLD, "long ago, too").await;
        replies(&mut archive, &ana, &alive, NOON, "and now").await;
        assert_eq!(deletes(town, 100).await, 2);
        assert_eq!(texts(town, &alive).await, ["talked about", "long ago", "and now"]);
        let ended = town.store.delete_messages_before(Millis(NOON + 1), 100).await.expect("deleted").value;
        assert_eq!(ended, 3);
        assert_eq!(texts(town, &alive).await, [""; 0]);
    }

    async fn so_many_at_a_time_the_oldest_first(town: &Town) {
        let ana = town.person("ana").await;
        let room = town.room(&ana, "club", RoomKind::Public).await.id;
        let mut archive = Archive::of(town).await;
        let mut last = None;
        for n in 0..5 {
            last = Some(archive.says(&ana, room, OLD + n, &format!("{n}")).await);
        }
        let last = last.expect("said");
        assert_eq!(deletes(town, 2).await, 2);
        assert_eq!(texts(town, &last).await, ["2", "3", "4"]);
        assert_eq!(deletes(town, 2).await, 2);
        assert_eq!(deletes(town, 2).await, 1);
    }
}
