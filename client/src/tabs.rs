//! One connection for all tabs of a browser, as a pure state machine. One tab leads: it runs the [`Link`](crate::Link)
//! and repeats to the others what it brings. A tab that takes over goes on from the last place it heard.
//!
//! Why nothing is lost: each tab knows a place up to which its replica has everything, and follows a leader
//! only from the moment when that leader stands no further than there. A leader that is further is told to
//! go back ([`Word::Rewind`]); what then comes twice does no harm (see [`state`](crate::state)).

mod word;

use natter_protocol::{Cursor, UserId};

pub use word::{Heed, Said, Word};

/// A leader that says nothing for so many ticks, though it was asked, does not live.
const PATIENCE: u32 = 4;
/// A leader may have been on its way when it was asked to go back; so many of its words are let pass.
const AGAIN: u32 = 4;
/// Words that are kept until the snapshot is there.
const EARLY: usize = 4096;

/// One tab.
#[derive(Debug)]
pub struct Tab {
    id: String,
    user: Option<UserId>,
    leads: bool,
    /// Everything up to here is in this tab's replica.
    cursor: Option<String>,
    /// The leader whose words go on from there.
    follows: Option<String>,
    /// How often a leader that is further may say so before it is asked (again) to go back.
    asked: u32,
    early: Vec<Said>,
    silent: u32,
}

impl Tab {
    /// `id` is new for each loading of the page.
    #[must_use]
    pub fn new(id: String) -> Self {
        Self {
            id,
            user: None,
            leads: false,
            cursor: None,
            follows: None,
            asked: 0,
            early: Vec::new(),
            silent: 0,
        }
    }

    #[must_use]
    pub fn leads(&self) -> bool {
        self.leads
    }

    /// The word as the others hear it.
    #[must_use]
    pub fn says(&self, word: Word) -> Said {
        Said { from: self.id.clone(), user: self.user, word }
    }

    /// A snapshot is about to be asked for, and [`Word::Who`] to be said: what was heard before is not wanted.
    pub fn begin(&mut self) {
        self.early.clear();
    }

    /// Where this tab stands; none while it has no snapshot.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        self.cursor.clone()
    }

    /// The replica holds a snapshot that was asked for after [`Word::Who`] was said. What was heard meanwhile
    /// goes on top of it.
    pub fn enter(&mut self, user: UserId, cursor: String) -> Vec<Heed> {
        self.user = Some(user);
        self.cursor = Some(cursor);
        self.follows = None;
        self.asked = 0;
        let mut early = std::mem::take(&mut self.early);
        // Whoever was given a snapshot is signed in.
        early.retain(|said| said.word != Word::SignedOut);
        let mut heeds: Vec<Heed> = early.into_iter().flat_map(|said| self.hear(said)).collect();
        if !self.leads && self.follows.is_none() {
            heeds.push(Heed::Say(Word::Who));
        }
        heeds
    }

    /// Signed out.
    pub fn leave(&mut self) {
        let (id, leads) = (std::mem::take(&mut self.id), self.leads);
        *self = Self { leads, ..Self::new(id) };
    }

    /// This tab leads from now on, from the given place; none while it has no snapshot.
    pub fn lead(&mut self) -> Option<String> {
        self.leads = true;
        self.follows = None;
        self.asked = 0;
        self.cursor.clone()
    }

    /// Another tab took the lead.
    pub fn follow(&mut self) {
        self.leads = false;
        self.silent = 0;
    }

    /// As the leader: the link stands here.
    pub fn reached(&mut self, cursor: &str) -> bool {
        let moved = self.cursor.as_deref() != Some(cursor);
        if moved {
            self.cursor = Some(cursor.to_owned());
        }
        moved
    }

    /// A quarter of a second has passed, more or less.
    pub fn tick(&mut self) -> Vec<Heed> {
        if self.leads || self.user.is_none() {
            return Vec::new();
        }
        self.silent += 1;
        if self.silent >= PATIENCE {
            self.silent = 0;
            return vec![Heed::Steal];
        }
        if self.silent > 1 { vec![Heed::Say(Word::Who)] } else { Vec::new() }
    }

    pub fn hear(&mut self, said: Said) -> Vec<Heed> {
        let Some(user) = self.user else {
            if self.early.len() >= EARLY {
                // Then the leader is asked to go back, as soon as there is a snapshot.
                self.early.clear();
            }
            self.early.push(said);
            return Vec::new();
        };
        match said.word {
            Word::Who if self.leads => return vec![Heed::Present],
            _ if said.user != Some(user) => return Vec::new(),
            Word::Active => return vec![Heed::Active],
            Word::SignedOut => return vec![Heed::SignOut],
            _ => {}
        }
        if self.leads {
            self.heard_as_leader(said.word)
        } else {
            self.heard_as_follower(said.from, said.word)
        }
    }

    fn heard_as_leader(&self, word: Word) -> Vec<Heed> {
        match word {
            Word::Rewind { cursor } => match &self.cursor {
                // Someone else may have asked for less before: never forward.
                Some(own) => match earlier(own, &cursor) {
                    to if to == *own => vec![Heed::Present],
                    to => vec![Heed::Rewind(to)],
                },
                None => Vec::new(),
            },
            Word::Hurry => vec![Heed::Hurry],
            // Someone who led and does not know yet that this is over.
            _ => Vec::new(),
        }
    }

    fn heard_as_follower(&mut self, from: String, word: Word) -> Vec<Heed> {
        match word {
            Word::Here { cursor, status } => {
                self.silent = 0;
                let mut heeds = vec![Heed::Show(status)];
                if self.follows.as_deref() != Some(&*from)
                    && let (Some(its), Some(mine)) = (&cursor, &self.cursor)
                {
                    if covers(mine, its) {
                        self.follows = Some(from);
                        self.asked = 0;
                    } else if self.asked > 0 {
                        self.asked -= 1;
                    } else {
                        heeds.push(Heed::Say(Word::Rewind { cursor: mine.clone() }));
                        self.asked = AGAIN;
                    }
                }
                heeds
            }
            Word::Events { events, cursor } => {
                self.silent = 0;
                if self.follows.as_deref() == Some(&*from) && cursor.is_some() {
                    self.cursor = cursor;
                }
                if events.is_empty() { Vec::new() } else { vec![Heed::Apply(events)] }
            }
            Word::Snapshot(snapshot) => {
                self.silent = 0;
                self.cursor = Some(snapshot.cursor.clone());
                self.follows = Some(from);
                vec![Heed::Resync(snapshot)]
            }
            Word::Who | Word::Rewind { .. } | Word::Hurry | Word::Active | Word::SignedOut => Vec::new(),
        }
    }
}

/// Whether whoever stands at the first place has everything up to the second.
fn covers(mine: &str, its: &str) -> bool {
    if mine == its {
        return true;
    }
    match (mine.parse::<Cursor>(), its.parse::<Cursor>()) {
        (Ok(mine), Ok(its)) => mine.covers(&its),
        _ => false,
    }
}

/// The place up to which whoever stands at either of two places has everything.
fn earlier(own: &str, asked: &str) -> String {
    match (own.parse::<Cursor>(), asked.parse::<Cursor>()) {
        (Ok(own), Ok(asked)) => own.meet(&asked).to_string(),
        _ => asked.to_owned(),
    }
}
