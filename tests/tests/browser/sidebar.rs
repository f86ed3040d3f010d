//! The sidebar of someone who is in hundreds of rooms.

use natter_protocol::RoomKind;
use natter_tests::Gateway;

use crate::visit::signed_in;

/// Scrolls from the top to the bottom. Answers the rooms that were on the page on the way, how many were at the most,
/// and how often there was nothing where a row should be.
const WALK: &str = "
    const done = arguments[0];
    const side = document.querySelector('[data-region=sidebar] .side-scroll');
    const told = { rooms: [], most: 0, blank: 0 };
    const step = () => {
        const rows = [...side.querySelectorAll('[data-testid=room-row]')].map(row => row.dataset.roomId);
        told.rooms = [...new Set([...told.rooms, ...rows])];
        told.most = Math.max(told.most, rows.length);
        const { left, top, height } = side.getBoundingClientRect();
        for (const part of [0.1, 0.5, 0.9]) {
            const there = document.elementFromPoint(left + 60, top + height * part);
            if (side === there || there.matches('ul')) told.blank += 1;
        }
        if (side.scrollTop + side.clientHeight >= side.scrollHeight - 1) return done([told.rooms, told.most, told.blank]);
        side.scrollTop += side.clientHeight * 0.9;
        // The scrolling is told in the next frame, and drawn by the one after it.
        requestAnimationFrame(() => requestAnimationFrame(step));
    };
    step()";

#[tokio::test]
async fn of_hundreds_of_rooms_those_near_what_is_seen_are_on_the_page() {
    let gateway = Gateway::start().await;
    let ana = gateway.owner("ana").await;
    let bo = ana.invites("bo").await;
    let _ = ana.opens_direct(&[bo.id]).await;
    for n in 0..300 {
        ana.makes_room(RoomKind::Public, &format!("room {n:03}")).await;
    }
    let browser = signed_in(gateway.address(), "ana").await;
    browser.sees("composer").await;
    let answer = browser.driver.execute_async(WALK, vec![serde_json::Value::Null; 0]).await.expect("walked");
    let (rooms, most, blank): (Vec<String>, usize, usize) = answer.convert().expect("told");
    let wanted: Vec<_> = ana.syncs().await.rooms.iter().map(|room| room.room.id.to_string()).collect();
    assert_eq!(rooms.len(), wanted.len(), "each of them");
    assert!(wanted.iter().all(|room| rooms.contains(room)));
    assert!((10..150).contains(&most), "{most} at a time");
    assert_eq!(blank, 0, "there is a row wherever one looks");
}
