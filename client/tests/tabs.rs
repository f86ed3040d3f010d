//! Tabs of one browser: whatever is opened, closed and stolen, each of them has everything.

use std::collections::{BTreeSet, VecDeque};

use natter_client::{Heed, Link, LinkConfig, Said, Status, Tab, Word};
use natter_protocol::cursor::Position;
use natter_protocol::{Body, Cursor, Event, Millis, Seq, UserId};
use proptest::prelude::*;

fn user() -> UserId {
    UserId::from_parts(Millis(1), 1)
}

fn status() -> Status {
    Link::new(LinkConfig::default()).status()
}

/// One shard, where an event is its number.
fn cursor(seq: Seq) -> String {
    Cursor { shards: vec![Position { epoch: 1, seq }] }.to_string()
}

fn place(cursor: &str) -> Seq {
    cursor.parse::<Cursor>().expect("a cursor").shards[0].seq
}

fn event(seq: Seq) -> Event {
    Event::unplaced(None, Millis(0), Body::Typing { user_id: user() }).placed(0, seq)
}

/// A tab, what it has heard of and not looked at, and what it has.
struct Window {
    tab: Tab,
    inbox: VecDeque<Said>,
    /// Everything up to here came with a snapshot.
    snapshot: Option<Seq>,
    has: BTreeSet<Seq>,
    /// Where its link stands, while it leads.
    link: Seq,
    frozen: bool,
}

struct Browser {
    windows: Vec<Window>,
    log: Seq,
    opened: u32,
}

impl Browser {
    fn new() -> Self {
        Self { windows: Vec::new(), log: 0, opened: 0 }
    }

    fn opens(&mut self) {
        self.opened += 1;
        let tab = Tab::new(self.opened.to_string());
        let word = tab.says(Word::Who);
        let window = Window {
            tab,
            inbox: VecDeque::new(),
            snapshot: None,
            has: BTreeSet::new(),
            link: 0,
            frozen: false,
        };
        self.windows.push(window);
        let last = self.windows.len() - 1;
        self.broadcasts(last, &word);
        self.elects();
    }

    fn broadcasts(&mut self, from: usize, said: &Said) {
        for (at, window) in self.windows.iter_mut().enumerate() {
            if at != from {
                window.inbox.push_back(said.clone());
            }
        }
    }

    fn says(&mut self, at: usize, word: Word) {
        let said = self.windows[at].tab.says(word);
        self.broadcasts(at, &said);
    }

    fn here(&mut self, at: usize) {
        let cursor = self.windows[at].snapshot.map(|_| cursor(self.windows[at].link));
        self.says(at, Word::Here { cursor, status: status() });
    }

    /// The lock is free: the oldest gets it.
    fn elects(&mut self) {
        if !self.windows.is_empty() && self.windows.iter().all(|window| !window.tab.leads()) {
            self.leads(0);
        }
    }

    fn leads(&mut self, at: usize) {
        for window in &mut self.windows {
            if window.tab.leads() && !window.frozen {
                window.tab.follow();
            }
        }
        if let Some(from) = self.windows[at].tab.lead() {
            self.windows[at].link = place(&from);
            self.here(at);
        }
    }

    /// The snapshot comes, from a gateway that is behind by so much.
    fn enters(&mut self, at: usize, behind: Seq) {
        if self.windows[at].snapshot.is_some() {
            return;
        }
        let seq = self.log.saturating_sub(behind);
        self.windows[at].snapshot = Some(seq);
        self.windows[at].link = seq;
        let heeds = self.windows[at].tab.enter(user(), cursor(seq));
        self.heeds(at, heeds);
        if self.windows[at].tab.leads() {
            self.here(at);
        }
    }

    fn hears(&mut self, at: usize) {
        if self.windows[at].frozen {
            return;
        }
        if let Some(said) = self.windows[at].inbox.pop_front() {
            let heeds = self.windows[at].tab.hear(said);
            self.heeds(at, heeds);
        }
    }

    fn heeds(&mut self, at: usize, heeds: Vec<Heed>) {
        for heed in heeds {
            match heed {
                Heed::Apply(events) => {
                    self.windows[at].has.extend(events.iter().filter_map(|event| event.seq));
                }
                Heed::Say(word) => self.says(at, word),
                Heed::Present => self.here(at),
                Heed::Rewind(to) => {
                    self.windows[at].link = place(&to);
                    self.windows[at].tab.reached(&to);
                    self.here(at);
                }
                Heed::Steal => self.leads(at),
                _ => {}
            }
        }
    }

    /// The leader's link brings the next events; the word on the place may come later.
    fn streams(&mut self, many: Seq, with_place: bool) {
        let Some(at) = self.windows.iter().position(|window| window.tab.leads() && !window.frozen) else {
            return;
        };
        let window = &mut self.windows[at];
        if window.snapshot.is_none() {
            return;
        }
        let to = (window.link + many).min(self.log);
        let events: Vec<Event> = (window.link + 1..=to).map(event).collect();
        window.has.extend(events.iter().filter_map(|event| event.seq));
        if with_place {
            window.link = to;
            window.tab.reached(&cursor(to));
        }
        let cursor = Some(cursor(window.link));
        self.says(at, Word::Events { events, cursor });
    }

    fn closes(&mut self, at: usize) {
        self.windows.remove(at);
        self.elects();
    }

    /// Everything that waits is heard, everyone arrives, and time passes.
    fn settles(&mut self) {
        for _ in 0..60 {
            for at in 0..self.windows.len() {
                self.windows[at].frozen &= !self.windows[at].tab.leads() || self.windows.len() > 1;
                self.enters(at, 0);
                let heeds = if self.windows[at].frozen { Vec::new() } else { self.windows[at].tab.tick() };
                self.heeds(at, heeds);
                while !self.windows[at].inbox.is_empty() && !self.windows[at].frozen {
                    self.hears(at);
                }
                self.streams(100, true);
            }
        }
    }
}

#[derive(Debug, Clone)]
enum Step {
    Opens,
    Enters(usize, Seq),
    Hears(usize),
    Happens,
    Streams(Seq, bool),
    Closes(usize),
    Freezes(usize),
    Ticks(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::Opens),
        3 => (0..6usize, 0..4u64).prop_map(|(at, behind)| Step::Enters(at, behind)),
        8 => (0..6usize).prop_map(Step::Hears),
        6 => Just(Step::Happens),
        6 => (1..4u64, any::<bool>()).prop_map(|(many, with)| Step::Streams(many, with)),
        1 => (0..6usize).prop_map(Step::Closes),
        1 => (0..6usize).prop_map(Step::Freezes),
        3 => (0..6usize).prop_map(Step::Ticks),
    ]
}

proptest! {
    #[test]
    fn no_tab_ever_misses_anything(steps in prop::collection::vec(step(), 1..120)) {
        let mut browser = Browser::new();
        browser.opens();
        for step in steps {
            let at = |at: usize| (at < browser.windows.len()).then_some(at);
            match step {
                Step::Opens if browser.windows.len() < 6 => browser.opens(),
                Step::Enters(n, behind) => if let Some(n) = at(n) { browser.enters(n, behind) },
                Step::Hears(n) => if let Some(n) = at(n) { browser.hears(n) },
                Step::Happens => browser.log += 1,
                Step::Streams(many, with) => browser.streams(many, with),
                Step::Closes(n) => if let Some(n) = at(n) { browser.closes(n) },
                Step::Freezes(n) => if let Some(n) = at(n) { browser.windows[n].frozen = true },
                Step::Ticks(n) => if let Some(n) = at(n).filter(|&n| !browser.windows[n].frozen) {
                    let heeds = browser.windows[n].tab.tick();
                    browser.heeds(n, heeds);
                },
                Step::Opens => {}
            }
        }
        browser.log += 1;
        // Someone is there who is not frozen.
        browser.opens();
        browser.settles();
        let awake: Vec<_> = browser.windows.iter().filter(|window| !window.frozen).collect();
        prop_assert!(!awake.is_empty());
        for window in awake {
            let from = window.snapshot.expect("it has arrived") + 1;
            let missed: Vec<Seq> = (from..=browser.log).filter(|seq| !window.has.contains(seq)).collect();
            prop_assert!(missed.is_empty(), "{:?} misses {missed:?} of {}", window.tab, browser.log);
        }
    }
}

#[test]
fn a_new_tab_follows_without_troubling_the_leader() {
    let mut browser = Browser::new();
    browser.opens();
    browser.enters(0, 0);
    browser.log = 5;
    browser.streams(5, true);
    browser.opens();
    browser.hears(0);
    browser.log = 7;
    browser.streams(2, true);
    browser.enters(1, 0);
    while !browser.windows[1].inbox.is_empty() {
        browser.hears(1);
    }
    let asked = browser.windows[0].inbox.iter().any(|said| matches!(said.word, Word::Rewind { .. }));
    assert!(!asked, "the snapshot is newer than where the leader stood when the tab was opened");
}

#[test]
fn a_leader_goes_back_as_far_as_the_one_that_is_furthest_behind() {
    let mut tab = Tab::new("one".to_owned());
    tab.enter(user(), cursor(9));
    tab.lead();
    let asks =
        |seq| Said { from: "two".to_owned(), user: Some(user()), word: Word::Rewind { cursor: cursor(seq) } };
    assert_eq!(tab.hear(asks(3)), [Heed::Rewind(cursor(3))]);
    tab.reached(&cursor(3));
    assert_eq!(tab.hear(asks(6)), [Heed::Present], "6 is not back from 3");
}

#[test]
fn what_another_account_says_is_not_heard() {
    let mut tab = Tab::new("one".to_owned());
    tab.enter(user(), cursor(1));
    let other = UserId::from_parts(Millis(1), 2);
    let said = |user, word| Said { from: "two".to_owned(), user, word };
    let events = Word::Events { events: vec![event(2)], cursor: None };
    assert!(tab.hear(said(Some(other), events.clone())).is_empty());
    assert!(tab.hear(said(Some(other), Word::SignedOut)).is_empty());
    assert_eq!(tab.hear(said(Some(user()), events)), [Heed::Apply(vec![event(2)])]);
}

#[test]
fn a_leader_that_does_not_answer_loses_the_lead() {
    let mut tab = Tab::new("one".to_owned());
    assert!(tab.tick().is_empty(), "not before there is anything to lead");
    tab.enter(user(), cursor(1));
    let heeds: Vec<_> = (0..4).flat_map(|_| tab.tick()).collect();
    assert_eq!(heeds, [Heed::Say(Word::Who), Heed::Say(Word::Who), Heed::Steal]);
    let here = Word::Here { cursor: Some(cursor(1)), status: status() };
    for _ in 0..20 {
        tab.tick();
        tab.tick();
        tab.hear(Said { from: "two".to_owned(), user: Some(user()), word: here.clone() });
    }
    assert!(tab.tick().is_empty(), "one that answers keeps it");
    assert_eq!(tab.lead(), Some(cursor(1)));
}
