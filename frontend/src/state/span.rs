//! Which part of the loaded messages stands in the page: enough to scroll in, never more than a browser
//! lays out with ease.

use std::ops::Range;

use natter_protocol::Seq;

/// Shown at first.
const START: usize = 60;
/// Added at an end that is scrolled to, frame by frame until enough stand there: so few that none of these frames is late.
const STEP: usize = 4;
/// What the next steps will show, as far as it is built before it is needed.
const AHEAD: usize = 4 * STEP;
/// Never more than this: what fills the highest screens with what is close to them.
const MOST: usize = 240;
/// While someone follows the talk, so many are enough until half of them go.
const FOLLOWED: usize = 3 * START;
/// What may arrive at once without pushing out what is being read.
const SPARE: usize = 80;

/// The places of the messages that are loaded, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    pub places: Vec<Seq>,
    /// Whether the newest of all is among them.
    pub reaches_newest: bool,
}

impl Loaded {
    fn count(&self) -> usize {
        self.places.len()
    }

    /// The first message from a place on.
    fn from(&self, place: Seq) -> usize {
        self.places.partition_point(|seq| *seq < place)
    }
}

/// From and up to a message; without a bound from where it looks right, and up to the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    first: Option<Seq>,
    last: Option<Seq>,
}

impl Span {
    /// The part with a message in its middle.
    pub fn around(loaded: &Loaded, seq: Seq) -> Self {
        let at = loaded.from(seq);
        let end = (at + START / 2).min(loaded.count());
        Self::of(loaded, at.saturating_sub(START / 2)..end)
    }

    /// What is shown of the loaded messages, given by their places in order.
    pub fn range(self, loaded: &Loaded) -> Range<usize> {
        let end = self.last.map_or(loaded.count(), |last| loaded.from(last + 1));
        let start = match self.first {
            Some(first) => loaded.from(first).min(end),
            None => end.saturating_sub(START),
        };
        start.max(end.saturating_sub(MOST))..end
    }

    /// What is shown, with what the next steps to either side would add.
    pub fn with_next(self, loaded: &Loaded) -> Range<usize> {
        let now = self.range(loaded);
        now.start.saturating_sub(AHEAD)..(now.end + AHEAD).min(loaded.count())
    }

    /// More towards the past; none when all that is loaded of it is shown.
    pub fn older(self, loaded: &Loaded) -> Option<Self> {
        let now = self.range(loaded);
        let start = now.start.checked_sub(1)?.saturating_sub(STEP - 1);
        Some(Self::of(loaded, start..now.end.min(start + MOST)))
    }

    /// More towards the present; none when all that is loaded of it is shown.
    pub fn newer(self, loaded: &Loaded) -> Option<Self> {
        let now = self.range(loaded);
        if now.end == loaded.count() {
            return None;
        }
        let end = (now.end + STEP).min(loaded.count());
        Some(Self::of(loaded, now.start.max(end.saturating_sub(MOST))..end))
    }

    /// While someone reads older messages, what arrives must not push those out of the page.
    pub fn held(self, loaded: &Loaded) -> Self {
        let now = self.range(loaded);
        match self.last {
            None if now.len() + SPARE > MOST => Self { last: loaded.places.last().copied(), ..self },
            _ => self,
        }
    }

    /// While someone follows the talk the oldest go, many at once: the first row of a page always names its author, and
    /// would be drawn anew with each message otherwise.
    pub fn followed(self, loaded: &Loaded) -> Self {
        let now = self.range(loaded);
        match self.first {
            None => Self::of(loaded, now),
            Some(_) if now.len() > FOLLOWED => {
                Self::of(loaded, now.end.saturating_sub(FOLLOWED / 2)..now.end)
            }
            Some(_) => self,
        }
    }

    fn of(loaded: &Loaded, range: Range<usize>) -> Self {
        // What is loaded after a part of the past is no news: it waits until it is scrolled to.
        let follows = loaded.reaches_newest && range.end == loaded.count();
        let last = range.end.checked_sub(1).filter(|_| !follows);
        Self { first: loaded.places.get(range.start).copied(), last: last.map(|last| loaded.places[last]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loaded(n: u64) -> Loaded {
        Loaded { places: (1..=n).map(|n| n * 10).collect(), reaches_newest: true }
    }

    #[test]
    fn a_room_opens_at_its_newest_messages_and_follows_them() {
        assert_eq!(Span::default().range(&loaded(1000)), 1000 - START..1000);
        assert_eq!(Span::default().range(&loaded(1001)), 1001 - START..1001);
        assert_eq!(Span::default().range(&loaded(0)), 0..0);
    }

    #[test]
    fn scrolling_back_to_the_beginning_never_shows_more_than_the_most() {
        let loaded = loaded(1000);
        let mut span = Span::default();
        while let Some(older) = span.older(&loaded) {
            assert!(older.range(&loaded).start < span.range(&loaded).start);
            assert!(older.range(&loaded).len() <= MOST);
            span = older;
        }
        assert_eq!(span.range(&loaded), 0..MOST);
        while let Some(newer) = span.newer(&loaded) {
            assert!(newer.range(&loaded).len() <= MOST);
            span = newer;
        }
        assert_eq!(span.range(&loaded).end, 1000);
        assert_eq!(span.last, None, "back at the present it follows again");
    }

    #[test]
    fn what_is_built_ahead_is_what_the_next_steps_show() {
        let loaded = loaded(1000);
        let steps = |mut span: Span, step: fn(Span, &Loaded) -> Option<Span>| {
            for _ in 0..AHEAD / STEP {
                span = step(span, &loaded).unwrap_or(span);
            }
            span.range(&loaded)
        };
        let mut span = Span::default();
        while let Some(older) = span.older(&loaded) {
            assert_eq!(steps(span, Span::older).start, span.with_next(&loaded).start);
            span = older;
        }
        while let Some(newer) = span.newer(&loaded) {
            assert_eq!(steps(span, Span::newer).end, span.with_next(&loaded).end);
            span = newer;
        }
    }

    #[test]
    fn a_page_of_older_messages_does_not_move_what_is_shown() {
        let span = Span::default().older(&loaded(200)).unwrap();
        let first = loaded(200).places[span.range(&loaded(200)).start];
        let with_older = Loaded { places: (1..10).chain(loaded(200).places).collect(), reaches_newest: true };
        assert_eq!(with_older.places[span.range(&with_older).start], first);
    }

    #[test]
    fn a_long_read_is_not_pushed_out_by_what_arrives() {
        let mut span = Span::default();
        while span.range(&loaded(1000)).len() + SPARE <= MOST {
            span = span.older(&loaded(1000)).unwrap();
        }
        let held = span.held(&loaded(1000));
        assert_eq!(held.range(&loaded(1300)), held.range(&loaded(1000)));
    }

    #[test]
    fn who_follows_keeps_the_first_row_until_many_go() {
        let span = Span::default().followed(&loaded(1000));
        let first = |n| loaded(n).places[span.range(&loaded(n)).start];
        assert_eq!(first(1000), first(1100));
        assert_eq!(span.followed(&loaded(1000 - START as u64 + FOLLOWED as u64)), span);
        let later = span.followed(&loaded(1500));
        assert_eq!(later.range(&loaded(1500)), 1500 - FOLLOWED / 2..1500);
        assert_eq!(Span::default().followed(&loaded(5)).range(&loaded(9)), 0..9);
        assert_eq!(Span::default().followed(&loaded(0)), Span::default());
    }

    #[test]
    fn a_jump_shows_what_stands_around() {
        let range = Span::around(&loaded(1000), 5000).range(&loaded(1000));
        assert_eq!(range, 499 - START / 2..499 + START / 2);
        assert_eq!(Span::around(&loaded(20), 100).range(&loaded(20)), 0..20);
    }

    #[test]
    fn what_is_loaded_after_a_part_of_the_past_pushes_nothing_out() {
        let part = Loaded { reaches_newest: false, ..loaded(50) };
        let mut span = Span::around(&part, 10);
        while let Some(newer) = span.newer(&part) {
            span = newer;
        }
        assert_eq!(span.range(&part), 0..50);
        assert_eq!(span.range(&loaded(260)), 0..50);
        assert_eq!(span.newer(&loaded(260)).unwrap().range(&loaded(260)), 0..50 + STEP);
    }
}
