//! Sending, step by step and at random.

use std::collections::{BTreeMap, BTreeSet};

use natter_client::{Draft, Outbox, Posted, SendState, Settled};
use natter_protocol::{Body, Code, Event, Message, MessageId, Millis, Problem, RoomId, UserId};
use proptest::prelude::*;

fn id(n: u128) -> MessageId {
    MessageId::from_parts(Millis(1), n)
}

fn room(n: u128) -> RoomId {
    RoomId::from_parts(Millis(1), n)
}

fn draft(room_n: u128) -> Draft {
    Draft {
        room: room(room_n),
        text: "hi".to_owned(),
        thread: None,
        attachments: Vec::new(),
        broadcast: false,
        poll: None,
    }
}

fn message(of: MessageId) -> Message {
    Message { seq: 9, ..Message::plain(of, room(1), UserId::from_parts(Millis(1), 1), "hi", Millis(5)) }
}

fn stored(of: MessageId) -> Posted {
    Posted::Stored(Box::new(message(of)))
}

fn refused(code: Code) -> Posted {
    Posted::Answered { status: code.status(), problem: Some(Problem::new(code)), retry_after_ms: None }
}

fn event(of: MessageId) -> Event {
    Event::unplaced(
        Some(room(1)),
        Millis(5),
        Body::MessageCreated { message: message(of), followers: Vec::new() },
    )
    .placed(0, 9)
}

/// The ids that are to be POSTed now.
fn due(outbox: &mut Outbox, now: i64) -> Vec<MessageId> {
    outbox.due(Millis(now)).into_iter().map(|post| post.body.id).collect()
}

fn settle(outbox: &mut Outbox, of: MessageId, posted: Posted, now: i64) -> Settled {
    outbox.posted(of, posted, Millis(now), &mut || 0.5)
}

fn with(ids: &[(u128, u128)]) -> Outbox {
    let mut outbox = Outbox::default();
    for &(n, room) in ids {
        outbox.queue(id(n), draft(room), Millis(0));
    }
    outbox
}

#[test]
fn what_a_closed_tab_left_is_taken_over_once_in_the_order_of_writing() {
    let mut outbox = with(&[(2, 1), (5, 1)]);
    assert_eq!(due(&mut outbox, 0), [id(2)]);
    outbox.adopt(with(&[(1, 1), (2, 1), (9, 2)]));
    outbox.adopt(with(&[(9, 2)]));
    let order: Vec<MessageId> = outbox.items(room(1)).map(|item| item.id).collect();
    assert_eq!(order, [id(1), id(2), id(5)]);
    assert_eq!((outbox.waiting(), outbox.items(room(2)).count()), (4, 1));
    assert_eq!(due(&mut outbox, 0), [id(1), id(9)], "what is under way is not sent again");
}

#[test]
fn one_goes_at_a_time_in_each_room_and_in_order() {
    let mut outbox = with(&[(1, 1), (2, 1), (3, 2)]);
    assert_eq!(due(&mut outbox, 0), [id(1), id(3)]);
    assert_eq!(due(&mut outbox, 0), [], "they are under way");
    assert_eq!(outbox.wake_at(), None);
    assert_eq!(settle(&mut outbox, id(1), stored(id(1)), 1), Settled::Sent(Box::new(message(id(1)))));
    assert_eq!(due(&mut outbox, 1), [id(2)]);
    assert_eq!((outbox.waiting(), outbox.items(room(1)).count()), (2, 1));
}

#[test]
fn what_is_unknown_is_tried_again_with_the_same_id_and_holds_up_the_next() {
    for trouble in
        [refused(Code::Unconfirmed), refused(Code::Internal), refused(Code::BodyTooSlow), Posted::NoAnswer]
    {
        let mut outbox = with(&[(1, 1), (2, 1)]);
        due(&mut outbox, 0);
        assert_eq!(settle(&mut outbox, id(1), trouble, 100), Settled::Later);
        assert_eq!(outbox.item(id(1)).unwrap().state, SendState::Unknown);
        assert_eq!(outbox.wake_at(), Some(Millis(350)));
        assert_eq!(due(&mut outbox, 349), []);
        assert_eq!(due(&mut outbox, 350), [id(1)]);
        settle(&mut outbox, id(1), Posted::NoAnswer, 400);
        assert_eq!(outbox.wake_at(), Some(Millis(900)), "the backoff doubles");
        outbox.kick();
        assert_eq!(due(&mut outbox, 401), [id(1)], "the connection is back");
    }
}

#[test]
fn what_is_refused_waits_for_the_person_and_lets_the_next_one_go() {
    let mut outbox = with(&[(1, 1), (2, 1)]);
    due(&mut outbox, 0);
    assert_eq!(settle(&mut outbox, id(1), refused(Code::TextTooLong), 1), Settled::Refused);
    assert_eq!(due(&mut outbox, 1), [id(2)]);
    assert_eq!((outbox.waiting(), outbox.items(room(1)).count()), (1, 2));
    assert!(outbox.retry(id(1)) && !outbox.retry(id(2)), "only what was refused is retried by hand");
    settle(&mut outbox, id(2), stored(id(2)), 2);
    assert_eq!(due(&mut outbox, 2), [id(1)]);
    settle(&mut outbox, id(1), refused(Code::Forbidden), 3);
    assert_eq!(outbox.delete(id(1)).map(|item| item.draft), Some(draft(1)), "the text is not lost");
    assert!(outbox.is_empty());
}

#[test]
fn an_id_that_clashed_is_renewed_only_when_asked_for() {
    let mut outbox = with(&[(1, 1)]);
    due(&mut outbox, 0);
    settle(&mut outbox, id(1), refused(Code::IdReused), 1);
    assert!(outbox.clashed(id(1)));
    assert!(outbox.renew(id(1), id(7)));
    assert_eq!(due(&mut outbox, 1), [id(7)]);
}

#[test]
fn a_rate_limit_holds_everything_for_as_long_as_it_says() {
    let mut outbox = with(&[(1, 1), (2, 2)]);
    assert_eq!(due(&mut outbox, 0).len(), 2);
    let limited = Posted::Answered { status: 429, problem: None, retry_after_ms: Some(4_000) };
    assert_eq!(settle(&mut outbox, id(1), limited, 1_000), Settled::Later);
    settle(&mut outbox, id(2), Posted::NoAnswer, 1_000);
    outbox.kick();
    assert_eq!(outbox.wake_at(), Some(Millis(5_000)));
    assert_eq!(due(&mut outbox, 4_999), []);
    assert_eq!(due(&mut outbox, 5_000), [id(1), id(2)]);
}

#[test]
fn signed_out_holds_everything_until_signed_in() {
    let mut outbox = with(&[(1, 1), (2, 2)]);
    due(&mut outbox, 0);
    assert_eq!(settle(&mut outbox, id(1), refused(Code::Unauthenticated), 1), Settled::Held);
    assert_eq!((due(&mut outbox, 99), outbox.wake_at(), outbox.is_held()), (vec![], None, true));
    settle(&mut outbox, id(2), refused(Code::Unauthenticated), 1);
    outbox.release();
    assert_eq!(due(&mut outbox, 99), [id(1), id(2)]);
}

#[test]
fn the_stream_may_be_quicker_than_the_answer() {
    let mut outbox = with(&[(1, 1), (2, 1)]);
    due(&mut outbox, 0);
    assert!(outbox.saw(&event(id(1))).is_some());
    assert!(outbox.saw(&event(id(1))).is_none() && outbox.saw(&event(id(50))).is_none());
    assert_eq!(due(&mut outbox, 0), [id(2)]);
    assert_eq!(settle(&mut outbox, id(1), refused(Code::Forbidden), 1), Settled::Gone);
    settle(&mut outbox, id(2), refused(Code::RoomNotFound), 1);
    assert!(outbox.saw(&event(id(2))).is_some(), "refused at the second try, stored at the first");
}

#[test]
fn a_reload_forgets_only_that_something_was_under_way() {
    let mut outbox = with(&[(1, 1), (2, 1), (3, 2)]);
    due(&mut outbox, 0);
    settle(&mut outbox, id(3), refused(Code::Forbidden), 1);
    let text = serde_json::to_string(&outbox).unwrap();
    let mut again: Outbox = serde_json::from_str(&text).unwrap();
    assert_eq!(due(&mut again, 2), [id(1)]);
    assert!(again.item(id(3)).unwrap().is_refused());
    assert_eq!(serde_json::from_str::<Outbox>("{\"items\":[]}").unwrap(), Outbox::default());
}

#[test]
fn a_clock_that_was_set_back_does_not_hold_messages_for_long() {
    let mut outbox = with(&[(1, 1)]);
    due(&mut outbox, 0);
    settle(&mut outbox, id(1), Posted::NoAnswer, 100_000_000);
    assert_eq!(due(&mut outbox, 0), [id(1)]);
}

/// What happens on the way; numbers pick among what there is.
#[derive(Debug, Clone)]
enum Step {
    Queue(u128),
    Answer(usize, u8),
    /// The server has it, the answer is lost.
    Swallowed(usize),
    Event(usize),
    Reload,
    Pass(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..3u128).prop_map(Step::Queue),
        5 => (0..4usize, 0..5u8).prop_map(|(n, how)| Step::Answer(n, how)),
        2 => (0..4usize).prop_map(Step::Swallowed),
        2 => (0..4usize).prop_map(Step::Event),
        1 => Just(Step::Reload),
        3 => (0..30_000i64).prop_map(Step::Pass),
    ]
}

proptest! {
    /// Whatever happens on the way, every message is said exactly once, and those of a room in order.
    #[test]
    fn everything_is_said_once_and_in_order(steps in prop::collection::vec(step(), 0..80)) {
        let mut outbox = Outbox::default();
        let (mut now, mut queued) = (0, 0u128);
        let mut said: BTreeMap<RoomId, Vec<MessageId>> = BTreeMap::new();
        let mut under_way: Vec<(RoomId, MessageId)> = Vec::new();
        let quiet = std::iter::repeat_n(Step::Pass(20_000), 200).flat_map(|pass| [pass, Step::Answer(0, 0)]);
        for step in steps.into_iter().chain(quiet) {
            let pick = |n: usize| (!under_way.is_empty()).then(|| under_way[n % under_way.len()]);
            match step {
                Step::Queue(room) => {
                    outbox.queue(id(queued), draft(room), Millis(now));
                    queued += 1;
                }
                Step::Answer(n, how) => if let Some((of, message)) = pick(n) {
                    let posted = match how {
                        0 => stored(message),
                        1 => Posted::NoAnswer,
                        2 => Posted::Answered { status: 429, problem: None, retry_after_ms: Some(3_000) },
                        3 => refused(Code::Unavailable),
                        _ => Posted::Answered { status: 502, problem: None, retry_after_ms: None },
                    };
                    if how == 0 {
                        store(&mut said, of, message);
                    }
                    under_way.retain(|other| other.1 != message);
                    settle(&mut outbox, message, posted, now);
                },
                Step::Swallowed(n) => if let Some((of, message)) = pick(n) {
                    store(&mut said, of, message);
                },
                Step::Event(n) => if let Some((of, message)) = pick(n)
                    && said.get(&of).is_some_and(|said| said.contains(&message))
                {
                    outbox.saw(&event(message));
                },
                Step::Reload => {
                    outbox = serde_json::from_str(&serde_json::to_string(&outbox).unwrap()).unwrap();
                    under_way.clear();
                }
                Step::Pass(ms) => now += ms,
            }
            under_way.extend(outbox.due(Millis(now)).into_iter().map(|post| (post.room, post.body.id)));
            let rooms: BTreeSet<RoomId> = under_way.iter().filter(|(_, of)| outbox.item(*of).is_some())
                .map(|(room, _)| *room).collect();
            let live = under_way.iter().filter(|(_, of)| outbox.item(*of).is_some()).count();
            prop_assert_eq!(live, rooms.len(), "one at a time in each room");
        }
        prop_assert!(outbox.is_empty());
        prop_assert_eq!(said.values().map(Vec::len).sum::<usize>() as u128, queued, "each once");
        prop_assert!(said.values().all(|said| said.is_sorted()), "in the order of writing");
    }
}

/// The server's side: the same id again is the same message.
fn store(said: &mut BTreeMap<RoomId, Vec<MessageId>>, room: RoomId, message: MessageId) {
    let said = said.entry(room).or_default();
    if !said.contains(&message) {
        said.push(message);
    }
}
