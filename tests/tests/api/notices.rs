//! What happens to a room is told among its messages, to those who are there, and is never unread.

use natter_protocol::command::{EditMessage, HistoryQuery, UpdateRoom};
use natter_protocol::search::SearchAnswer;
use natter_protocol::{Code, Notice, RoomId, RoomKind, routes};
use natter_tests::{Cluster, Person, on_both};

on_both! {
    what_happens_to_a_room_is_told_in_its_order,
    what_happened_is_not_unread_and_stays_as_it_is,
}

/// What a room says by itself, the first first.
async fn told(person: &Person, room: RoomId) -> Vec<(natter_protocol::UserId, Notice)> {
    let page = person.history(room, HistoryQuery::default()).await;
    page.messages.into_iter().filter_map(|message| Some((message.author, message.notice?))).collect()
}

async fn changes(person: &Person, room: RoomId, name: Option<&str>, topic: Option<&str>) {
    let change = UpdateRoom { name: name.map(str::to_owned), topic: topic.map(str::to_owned) };
    let _ = person.patch(routes::room(room), &change).await.is(200);
}

async fn what_happens_to_a_room_is_told_in_its_order(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let mei = ana.invites("mei").await;
    let club = ana.makes_room(RoomKind::Public, "club").await.id;
    assert_eq!(told(&ana, club).await, [], "its beginning tells that it was made");
    bo.joins(club).await;
    ana.adds(club, &mei).await;
    changes(&ana, club, Some("teapots"), Some("All about pots")).await;
    // Nothing changed, so there is nothing to tell.
    changes(&ana, club, Some("teapots"), None).await;
    changes(&ana, club, None, Some("")).await;
    bo.leaves(club).await;
    ana.removes(club, &mei).await;
    let _ = ana.does("POST", routes::archive(club)).await.is(200);
    let _ = ana.does("POST", routes::unarchive(club)).await.is(200);
    let topic = |topic: &str| Notice::Topic { topic: topic.to_owned() };
    let expected = [
        (bo.id, Notice::Joined),
        (ana.id, Notice::Added { user_id: mei.id }),
        (ana.id, Notice::Renamed { name: "teapots".to_owned() }),
        (ana.id, topic("All about pots")),
        (ana.id, topic("")),
        (bo.id, Notice::Left),
        (ana.id, Notice::Removed { user_id: mei.id }),
        (ana.id, Notice::Archived),
        (ana.id, Notice::Unarchived),
    ];
    assert_eq!(told(&ana, club).await, expected);
    // Whoever was there all the time saw the same.
    ana.posts(club, "quiet here").await;
    ana.sees("quiet here").await;
    ana.sees_what_a_snapshot_shows().await;
    // Being invited to the server is not told to everyone.
    assert_eq!(told(&ana, ana.general().await).await, []);
}

async fn what_happened_is_not_unread_and_stays_as_it_is(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let club = ana.makes_room(RoomKind::Public, "club").await.id;
    bo.joins(club).await;
    changes(&ana, club, None, Some("All about pots")).await;
    ana.posts(club, "now then").await;
    bo.sees("now then").await;
    let summary = bo.summary(club).await;
    assert_eq!(summary.unread, 1, "what was said, and not the new topic");
    bo.sees_what_a_snapshot_shows().await;
    let page = ana.history(club, HistoryQuery::default()).await;
    let topic = page.messages.iter().rfind(|message| message.notice.is_some()).expect("the topic is told");
    assert_eq!(topic.text, "");
    let edit = EditMessage { text: "All about cups".to_owned() };
    ana.patch(routes::message(club, topic.id), &edit).await.is_refused(Code::Forbidden);
    ana.deletes(club, topic.id).await.is_refused(Code::Forbidden);
    let found: SearchAnswer = ana.get(format!("{}?q=in:%23club", routes::SEARCH)).await.is(200).json();
    let found: Vec<_> = found.hits.iter().map(|hit| hit.message.text.as_str()).collect();
    assert_eq!(found, ["now then"]);
}
