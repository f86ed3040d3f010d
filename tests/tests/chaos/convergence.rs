//! Promise 2: snapshot + events = fresh snapshot, after all that people do and all that breaks.

use natter_protocol::command::{UpdateMe, UpdateRoom};
use natter_protocol::{Message, Room, RoomKind, RoomRole, routes};
use natter_tests::{Cluster, Dice, Person, on_both};

const DEEDS: usize = 120;

struct Town {
    rooms: Vec<Room>,
    said: Vec<Message>,
}

/// Anything that anyone may try; refusals are part of it.
async fn a_deed(dice: &mut Dice, people: &[&Person], town: &mut Town, n: usize) {
    let (person, other) = (*dice.pick(people), *dice.pick(people));
    let room = dice.pick(&town.rooms).id;
    let answer = match dice.below(16) {
        0 => {
            let kind = if dice.one_in(2) { RoomKind::Public } else { RoomKind::Private };
            town.rooms.push(person.makes_room(kind, &format!("room {n}")).await);
            return;
        }
        1 => person.does("POST", routes::join(room)).await,
        2 => person.does("POST", routes::leave(room)).await,
        3 | 4 => person.puts(room, other, None).await,
        5 => person.does("DELETE", routes::member(room, other.id)).await,
        6 => {
            person
                .puts(
                    room,
                    other,
                    Some(*dice.pick(&[RoomRole::Member, RoomRole::Moderator, RoomRole::Owner])),
                )
                .await
        }
        7 => {
            let change = UpdateRoom { name: None, topic: Some(format!("topic {n}")) };
            person.patch(routes::room(room), &change).await
        }
        8 => {
            person
                .patch(
                    routes::ME,
                    &UpdateMe { display_name: Some(format!("{} {n}", person.name)), ..UpdateMe::default() },
                )
                .await
        }
        9 => person.opens_direct(&[other.id]).await,
        10 if !town.said.is_empty() => {
            let message = dice.pick(&town.said);
            person.deletes(message.room, message.id).await
        }
        11 if !town.said.is_empty() => {
            let message = dice.pick(&town.said);
            person
                .put(routes::read(message.room), &natter_protocol::command::MarkRead { seq: message.seq })
                .await
        }
        _ => {
            let text = format!("deed {n} @{}", other.name);
            let answer = person.sends(room, natter_tests::person::new_message_id(), &text).await;
            if answer.status == 201 {
                town.said.push(answer.json());
            }
            answer
        }
    };
    assert!(answer.status < 500, "{answer:?}");
}

on_both! {
    everyone_ends_with_what_a_snapshot_shows,
}

async fn everyone_ends_with_what_a_snapshot_shows(cluster: Cluster) {
    let mut dice = Dice::new();
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let mei = ana.invites("mei").await;
    let mei_there = mei.also_at(cluster.b()).await;
    let people = [&ana, &bo, &mei];
    let mut town = Town { rooms: vec![ana.makes_room(RoomKind::Public, "square").await], said: Vec::new() };
    for n in 0..DEEDS {
        a_deed(&mut dice, &people, &mut town, n).await;
        if dice.one_in(15) {
            // Streams end at any moment, and go on at either gateway.
            let gateway = if dice.one_in(2) { cluster.a() } else { cluster.b() };
            dice.pick(&people).moves_to(gateway);
        }
    }
    for person in people.into_iter().chain([&mei_there]) {
        person.sees_what_a_snapshot_shows().await;
        assert!(person.live.look(|seen| seen.resets.is_empty()), "{}", person.name);
    }
}
