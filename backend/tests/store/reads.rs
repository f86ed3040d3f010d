//! How far a person has read, told by two shards that are written in any order.

use natter::log::Audience;
use natter::store::projection::Written;
use natter_protocol::{Body, Event, Millis, RoomKind, RoomRole, Seq, Shard};

use crate::on_both_databases;
use crate::town::Town;

const JOINED: Seq = 31;

on_both_databases! {
    async fn the_later_of_reading_and_joining_counts_whichever_is_written_first(town: &Town) {
        let ana = town.person("ana").await;
        let cases = [(100, 200, JOINED), (200, 100, 6), (100, 100, 6)];
        for (case, (read_at, joined_at, wanted)) in cases.into_iter().enumerate() {
            for joins_first in [false, true] {
                let bo = town.person(&format!("bo{case}{joins_first}")).await;
                let details = town.room(&ana, &format!("room {case} {joins_first}"), RoomKind::Public).await;
                let room = details.id;
                town.joins(bo.id, room).await.expect("joined");
                let joined = Body::MemberJoined { user: bo.clone(), role: RoomRole::Member, by: None, details, member_count: 2 };
                let joined = (Audience::Room(room, 0), Event::unplaced(Some(room), Millis(joined_at), joined), 0, JOINED);
                let read = Body::ReadUpdated { room_id: room, read_seq: 6 };
                let read = (Audience::User(bo.id, 1), Event::unplaced(None, Millis(read_at), read), 1, 9);
                for (audience, event, shard, seq) in if joins_first { [joined, read] } else { [read, joined] } {
                    writes(town, audience, event, shard, seq).await;
                }
                let unread = town.store.unread(bo.id).await.expect("read");
                assert_eq!(unread[&room].read_seq, wanted, "read at {read_at}, joined at {joined_at}, {joins_first}");
            }
        }
    }
}

async fn writes(town: &Town, audience: Audience, event: Event, shard: Shard, seq: Seq) {
    town.store.shard_position(shard).await.expect("a position");
    let lease = town.store.take_lease(shard, "test", true).await.expect("asked").expect("a lease");
    let events = [(audience, event.placed(shard, seq))];
    let written = town.store.project(&lease, &events, &[], seq).await.expect("written");
    assert_eq!(written, Written::Done);
}
