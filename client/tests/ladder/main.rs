//! The client's ladder, rule by rule, with a scripted clock (`DESIGN.md` §4, `UI.md` "Connection").

mod rig;

use natter_client::{Input, Phase, Transport};
use natter_protocol::{Millis, ResetReason};
use proptest::prelude::*;
use rig::{Rig, parsed};

#[test]
fn a_path_that_streams_gets_a_stream() {
    let mut rig = Rig::started();
    assert_eq!(rig.stream.as_ref().and_then(|open| open.1.as_deref()), Some("c0"));
    assert_eq!(rig.phase(), Phase::Connecting);
    rig.proves();
    assert_eq!((rig.phase(), rig.transport()), (Phase::Online, Some(Transport::Stream)));
    assert_eq!(rig.link.status().latency_ms, Some(100));
    rig.says_something(7);
    assert_eq!(rig.delivered, [parsed(7)]);
    assert_eq!(rig.link.cursor(), Some("s7"));
    for _ in 0..200 {
        rig.passes(15_000);
        rig.pings();
    }
    assert_eq!(rig.asked.len(), 1, "one stream for fifty minutes");
}

#[test]
fn no_hello_in_two_and_a_half_seconds_means_long_poll_at_once_with_the_same_cursor() {
    let mut rig = Rig::started();
    rig.passes(2_499);
    assert!(rig.stream.is_some());
    rig.passes(1);
    assert!(rig.stream.is_none());
    assert_eq!(rig.poll, Some((2, Some("c0".to_owned()), 0)), "the first poll does not wait");
    rig.passes(80);
    rig.answers("c1", vec![parsed(5)]);
    assert_eq!((rig.phase(), rig.transport()), (Phase::Online, Some(Transport::Poll)));
    assert_eq!(rig.delivered, [parsed(5)]);
    assert_eq!(rig.poll, Some((3, Some("c1".to_owned()), 25)));
    let shown = rig.statuses.iter().all(|s| matches!(s.phase, Phase::Connecting | Phase::Online));
    assert!(shown, "compatibility mode is not an error: {:?}", rig.statuses);
}

#[test]
fn a_proof_that_comes_with_hello_means_that_the_path_collects() {
    for gap in [0, 499] {
        let mut rig = Rig::started();
        rig.passes(1_200);
        rig.hello();
        rig.passes(gap);
        rig.beat("proof");
        assert!(rig.stream.is_none() && rig.poll.is_some(), "after {gap} ms");
    }
    let mut rig = Rig::started();
    rig.hello();
    rig.passes(500);
    rig.beat("proof");
    assert_eq!(rig.transport(), Some(Transport::Stream));
}

#[test]
fn no_proof_in_five_seconds_means_long_poll() {
    let mut rig = Rig::started();
    rig.passes(2_000);
    rig.hello();
    rig.passes(2_999);
    assert!(rig.stream.is_some());
    rig.passes(1);
    assert!(rig.stream.is_none() && rig.poll.is_some());
}

#[test]
fn what_a_busy_page_reads_at_once_does_not_mean_that_the_path_collects() {
    let mut rig = Rig::started();
    rig.passes(100);
    rig.sleeps(1_500);
    rig.hello();
    rig.beat("proof");
    assert!(rig.poll.is_none(), "{:?}", rig.asked);
    rig.opens_something();
    rig.proves();
    assert_eq!(rig.transport(), Some(Transport::Stream));
}

#[test]
fn the_time_in_which_a_page_is_busy_is_not_the_paths() {
    let mut rig = Rig::started();
    rig.passes(1_000);
    rig.sleeps(3_000);
    rig.says(Input::Tick);
    assert!(rig.stream.is_some());
    rig.passes(1_000);
    rig.hello();
    rig.passes(1_000);
    rig.beat("proof");
    assert_eq!(rig.asked.len(), 1, "{:?}", rig.asked);
    assert_eq!(rig.transport(), Some(Transport::Stream));
}

#[test]
fn a_page_that_is_always_busy_gets_a_long_poll_in_the_end() {
    let mut rig = Rig::started();
    for _ in 0..3 {
        assert!(rig.poll.is_none());
        rig.opens_something();
        rig.sleeps(1_500);
        rig.hello();
        rig.beat("proof");
    }
    assert!(rig.poll.is_some(), "{:?}", rig.asked);
}

#[test]
fn what_an_aborted_stream_still_says_is_ignored() {
    let mut rig = Rig::started();
    let conn = rig.conn();
    rig.passes(2_500);
    let bytes = format!("data: {}\n\nid: s9\n\n", rig::event(9)).into_bytes();
    rig.says(Input::StreamBytes { conn, bytes });
    rig.says(Input::StreamClosed { conn });
    assert!(rig.delivered.is_empty() && rig.poll.is_some());
    assert_eq!(rig.link.cursor(), Some("c0"));
}

#[test]
fn three_mute_reopens_of_a_proven_stream_mean_long_poll() {
    let mut rig = Rig::streaming();
    rig.closes();
    for _ in 0..3 {
        rig.opens_something();
        assert!(rig.stream.is_some());
        rig.passes(2_500);
    }
    assert!(rig.poll.is_some(), "{:?}", rig.asked);
    assert_eq!(rig.asked.iter().map(|(kind, _)| *kind).collect::<String>(), "SSSSP");
}

#[test]
fn a_proof_forgives_earlier_mute_reopens_once_the_stream_has_settled() {
    let mut rig = Rig::streaming();
    for _ in 0..3 {
        rig.closes();
        rig.passes(500);
        rig.passes(2_500);
        rig.passes(2_000);
        rig.proves();
        rig.passes(10_000);
        rig.pings();
    }
    assert_eq!(rig.transport(), Some(Transport::Stream));
}

#[test]
fn a_poll_looks_for_a_stream_after_ten_minutes() {
    let mut rig = Rig::polling();
    let start = rig.now;
    let mut n = 1;
    while rig.probe.is_none() {
        rig.passes(25_000);
        n += 1;
        if rig.probe.is_none() {
            rig.answers(&format!("c{n}"), Vec::new());
        }
        assert!(rig.now - start <= 625_000);
    }
    assert!(rig.now - start >= 600_000);
    assert!(rig.poll.is_some(), "polling goes on meanwhile");
    rig.passes(100);
    rig.hello();
    rig.says_something(3);
    let before = rig.link.cursor().map(str::to_owned);
    assert!(before.is_some_and(|cursor| cursor.starts_with('c')), "the poll's place holds until the proof");
    rig.passes(1_000);
    rig.beat("proof");
    assert!(rig.poll.is_none());
    assert_eq!(rig.transport(), Some(Transport::Stream));
    assert_eq!(rig.link.cursor(), Some("s3"));
}

#[test]
fn a_probe_that_proves_nothing_is_quietly_dropped() {
    let mut rig = Rig::polling();
    let told = rig.statuses.len();
    rig.says(Input::NetworkChanged);
    rig.answers("c2", Vec::new());
    assert!(rig.probe.is_some(), "a change of network is a reason to look");
    rig.passes(2_500);
    assert!(rig.probe.is_none() && rig.poll.is_some());
    assert_eq!(rig.statuses.len(), told);
    let probes = rig.asked.len();
    for n in 3..20 {
        rig.passes(25_000);
        rig.answers(&format!("c{n}"), Vec::new());
    }
    assert_eq!(rig.asked.iter().skip(probes).filter(|(kind, _)| *kind == 'S').count(), 0);
}

#[test]
fn probes_take_turns_between_post_and_get_and_what_was_proven_stays() {
    let mut rig = Rig::polling();
    let mut n = 1;
    let mut kinds = String::new();
    while kinds.len() < 3 {
        while rig.probe.is_none() {
            rig.passes(25_000);
            n += 1;
            if rig.probe.is_none() {
                rig.answers(&format!("c{n}"), Vec::new());
            }
        }
        kinds.push(rig.asked.last().unwrap().0);
        if kinds.len() < 3 {
            rig.passes(2_500);
            assert!(rig.probe.is_none(), "nothing came");
        }
    }
    assert_eq!(kinds, "TST", "what had failed was a GET");
    rig.proves();
    assert_eq!(rig.transport(), Some(Transport::Stream));
    rig.passes(9_000);
    rig.pings();
    rig.closes();
    rig.opens_something();
    assert_eq!(rig.asked.last().unwrap().0, 'T', "this network streams by POST");
    rig.says(Input::NetworkChanged);
    rig.passes(2_500);
    assert_eq!(rig.asked.last().unwrap().0, 'P');
}

#[test]
fn a_network_that_was_gone_is_probed_by_get_first() {
    let mut rig = Rig::streaming();
    rig.closes();
    for _ in 0..2 {
        rig.opens_something();
        rig.fails(None);
    }
    rig.opens_something();
    rig.fails(None);
    assert!(rig.poll.is_some(), "{:?}", rig.asked);
    rig.answers("c9", Vec::new());
    assert!(rig.probe.is_some());
    assert!(rig.asked.iter().all(|(kind, _)| *kind != 'T'));
}

#[test]
fn whoever_looks_does_not_wait_for_a_beat_that_is_overdue() {
    let mut rig = Rig::streaming();
    rig.passes(19_000);
    rig.says(Input::Visible);
    assert_eq!(rig.asked.len(), 1, "it may be a little late");
    rig.passes(2_000);
    rig.says(Input::Visible);
    assert_eq!(rig.asked.len(), 2);
}

#[test]
fn a_kept_snapshot_is_renewed_before_anything_is_opened() {
    let mut rig = Rig::idle();
    rig.says(Input::Restore);
    assert!(rig.stream.is_none() && rig.poll.is_none());
    assert_eq!(rig.resyncs.len(), 1);
    rig.says(Input::ResyncFailed { status: None });
    rig.passes(20_000);
    assert!(matches!(rig.phase(), Phase::Offline { .. }));
    assert!(rig.resyncs.len() > 1, "it is tried again");
    rig.says(Input::Resynced { cursor: "c7".to_owned() });
    assert_eq!(rig.stream.as_ref().and_then(|open| open.1.as_deref()), Some("c7"));
    rig.proves();
    assert_eq!(rig.transport(), Some(Transport::Stream));
}

#[test]
fn a_link_goes_back_for_another_tab() {
    let mut rig = Rig::streaming();
    rig.says_something(7);
    rig.says(Input::Rewind { cursor: "s3".to_owned() });
    assert_eq!(rig.stream.as_ref().and_then(|open| open.1.as_deref()), Some("s3"));
    rig.proves();
    assert_eq!(rig.phase(), Phase::Online, "nobody is told");
    let mut rig = Rig::polling();
    rig.says(Input::Rewind { cursor: "c0".to_owned() });
    assert_eq!(rig.poll.as_ref().and_then(|open| open.1.as_deref()), Some("c0"));
}

#[test]
fn silence_beyond_two_heartbeats_and_five_seconds_reopens_at_once() {
    let mut rig = Rig::streaming();
    rig.says_something(4);
    rig.passes(34_999);
    assert_eq!(rig.asked.len(), 1);
    rig.passes(1);
    assert_eq!(rig.asked.len(), 2);
    assert_eq!(rig.stream.as_ref().and_then(|open| open.1.as_deref()), Some("s4"));
    rig.proves();
    assert!(rig.statuses.iter().all(|s| matches!(s.phase, Phase::Connecting | Phase::Online)));
}

#[test]
fn comments_and_half_blocks_are_signs_of_life() {
    let mut rig = Rig::streaming();
    for _ in 0..10 {
        rig.passes(20_000);
        rig.hears(": still here\ndat");
        rig.hears("a: x\n");
    }
    assert_eq!(rig.asked.len(), 1);
}

#[test]
fn a_tab_that_slept_reopens_when_it_is_seen() {
    let mut rig = Rig::streaming();
    rig.sleeps(3_600_000);
    rig.says(Input::Visible);
    assert_eq!(rig.asked.len(), 2);
    rig.proves();
    assert_eq!(rig.transport(), Some(Transport::Stream));
}

#[test]
fn sleeping_through_an_opening_says_nothing_about_the_path() {
    let mut rig = Rig::started();
    rig.sleeps(60_000);
    rig.says(Input::Visible);
    assert!(rig.poll.is_none() && rig.asked.len() == 2, "the stream gets another chance");
    let mut rig = Rig::polling();
    rig.sleeps(3_600_000);
    rig.says(Input::Visible);
    assert_eq!(rig.poll.as_ref().map(|open| open.2), Some(0), "ask again, without waiting");
}

#[test]
fn backoff_has_full_jitter_from_half_a_second_to_twenty() {
    let mut rig = Rig::streaming();
    rig.jitter = 1.0;
    rig.fails(Some(503));
    let mut gaps = Vec::new();
    for _ in 0..8 {
        let at = rig.now;
        let wake = rig.asked.len();
        while rig.asked.len() == wake {
            rig.passes(1);
        }
        gaps.push(rig.now - at);
        rig.fails(Some(503));
    }
    assert_eq!(gaps, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
    let mut rig = Rig::streaming();
    rig.jitter = 0.0;
    rig.closes();
    assert!(rig.stream.is_some(), "the luckiest do not wait at all");
}

#[test]
fn retry_after_is_waited_for() {
    let mut rig = Rig::streaming();
    let (conn, _) = rig.stream.take().unwrap();
    rig.says(Input::StreamFailed { conn, status: Some(429), retry_after_ms: Some(7_000) });
    rig.passes(6_999);
    assert_eq!(rig.asked.len(), 1);
    rig.passes(1);
    assert_eq!(rig.asked.len(), 2);
}

#[test]
fn signed_out_is_the_end() {
    for status in [204, 401] {
        let mut rig = Rig::streaming();
        rig.fails(Some(status));
        assert!(rig.signed_out && rig.phase() == Phase::SignedOut);
        rig.wake_at = None;
        for input in [Input::Tick, Input::Online, Input::Visible, Input::RetryNow, Input::NetworkChanged] {
            rig.says(input);
        }
        rig.passes(3_600_000);
        assert_eq!(rig.asked.len(), 1);
        rig.says(Input::Start { cursor: None });
        assert_eq!(rig.stream.as_ref().map(|open| open.1.clone()), Some(None));

        let mut rig = Rig::polling();
        rig.fails(Some(status));
        assert!(rig.signed_out && rig.stream.is_none() && rig.poll.is_none());
    }
}

#[test]
fn a_reset_fetches_a_snapshot_and_goes_on_from_its_cursor() {
    let mut rig = Rig::streaming();
    rig.hears("event: reset\ndata: {\"cursor\":\"x\",\"reason\":\"wrong_epoch\"}\n\n");
    assert_eq!(rig.resyncs, [ResetReason::WrongEpoch]);
    assert!(rig.stream.is_none());
    rig.passes(200);
    rig.says(Input::ResyncFailed { status: Some(503) });
    rig.passes(250);
    assert_eq!(rig.resyncs.len(), 2, "asked again after a backoff");
    rig.says(Input::Resynced { cursor: "fresh".to_owned() });
    assert_eq!(rig.stream.as_ref().and_then(|open| open.1.as_deref()), Some("fresh"));
    rig.proves();
    assert!(rig.statuses.iter().all(|s| matches!(s.phase, Phase::Connecting | Phase::Online)), "quietly");
}

#[test]
fn a_poll_that_says_reset_and_a_refused_cursor_fetch_a_snapshot_too() {
    let mut rig = Rig::polling();
    let (conn, ..) = rig.poll.take().unwrap();
    let reset = Some(ResetReason::TooOld);
    let answer = natter_protocol::PollAnswer { cursor: "x".to_owned(), events: Vec::new(), reset };
    rig.says(Input::PollAnswered { conn, answer });
    assert_eq!(rig.resyncs, [ResetReason::TooOld]);
    rig.says(Input::Resynced { cursor: "fresh".to_owned() });
    assert_eq!(rig.poll.as_ref().and_then(|open| open.1.as_deref()), Some("fresh"), "the rung stays");
    rig.fails(Some(400));
    assert_eq!(rig.resyncs.len(), 2);
    let mut rig = Rig::started();
    rig.fails(Some(400));
    assert_eq!(rig.resyncs, [ResetReason::Other]);
}

#[test]
fn a_bye_is_waited_out_with_jitter_and_is_no_failure() {
    let mut rig = Rig::streaming();
    rig.says_something(8);
    rig.hears("event: bye\ndata: {\"retry_ms\":1000}\n\n");
    assert!(rig.stream.is_none());
    rig.passes(1_249);
    assert_eq!(rig.asked.len(), 1);
    rig.passes(1);
    assert_eq!(rig.stream.as_ref().and_then(|open| open.1.as_deref()), Some("s8"));
    rig.proves();
    assert!(rig.statuses.iter().all(|s| matches!(s.phase, Phase::Connecting | Phase::Online)));
}

#[test]
fn a_server_that_is_down_does_not_push_clients_to_long_poll_for_good() {
    let mut rig = Rig::started();
    for down in 0..40 {
        rig.fails([None, Some(502), Some(504)][down % 3]);
        rig.opens_something();
    }
    while rig.poll.is_none() {
        rig.fails(None);
        rig.opens_something();
    }
    rig.answers("c1", Vec::new());
    assert!(rig.probe.is_some(), "the path may well stream: look at once");
    rig.proves();
    assert_eq!(rig.transport(), Some(Transport::Stream));
}

#[test]
fn a_network_that_was_dead_says_nothing_about_streams() {
    let mut rig = Rig::started();
    rig.passes(2_500);
    rig.passes(10_000);
    assert!(rig.poll.is_none(), "the poll was not answered either");
    rig.passes(500);
    assert!(rig.stream.is_some());
    rig.proves();
    assert_eq!(rig.transport(), Some(Transport::Stream));
}

#[test]
fn an_answer_that_did_not_wait_is_not_asked_for_again_at_once() {
    let mut rig = Rig::polling();
    for n in 0..20 {
        rig.passes(5);
        rig.answers(&format!("c{n}"), Vec::new());
        while rig.poll.is_none() {
            rig.passes(100);
        }
    }
    let span = rig.asked[rig.asked.len() - 1].1 - rig.asked[2].1;
    assert!(span > 100_000, "a storm: 20 polls in {span} ms");
}

#[test]
fn short_trouble_is_not_mentioned_long_trouble_is_and_being_back_is_news() {
    let mut rig = Rig::streaming();
    let told = rig.statuses.len();
    rig.closes();
    let since = Millis(rig.now);
    rig.passes(250);
    rig.fails(Some(503));
    rig.passes(500);
    rig.fails(Some(503));
    rig.passes(1_000);
    rig.fails(Some(503));
    assert_eq!((rig.statuses.len(), rig.phase()), (told, Phase::Online));
    rig.passes(1_250);
    let next_try = Some(Millis(since.0 + 1_750 + 2_000));
    assert_eq!(rig.phase(), Phase::Reconnecting { next_try });
    assert_eq!(rig.transport(), None);
    rig.passes(750);
    assert_eq!(rig.phase(), Phase::Reconnecting { next_try: None }, "a try is under way");
    rig.fails(Some(503));
    rig.passes(16_250);
    assert!(matches!(rig.phase(), Phase::Offline { since: at, .. } if at == since), "{:?}", rig.phase());
    rig.says(Input::RetryNow);
    rig.passes(100);
    rig.hello();
    rig.says_something(20);
    rig.says_something(21);
    rig.passes(1_000);
    rig.beat("proof");
    assert_eq!(rig.phase(), Phase::Back { caught_up: 2 });
    rig.passes(2_000);
    assert_eq!((rig.phase(), rig.transport()), (Phase::Online, Some(Transport::Stream)));
}

#[test]
fn no_network_is_said_sooner_and_its_return_is_used_at_once() {
    let mut rig = Rig::streaming();
    rig.says(Input::Offline);
    assert_eq!(rig.phase(), Phase::Online, "the stream still lives");
    rig.closes();
    rig.jitter = 1.0;
    while !matches!(rig.phase(), Phase::Offline { .. }) {
        rig.passes(100);
        if rig.stream.is_some() {
            rig.fails(None);
        }
        assert!(rig.now < 1_030_000);
    }
    let asked = rig.asked.len();
    rig.says(Input::Online);
    assert_eq!(rig.asked.len(), asked + 1);
}

#[test]
fn a_changed_network_reopens_the_stream_and_judges_the_path_anew() {
    let mut rig = Rig::streaming();
    rig.says(Input::NetworkChanged);
    assert_eq!(rig.asked.len(), 2);
    rig.passes(2_500);
    assert!(rig.poll.is_some(), "one mute stream is enough on a network that proved nothing");
}

#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    let mut rig = Rig::streaming();
    rig.now -= 86_400_000;
    rig.pings();
    rig.passes(15_000);
    rig.pings();
    rig.passes(35_000);
    assert_eq!(rig.asked.len(), 2, "silence is still noticed after 35 s");
    let last = rig.link.status().last_event.unwrap();
    assert_eq!(last.0, rig.now - 35_000, "times are told by the caller's clock");
}

#[test]
fn unknown_events_and_nonsense_are_passed_over() {
    let mut rig = Rig::streaming();
    rig.hears("event: confetti\ndata: {}\n\ndata: {\"type\":\"party.started\",\"at\":1,\"guests\":[1]}\n\ndata: nonsense\n\nid: z\n\n");
    assert_eq!(rig.delivered.len(), 1, "the unknown type is delivered as unknown");
    assert_eq!(rig.delivered[0].body, natter_protocol::Body::Unknown);
    assert_eq!(rig.link.cursor(), Some("z"));
}

#[test]
fn stop_closes_and_start_begins_anew() {
    let mut rig = Rig::streaming();
    rig.says(Input::Stop);
    assert!(rig.stream.is_none());
    rig.wake_at = None;
    rig.says(Input::Tick);
    assert_eq!(rig.wake_at, None);
    rig.says(Input::Start { cursor: Some("n".to_owned()) });
    assert_eq!(rig.stream.as_ref().and_then(|open| open.1.as_deref()), Some("n"));
}

/// Anything that can happen to a client, in any order.
#[derive(Debug, Clone)]
enum Fate {
    Pass(i64),
    Sleep(i64),
    ClockBack(i64),
    Says(Input),
    Fails(Option<u16>),
    Closes,
    Answers,
    Hears(&'static str),
    Proves,
}

fn fate() -> impl Strategy<Value = Fate> {
    let said = prop::sample::select(vec![
        Input::Online,
        Input::Offline,
        Input::Visible,
        Input::NetworkChanged,
        Input::RetryNow,
        Input::Tick,
        Input::Resynced { cursor: "again".to_owned() },
        Input::ResyncFailed { status: None },
        Input::StreamClosed { conn: 0 },
        Input::PollFailed { conn: 0, status: None, retry_after_ms: None },
    ]);
    let heard = prop::sample::select(vec![
        "event: hello\ndata: {}\n\n",
        "event: proof\ndata: {\"t\":0}\n\n",
        "event: ping\ndata: {\"t\":5}\n\n",
        "event: reset\ndata: {\"cursor\":\"r\",\"reason\":\"too_old\"}\n\n",
        "event: bye\ndata: {\"retry_ms\":900}\n\n",
        "id: x\n\n",
        "data: {\"type\":\"typing\"",
        "\n\n",
        ": \n",
    ]);
    prop_oneof![
        4 => (0..40_000i64).prop_map(Fate::Pass),
        1 => (0..4_000_000i64).prop_map(Fate::Sleep),
        1 => (0..4_000_000i64).prop_map(Fate::ClockBack),
        3 => said.prop_map(Fate::Says),
        2 => prop::sample::select(vec![None, Some(200), Some(400), Some(429), Some(502), Some(503)]).prop_map(Fate::Fails),
        2 => Just(Fate::Closes),
        4 => Just(Fate::Answers),
        4 => heard.prop_map(Fate::Hears),
        2 => Just(Fate::Proves),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    /// Whatever happened before, on a good network the link is soon back, on a stream if the path streams.
    #[test]
    fn whatever_happens_the_link_comes_back(fates in prop::collection::vec(fate(), 0..60), jitter in 0.0..1.0f64) {
        let mut rig = Rig::started();
        rig.jitter = jitter;
        for fate in fates {
            rig.suffers(fate);
        }
        rig.recovers();
        prop_assert_eq!((rig.phase(), rig.transport()), (Phase::Online, Some(Transport::Stream)));
    }
}

impl Rig {
    fn suffers(&mut self, fate: Fate) {
        match fate {
            Fate::Pass(ms) => self.passes(ms),
            Fate::Sleep(ms) => self.sleeps(ms),
            Fate::ClockBack(ms) => {
                self.now -= ms;
                self.says(Input::Tick);
            }
            Fate::Says(input) => self.says(input),
            Fate::Fails(status) if self.stream.is_some() || self.poll.is_some() => self.fails(status),
            Fate::Closes if self.stream.is_some() => self.closes(),
            Fate::Answers if self.poll.is_some() => self.answers("a", vec![parsed(1)]),
            Fate::Hears(text) if self.stream.is_some() || self.probe.is_some() => self.hears(text),
            Fate::Proves if self.stream.is_some() || self.probe.is_some() => {
                self.passes(200);
                if self.stream.is_some() || self.probe.is_some() {
                    self.hears("\n\n");
                }
            }
            _ => {}
        }
    }

    /// A network on which everything works: streams stream, polls and snapshots are answered.
    fn recovers(&mut self) {
        self.says(Input::NetworkChanged);
        let until = self.now + 700_000;
        while self.now < until {
            if !self.resyncs.is_empty() {
                self.resyncs.clear();
                self.says(Input::Resynced { cursor: "again".to_owned() });
            }
            let open = self.probe.or(self.stream.as_ref().map(|open| open.0));
            self.passes(100);
            if open.is_some() && open == self.probe.or(self.stream.as_ref().map(|open| open.0)) {
                self.hears("\n\n");
                self.greets();
            }
            if self.poll.is_some() {
                self.answers("a", Vec::new());
            }
        }
    }

    /// `hello` to a stream that was just opened, and beats to all.
    fn greets(&mut self) {
        let open = self.probe.or(self.stream.as_ref().map(|open| open.0));
        if self.greeted != open {
            self.greeted = open;
            self.greeted_at = self.now;
            return self.hello();
        }
        if self.now - self.greeted_at >= 1_000 {
            self.beat("proof");
            if self.poll.is_none()
                && let Some(probe) = self.probe.take()
            {
                self.stream = Some((probe, None));
            }
        }
    }
}
