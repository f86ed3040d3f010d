//! From every place, by every way, at every gateway: exactly the rest.

use std::collections::BTreeMap;

use natter_client::sse::Frame;
use natter_protocol::{Body, Event, PollAnswer, RoomId, RoomKind, Seq, Shard, UserId, routes};
use natter_tests::{Cluster, Dice, EventStream, Person, in_time, on_both, words};

const DEEDS: usize = 60;
/// Ways of resuming that are tried.
const RESUMES: usize = 90;

/// What stands in the log, by shard and in the order of arrival.
type Places = BTreeMap<Shard, Vec<Seq>>;

fn places<'a>(events: impl IntoIterator<Item = &'a Event>) -> Places {
    let mut places = Places::new();
    for event in events {
        if let (Some(shard), Some(seq)) = (event.shard, event.seq) {
            places.entry(shard).or_default().push(seq);
        }
    }
    places
}

/// Without what stands in a room before the person came there: a stream that was open then has not told it,
/// a replay for someone who is in the room now does.
fn since_joining(events: &[Event], user: UserId) -> Vec<Event> {
    let joins = |event: &Event| matches!(&event.body, Body::MemberJoined { user: who, .. } if who.id == user);
    let joined =
        |room| events.iter().filter(|event| event.room == room && joins(event)).map(|event| event.seq).max();
    let is_since = |event: &&Event| {
        event.room.is_none() || event.seq.is_none() || event.seq >= joined(event.room).flatten()
    };
    events.iter().filter(is_since).cloned().collect()
}

/// The last words in each shard.
fn is_last(event: &Event) -> bool {
    words(event) == Some("the end")
}

/// A stream taken down until the last word in each of these rooms: every event, and the cursors after some.
struct Reference {
    events: Vec<Event>,
    /// How many events had come when a cursor came.
    cursors: Vec<(usize, String)>,
}

async fn listen(stream: &mut EventStream, ends: usize) -> Reference {
    let (mut events, mut cursors) = (Vec::new(), Vec::new());
    let mut ended = 0;
    let listening = async {
        while let Some(frame) = stream.next().await {
            match frame {
                Frame::Id(id) => {
                    cursors.push((events.len(), id));
                    if ended == ends {
                        return;
                    }
                }
                Frame::Event { name, data, .. } if name == "message" => {
                    let event: Event = serde_json::from_str(&data).expect("an event");
                    ended += usize::from(is_last(&event));
                    events.push(event);
                }
                Frame::Event { name, .. } => assert!(name != "reset" && name != "bye", "{name}"),
                _ => {}
            }
        }
        panic!("the stream ended");
    };
    in_time("the last words", listening).await;
    Reference { events, cursors }
}

/// Polls from a cursor until the last words have come.
async fn poll(person: &Person, mut cursor: String, ends: usize, dice: &mut Dice) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    while events.iter().filter(|event| is_last(event)).count() < ends {
        let path = format!("{}?cursor={cursor}&wait=50", routes::POLL);
        let answer: PollAnswer = person.get(path).await.is(200).json();
        assert_eq!(answer.reset, None);
        // An answer that was lost on its way is asked for again.
        if dice.one_in(3) {
            continue;
        }
        events.extend(answer.events);
        cursor = answer.cursor;
    }
    events
}

async fn a_deed(dice: &mut Dice, people: &[&Person], rooms: &[RoomId], n: usize) {
    let (person, room) = (*dice.pick(people), *dice.pick(rooms));
    let said = person.posts(room, &format!("deed {n}")).await;
    match dice.below(8) {
        0 => {
            let _ = person.edits(room, said.id, "edited").await.is(200);
        }
        1 => {
            let _ = person.deletes(room, said.id).await.is(200);
        }
        2 => {
            let _ = person.reacts(room, said.id, "👍").await.is(200);
        }
        3 => person.reads(room, said.seq).await,
        4 => person.types(room).await,
        5 => {
            let _ = person.makes_room(RoomKind::Public, &format!("room {n}")).await;
        }
        _ => {}
    }
}

on_both! {
    a_stream_is_continued_from_any_cursor_it_gave,
}

async fn a_stream_is_continued_from_any_cursor_it_gave(cluster: Cluster) {
    let mut dice = Dice::new();
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let bo_here = bo.also_at(cluster.a()).await;
    let mut rooms = Vec::new();
    while rooms
        .iter()
        .map(|room: &natter_protocol::Room| room.shard)
        .collect::<std::collections::BTreeSet<_>>()
        .len()
        < 3
    {
        let room = ana.makes_room(RoomKind::Public, &format!("room number {}", rooms.len())).await;
        ana.adds(room.id, &bo).await;
        bo.finds(room.id).await;
        rooms.push(room);
    }
    let rooms: Vec<RoomId> = rooms.iter().map(|room| room.id).collect();
    let mut stream = bo.opens_stream(None).await;
    let telling = async {
        for n in 0..DEEDS {
            a_deed(&mut dice, &[&ana, &bo], &rooms, n).await;
        }
        for room in &rooms {
            ana.posts(*room, "the end").await;
        }
    };
    let (reference, ()) = tokio::join!(listen(&mut stream, rooms.len()), telling);
    assert!(reference.cursors.len() > DEEDS / 2, "cursors at many places");
    for _ in 0..RESUMES {
        let (before, cursor) = dice.pick(&reference.cursors);
        let rest = &reference.events[*before..];
        let ends = rest.iter().filter(|event| is_last(event)).count();
        let person = *dice.pick(&[&bo, &bo_here]);
        let way = dice.below(3);
        let resumed = match way {
            0 | 1 => {
                let call = match way {
                    0 => person.call("GET", routes::EVENTS).header("last-event-id", cursor),
                    _ => person.call("GET", format!("{}?cursor={cursor}", routes::EVENTS)),
                };
                let opened = EventStream::from_call(call, person.address()).await.expect("an answer");
                listen(&mut opened.stream(), ends).await.events
            }
            _ => poll(person, cursor.clone(), ends, &mut dice).await,
        };
        let resumed = since_joining(&resumed, bo.id);
        assert_eq!(places(&resumed), places(rest), "way {way} from {cursor} after {before} events");
    }
    bo.sees_what_a_snapshot_shows().await;
}
