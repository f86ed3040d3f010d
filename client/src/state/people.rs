//! Everyone the caller knows of, and who is there.

use std::collections::BTreeMap;

use natter_protocol::{Millis, Presence, Seq, Shard, User, UserId};

use crate::ordered::OrderedMap;
use crate::sort::sort_by_key;

#[derive(Debug, Clone, Default)]
pub(super) struct People {
    users: OrderedMap<UserId, (User, Source)>,
    presence: OrderedMap<UserId, (Presence, Millis)>,
}

/// Whose word the record is; a later one in this list outdoes an earlier one.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// Known before a gap in the events.
    Remembered,
    /// Came along with `member.joined`, which stands in another shard than the person's own events and
    /// so cannot be ordered against them.
    Mentioned,
    /// A snapshot or a look-up.
    Fetched,
    /// The person's own events.
    Said { shard: Shard, seq: Seq, at: Millis },
}

impl People {
    pub(super) fn from_snapshot(mut users: Vec<User>, presence: BTreeMap<UserId, Presence>) -> Self {
        let mut people = Self::default();
        // In order, each goes to the end.
        sort_by_key(&mut users, |user| user.id);
        people.fetched(users);
        let base = |presence| (presence, Millis(i64::MIN));
        people.presence = presence.into_iter().map(|(user, presence)| (user, base(presence))).collect();
        people
    }

    /// After a renewed snapshot: people who share no room any more are still authors of what they said.
    pub(super) fn renewed(mut self, before: Self) -> Self {
        for (id, (user, _)) in before.users {
            self.users.entry(id).or_insert((user, Source::Remembered));
        }
        self
    }

    pub(super) fn fetched(&mut self, users: Vec<User>) {
        for user in users {
            let known = self.users.get(&user.id).map(|(_, source)| *source);
            if !matches!(known, Some(Source::Said { .. })) {
                self.users.insert(user.id, (user, Source::Fetched));
            }
        }
    }

    pub(super) fn mentioned(&mut self, user: &User) -> bool {
        let known = self.users.get(&user.id).map(|(_, source)| *source);
        let news = matches!(known, None | Some(Source::Remembered));
        if news {
            self.users.insert(user.id, (user.clone(), Source::Mentioned));
        }
        news
    }

    pub(super) fn said(&mut self, user: &User, shard: Shard, seq: Seq, at: Millis) -> bool {
        if let Some((_, Source::Said { shard: last_shard, seq: last_seq, at: last_at })) =
            self.users.get(&user.id)
        {
            let newer = if *last_shard == shard { seq > *last_seq } else { at > *last_at };
            if !newer {
                return false;
            }
        }
        self.users.insert(user.id, (user.clone(), Source::Said { shard, seq, at }));
        true
    }

    pub(super) fn appeared(&mut self, user: UserId, presence: Presence, at: Millis) -> bool {
        let known = self.presence.get(&user).copied();
        if known.is_some_and(|(_, since)| since > at) {
            return false;
        }
        self.presence.insert(user, (presence, at));
        known.map_or(Presence::Offline, |(before, _)| before) != presence
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &User> {
        self.users.values().map(|(user, _)| user)
    }

    pub(super) fn get(&self, user: UserId) -> Option<&User> {
        self.users.get(&user).map(|(user, _)| user)
    }

    pub(super) fn presence(&self, user: UserId) -> Presence {
        self.presence.get(&user).map_or(Presence::Offline, |(presence, _)| *presence)
    }
}
