//! Pages of history into a timeline: which stretch a page covers.

use natter_protocol::command::HistoryQuery;
use natter_protocol::sync::HistoryPage;
use natter_protocol::{Message, Seq};

use super::timeline::{Loaded, Timeline};
use crate::sort::sort_by_key;

impl Timeline {
    /// Takes a page. What it says of a message counts unless something newer is known of that message.
    pub(super) fn load(&mut self, query: &HistoryQuery, page: HistoryPage) -> Loaded {
        if page.as_of < self.floor {
            return Loaded::TooOld;
        }
        if self.old.is_none() || is_of_its_own(query) {
            self.refreshed();
        }
        if let Some((from, to)) = covered(query, &page, self.followed) {
            self.coverage.add(from, to);
        }
        let (mut entries, mut places) = (Vec::new(), Vec::new());
        for message in page.messages {
            let (id, seq) = (message.id, message.seq);
            // A message that is newer than the page's place stands as it was said.
            if let Some(entry) = self.met(message, page.as_of.max(seq)) {
                entries.push((seq, entry));
                places.push((id, seq));
            }
        }
        sort_by_key(&mut places, |(id, _)| *id);
        self.entries.insert_all(entries);
        self.places.insert_all(places);
        Loaded::Merged
    }
}

/// Whether a page shows a stretch as it is opened. One that goes on from another stretch, or brings a single message,
/// cannot stand for the old one: whoever reads there would find themselves elsewhere.
fn is_of_its_own(query: &HistoryQuery) -> bool {
    query.before.is_none() && query.after.is_none() && query.limit != Some(1)
}

/// The places of which a page shows every message; none for an empty page that says nothing. Where no stream goes on
/// from the newest page, it is the end.
fn covered(query: &HistoryQuery, page: &HistoryPage, followed: bool) -> Option<(Seq, Seq)> {
    let first = page.messages.first().map(|m: &Message| m.seq);
    let last = page.messages.last().map(|m: &Message| m.seq);
    let from = match (page.more_before, query.after) {
        // Nothing lies between the place that was asked for and the first that came.
        (_, Some(after)) => after.saturating_add(1),
        (false, None) => 0,
        (true, None) => first?,
    };
    let to = match (page.more_after, query.before) {
        (_, Some(before)) => before.checked_sub(1)?,
        (false, None) if followed => page.as_of.max(last.unwrap_or(0)),
        (false, None) => Seq::MAX,
        (true, None) => last?,
    };
    (from <= to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use natter_protocol::{MessageId, Millis, RoomId, UserId};

    use super::*;

    fn page(seqs: &[Seq], as_of: Seq, more_before: bool, more_after: bool) -> HistoryPage {
        let messages = seqs.iter().map(|&seq| message(seq)).collect();
        HistoryPage { messages, as_of, more_before, more_after }
    }

    fn message(seq: Seq) -> Message {
        let (id, room) =
            (MessageId::from_parts(Millis(1), u128::from(seq)), RoomId::from_parts(Millis(1), 1));
        let author = UserId::from_parts(Millis(1), 1);
        Message { seq, ..Message::plain(id, room, author, format!("message {seq}"), Millis(seq as i64)) }
    }

    fn newest() -> HistoryQuery {
        HistoryQuery::default()
    }

    fn before(seq: Seq) -> HistoryQuery {
        HistoryQuery { before: Some(seq), ..newest() }
    }

    fn after(seq: Seq) -> HistoryQuery {
        HistoryQuery { after: Some(seq), ..newest() }
    }

    #[test]
    fn a_page_covers_what_it_was_asked_for() {
        let covers = |query: &HistoryQuery, page: &HistoryPage| covered(query, page, true);
        assert_eq!(covers(&newest(), &page(&[5, 9], 20, true, false)), Some((5, 20)));
        assert_eq!(covers(&newest(), &page(&[], 20, false, false)), Some((0, 20)), "an empty room");
        assert_eq!(covers(&before(30), &page(&[5, 9], 40, true, true)), Some((5, 29)));
        assert_eq!(covers(&before(5), &page(&[], 40, false, true)), Some((0, 4)));
        assert_eq!(covers(&after(30), &page(&[35, 39], 50, true, true)), Some((31, 39)));
        assert_eq!(covers(&after(30), &page(&[], 50, true, false)), Some((31, 50)));
        assert_eq!(covers(&newest(), &page(&[5, 9], 20, true, true)), Some((5, 9)), "around");
        assert_eq!(
            covered(&newest(), &page(&[5, 9], 20, true, false), false),
            Some((5, Seq::MAX)),
            "no stream"
        );
        assert_eq!(covers(&before(0), &page(&[], 20, false, true)), None);
    }

    #[test]
    fn pages_and_the_stream_grow_together_from_both_sides() {
        let mut timeline = Timeline::after(100);
        timeline.created(&message(104));
        assert_eq!(timeline.tail().older, Some(newest()), "nothing is loaded: ask for the newest");
        assert_eq!(timeline.load(&newest(), page(&[90, 95, 104], 104, true, false)), Loaded::Merged);
        let around = HistoryQuery { around: Some(50), ..newest() };
        timeline.load(&around, page(&[48, 50, 52], 105, true, true));

        let tail: Vec<Seq> = timeline.tail().messages.iter().map(|m| m.seq).collect();
        assert_eq!(tail, [90, 95, 104]);
        assert_eq!(timeline.tail().older, Some(before(90)));
        let old = timeline.around(50).unwrap();
        assert_eq!((old.messages.len(), old.older, old.newer), (3, Some(before(48)), Some(after(52))));
        assert!(timeline.around(70).is_none());

        timeline.load(&after(52), page(&[60, 90], 105, true, true));
        let joined = timeline.around(50).unwrap();
        assert_eq!((joined.messages.len(), joined.newer), (7, None));
        timeline.load(&before(48), page(&[3], 105, false, true));
        assert_eq!(timeline.tail().older, None);
        assert_eq!(timeline.tail().messages.len(), 8);
    }

    #[test]
    fn a_page_older_than_a_change_that_was_let_go_is_refused() {
        use natter_protocol::Change;
        let mut timeline = Timeline::after(100);
        let edit = |n: u64| Change::Deleted { deleted_at: Millis(n as i64) };
        for seq in 101..=101 + 128 {
            timeline.changed(message(seq - 100).id, seq, edit(seq));
        }
        assert_eq!(timeline.load(&newest(), page(&[1, 2], 100, false, false)), Loaded::TooOld);
        assert_eq!(timeline.load(&newest(), page(&[1, 2], 101, false, false)), Loaded::Merged);
        assert_eq!(timeline.message(message(2).id).unwrap().deleted_at, Some(Millis(102)));
        assert_eq!(timeline.message(message(1).id).unwrap().deleted_at, None, "101 is in the page already");
    }

    #[test]
    fn one_event_may_change_several_messages_that_are_not_loaded() {
        use natter_protocol::Change;
        let mut timeline = Timeline::after(20);
        let gone = Change::Deleted { deleted_at: Millis(25) };
        for seq in [5, 9] {
            timeline.changed(message(seq).id, 25, gone.clone());
        }
        timeline.load(&newest(), page(&[5, 9], 22, false, false));
        assert!(timeline.tail().messages.iter().all(|message| message.deleted_at.is_some()));
    }

    #[test]
    fn an_unopened_room_keeps_only_its_end_and_says_so() {
        let mut timeline = Timeline::after(0);
        for seq in 1..=250 {
            timeline.created(&message(seq));
        }
        let tail = timeline.tail();
        assert_eq!((tail.messages.len(), tail.messages[0].seq), (200, 51));
        assert_eq!(tail.older, Some(newest()));
        timeline.load(&newest(), page(&[240, 250], 250, true, false));
        assert_eq!(timeline.tail().older, Some(before(51)));
    }

    fn says(timeline: &mut Timeline, seqs: std::ops::RangeInclusive<Seq>) {
        for seq in seqs {
            timeline.created(&message(seq));
            timeline.shed_far(&[]);
        }
    }

    #[test]
    fn an_opened_room_keeps_its_end() {
        let mut timeline = Timeline::after(100);
        timeline.load(&newest(), page(&[90, 95], 100, true, false));
        says(&mut timeline, 101..=1_298);
        assert_eq!(timeline.tail().messages.len(), 1_200);
        says(&mut timeline, 1_299..=1_299);
        let tail = timeline.tail();
        assert_eq!((tail.messages.len(), tail.messages[0].seq), (1_000, 300));
        assert_eq!(tail.older, Some(before(300)));
        let older: Vec<Seq> = (250..300).collect();
        assert_eq!(timeline.load(&before(300), page(&older, 1_299, true, true)), Loaded::Merged);
        assert_eq!(timeline.tail().messages[0].seq, 250);
    }

    #[test]
    fn what_is_read_away_from_the_end_stays_with_what_is_around_it() {
        let mut timeline = Timeline::after(100);
        timeline.load(&newest(), page(&[90, 95], 100, true, false));
        says(&mut timeline, 101..=1_000);
        timeline.held = Some((700, 720));
        says(&mut timeline, 1_001..=9_000);
        let read = timeline.around(700).unwrap();
        assert_eq!((read.messages[0].seq, read.messages.last().unwrap().seq), (200, 1_220));
        assert_eq!((read.older, read.newer), (Some(before(200)), Some(after(1_220))));
        let tail = timeline.tail();
        assert!((1_000..=1_200).contains(&tail.messages.len()), "{}", tail.messages.len());
        assert!(timeline.message(message(1_221).id).is_none());

        let newer: Vec<Seq> = (1_221..=1_270).collect();
        assert_eq!(timeline.load(&after(1_220), page(&newer, 9_000, true, true)), Loaded::Merged);
        assert_eq!(timeline.around(700).unwrap().messages.last().unwrap().seq, 1_270);
        timeline.held = None;
        says(&mut timeline, 9_001..=9_001);
        assert_eq!((timeline.tail().messages.len(), timeline.tail().messages[0].seq), (1_000, 8_002));
        assert!(timeline.around(700).is_none());
    }

    #[test]
    fn walking_into_the_past_does_not_keep_all_of_the_way() {
        let mut timeline = Timeline::after(10_000);
        let mut first: Seq = 10_001;
        while first > 51 {
            let older: Vec<Seq> = (first - 50..first).collect();
            let query = if first == 10_001 { newest() } else { before(first) };
            timeline.load(&query, page(&older, 10_000, true, first < 10_001));
            first -= 50;
            timeline.held = Some((first, first + 60));
            timeline.shed_far(&[9_000]);
            let read = timeline.around(first).unwrap();
            assert_eq!(read.messages[0].seq, first);
            assert!(timeline.entries.len() <= 2_201);
        }
        assert!(timeline.message(message(9_000).id).is_some(), "it was spared");
        assert_eq!(timeline.tail().older, Some(before(timeline.tail().messages[0].seq)));
    }

    #[test]
    fn what_was_let_go_comes_back_as_it_is_now() {
        use natter_protocol::Change;
        let mut timeline = Timeline::after(0);
        timeline.load(&newest(), page(&[], 0, false, false));
        says(&mut timeline, 1..=10);
        timeline.changed(message(5).id, 11, Change::Deleted { deleted_at: Millis(11) });
        says(&mut timeline, 12..=1_300);
        assert!(timeline.message(message(5).id).is_none());
        assert_eq!(timeline.load(&before(20), page(&[5], 10, false, true)), Loaded::TooOld);
        assert!(!timeline.created(&message(5)), "said again, it is not new");
        assert!(timeline.message(message(5).id).is_none());
    }

    #[test]
    fn a_renewed_timeline_shows_the_old_until_a_page_comes() {
        let mut timeline = Timeline::after(10);
        timeline.load(&newest(), page(&[5, 9], 10, true, false));
        let mut timeline = timeline.renewed(50);
        timeline.created(&message(55));
        assert!(timeline.is_stale() && timeline.is_loaded());
        let shown: Vec<Seq> = timeline.tail().messages.iter().map(|m| m.seq).collect();
        assert_eq!(shown, [5, 9, 55], "what is said meanwhile is not withheld");
        assert_eq!(timeline.load(&newest(), page(&[9], 30, true, false)), Loaded::TooOld);
        timeline.load(&newest(), page(&[9, 44], 52, true, false));
        let shown: Vec<Seq> = timeline.tail().messages.iter().map(|m| m.seq).collect();
        assert_eq!(shown, [9, 44, 55]);
        assert!(!timeline.is_stale());
    }

    #[test]
    fn the_old_stays_until_a_page_shows_its_place_again() {
        let mut timeline = Timeline::after(10);
        let around = |limit| HistoryQuery { around: Some(5), limit, ..newest() };
        timeline.load(&around(None), page(&[4, 5], 10, true, true));
        let mut timeline = timeline.renewed(50);
        let single = HistoryQuery { around: Some(30), limit: Some(1), ..newest() };
        for (query, seq) in [(after(5), 7), (before(4), 2), (single, 30)] {
            assert_eq!(timeline.load(&query, page(&[seq], 50, true, true)), Loaded::Merged);
            let shown = timeline.around(5).map(|window| window.messages.len());
            assert_eq!((shown, timeline.is_stale()), (Some(2), true), "{query:?}");
        }
        assert!(timeline.message(message(30).id).is_some());
        timeline.load(&around(None), page(&[4, 5, 6], 50, true, true));
        assert!(!timeline.is_stale());
        let shown: Vec<Seq> = timeline.around(5).unwrap().messages.iter().map(|m| m.seq).collect();
        assert_eq!(shown, [2, 4, 5, 6, 7], "what came meanwhile is not fetched twice");
    }
}
