//! Who is on which gateway, as far as this one knows.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use natter_protocol::{Presence as Here, UserId};
use tokio::time::Instant;

/// How long a gateway may be silent.
const SILENCE: Duration = Duration::from_secs(15);

pub type People = BTreeMap<UserId, Here>;

pub struct Board {
    /// How long a person stays after the last stream closed: polls have pauses, networks have moods.
    linger: Duration,
    local: HashMap<UserId, Local>,
    /// What the other gateways were told of ours.
    told: People,
    counter: u64,
    remote: HashMap<String, Remote>,
    /// What this gateway's own clients were told.
    shown: People,
}

#[derive(Default)]
struct Local {
    open: usize,
    away: bool,
    left: Option<Instant>,
}

struct Remote {
    counter: u64,
    people: People,
    heard: Instant,
}

/// Whether what was heard of a gateway follows from what was known.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    Fits,
    /// A step is missing: ask for all of it.
    Missed,
}

impl Board {
    pub fn new(linger: Duration) -> Self {
        Self {
            linger,
            local: HashMap::new(),
            told: People::new(),
            counter: 0,
            remote: HashMap::new(),
            shown: People::new(),
        }
    }

    pub fn enter(&mut self, user: UserId) {
        let local = self.local.entry(user).or_default();
        local.open += 1;
        local.left = None;
    }

    pub fn leave(&mut self, user: UserId) {
        if let Some(local) = self.local.get_mut(&user) {
            local.open = local.open.saturating_sub(1);
            if local.open == 0 {
                local.left = Some(Instant::now());
            }
        }
    }

    pub fn set_away(&mut self, user: UserId, away: bool) {
        if let Some(local) = self.local.get_mut(&user) {
            local.away = away;
        }
    }

    /// None for offline. Somebody active anywhere is online.
    pub fn of(&self, user: UserId) -> Option<Here> {
        let here = self.local.get(&user).map(|local| if local.away { Here::Away } else { Here::Online });
        let there = self.remote.values().filter_map(|remote| remote.people.get(&user).copied());
        here.into_iter().chain(there).min_by_key(|here| *here != Here::Online)
    }

    /// What changed on this gateway since the last call, with the counter that names the step.
    pub fn step(&mut self) -> Option<(u64, People)> {
        let (now, linger) = (Instant::now(), self.linger);
        self.local.retain(|_, local| local.left.is_none_or(|left| now - left < linger));
        let people: People = self
            .local
            .iter()
            .map(|(user, local)| (*user, if local.away { Here::Away } else { Here::Online }))
            .collect();
        let changes = difference(&self.told, &people);
        if changes.is_empty() {
            return None;
        }
        self.told = people;
        self.counter += 1;
        Some((self.counter, changes))
    }

    /// The step that the others have been told, and all that it came to.
    pub fn all(&self) -> (u64, People) {
        (self.counter, self.told.clone())
    }

    pub fn counter(&self) -> u64 {
        self.counter
    }

    /// Another gateway's step.
    pub fn take_step(&mut self, node: &str, counter: u64, changes: People) -> Heard {
        match self.remote.get_mut(node) {
            Some(remote) if remote.counter + 1 == counter => {
                for (user, here) in changes {
                    if here == Here::Offline {
                        remote.people.remove(&user)
                    } else {
                        remote.people.insert(user, here)
                    };
                }
                (remote.counter, remote.heard) = (counter, Instant::now());
                Heard::Fits
            }
            Some(remote) if remote.counter >= counter => Heard::Fits,
            _ => Heard::Missed,
        }
    }

    /// Another gateway's heartbeat.
    pub fn take_beat(&mut self, node: &str, counter: u64) -> Heard {
        match self.remote.get_mut(node) {
            Some(remote) if remote.counter == counter => {
                remote.heard = Instant::now();
                Heard::Fits
            }
            _ => Heard::Missed,
        }
    }

    /// All of another gateway.
    pub fn take_all(&mut self, node: &str, counter: u64, people: People) {
        self.remote.insert(node.to_owned(), Remote { counter, people, heard: Instant::now() });
    }

    pub fn forget(&mut self, node: &str) {
        self.remote.remove(node);
    }

    /// What this gateway's clients must be told now.
    pub fn news(&mut self) -> People {
        let now = Instant::now();
        self.remote.retain(|_, remote| now - remote.heard < SILENCE);
        let everyone = self.local.keys().chain(self.remote.values().flat_map(|remote| remote.people.keys()));
        let people: People = everyone.filter_map(|user| Some((*user, self.of(*user)?))).collect();
        let changes = difference(&self.shown, &people);
        self.shown = people;
        changes
    }
}

/// What turns one into the other; whoever is gone is offline.
fn difference(old: &People, new: &People) -> People {
    let gone = old.keys().filter(|user| !new.contains_key(user)).map(|user| (*user, Here::Offline));
    let changed = new.iter().filter(|(user, here)| old.get(user) != Some(here));
    changed.map(|(user, here)| (*user, *here)).chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use natter_protocol::Millis;

    use super::*;

    const LINGER: Duration = Duration::from_secs(12);

    fn user(n: u128) -> UserId {
        UserId::from_parts(Millis(0), n)
    }

    #[tokio::test(start_paused = true)]
    async fn a_person_stays_a_while_after_the_last_stream() {
        let mut board = Board::new(LINGER);
        board.enter(user(1));
        assert_eq!(board.step(), Some((1, People::from([(user(1), Here::Online)]))));
        board.leave(user(1));
        tokio::time::advance(LINGER / 2).await;
        assert_eq!(board.step(), None);
        board.enter(user(1));
        board.leave(user(1));
        tokio::time::advance(LINGER).await;
        assert_eq!(board.step(), Some((2, People::from([(user(1), Here::Offline)]))));
        assert_eq!(board.of(user(1)), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_missed_step_is_noticed_and_a_silent_gateway_is_empty() {
        let mut board = Board::new(LINGER);
        assert_eq!(board.take_step("b", 4, People::new()), Heard::Missed, "never heard of");
        board.take_all("b", 4, People::from([(user(1), Here::Away)]));
        assert_eq!(board.take_step("b", 5, People::from([(user(1), Here::Online)])), Heard::Fits);
        assert_eq!(board.take_step("b", 5, People::from([(user(1), Here::Away)])), Heard::Fits, "a repeat");
        assert_eq!(board.of(user(1)), Some(Here::Online));
        assert_eq!(board.take_step("b", 7, People::new()), Heard::Missed);
        assert_eq!(board.take_beat("b", 6), Heard::Missed);
        assert_eq!(board.news(), People::from([(user(1), Here::Online)]));
        tokio::time::advance(SILENCE).await;
        assert_eq!(board.news(), People::from([(user(1), Here::Offline)]));
    }

    #[tokio::test(start_paused = true)]
    async fn active_anywhere_is_online() {
        let mut board = Board::new(LINGER);
        board.enter(user(1));
        board.set_away(user(1), true);
        board.take_all("b", 1, People::from([(user(1), Here::Online)]));
        assert_eq!(board.of(user(1)), Some(Here::Online));
        board.forget("b");
        assert_eq!(board.of(user(1)), Some(Here::Away));
    }
}
