//! Who is in a room.

use natter_protocol::{Member, Millis, RoomRole, Seq, UserId};

use super::latest::Latest;
use crate::ordered::OrderedMap;
use crate::sort::sort_by_key;

/// A room's members: the list as it was fetched, and over it what the events said since the snapshot.
/// The fetched list may be older or newer than any of these events; in the end the last one decides.
#[derive(Debug, Clone, Default)]
pub struct MemberList {
    fetched: Option<OrderedMap<UserId, Member>>,
    came_or_went: OrderedMap<UserId, Latest<Option<Member>>>,
    roles: OrderedMap<UserId, Latest<RoomRole>>,
    /// The caller came or went here; what was before does not count.
    since: Seq,
}

impl MemberList {
    /// Whether the list was fetched; until then it is not worth showing.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.fetched.is_some()
    }

    /// By the time of joining.
    #[must_use]
    pub fn members(&self) -> Vec<Member> {
        let mut all = self.fetched.clone().unwrap_or_default();
        for (&user, latest) in &self.came_or_went {
            match latest.value {
                Some(member) => all.insert(user, member),
                None => all.remove(&user),
            };
        }
        let mut list: Vec<Member> = all.into_values().map(|member| self.with_role(member)).collect();
        sort_by_key(&mut list, |member| (member.joined_at, member.user_id));
        list
    }

    #[must_use]
    pub fn get(&self, user: UserId) -> Option<Member> {
        let fetched = || self.fetched.as_ref().and_then(|all| all.get(&user).copied());
        let member = self.came_or_went.get(&user).map_or_else(fetched, |latest| latest.value)?;
        Some(self.with_role(member))
    }

    fn with_role(&self, member: Member) -> Member {
        let joined = self.came_or_went.get(&member.user_id).map_or(0, |latest| latest.seq);
        match self.roles.get(&member.user_id) {
            Some(role) if role.seq > joined => Member { role: role.value, ..member },
            _ => member,
        }
    }

    pub(super) fn load(&mut self, members: &[Member]) {
        self.fetched = Some(members.iter().map(|&member| (member.user_id, member)).collect());
    }

    /// After a gap in the events only a new list is to be trusted; the old one stays on screen until then.
    pub(super) fn renewed(&self) -> Self {
        let list = self.members().into_iter().map(|member| (member.user_id, member)).collect();
        Self { fetched: self.fetched.is_some().then_some(list), ..Self::default() }
    }

    /// The caller came or went: who came and went meanwhile is not known.
    pub(super) fn cut(&mut self, seq: Seq) {
        self.fetched = None;
        self.since = seq;
        self.came_or_went.retain(|_, latest| latest.seq > seq);
        self.roles.retain(|_, latest| latest.seq > seq);
    }

    pub(super) fn joined(&mut self, seq: Seq, user_id: UserId, role: RoomRole, joined_at: Millis) -> bool {
        self.set(seq, user_id, Some(Member { user_id, role, joined_at }))
    }

    pub(super) fn left(&mut self, seq: Seq, user_id: UserId) -> bool {
        self.set(seq, user_id, None)
    }

    pub(super) fn changed(&mut self, seq: Seq, user_id: UserId, role: RoomRole) -> bool {
        seq > self.since && self.roles.entry(user_id).or_insert(Latest::at(0, role)).set(seq, role)
    }

    fn set(&mut self, seq: Seq, user_id: UserId, member: Option<Member>) -> bool {
        seq > self.since && self.came_or_went.entry(user_id).or_insert(Latest::at(0, None)).set(seq, member)
    }
}
