//! Who is typing, and telling others that one is.

use natter_protocol::{Millis, UserId};

/// Someone who was said to be typing is forgotten after this, in milliseconds.
pub const TYPING_MS: i64 = 8_000;
/// One's own typing is announced at most this often, in milliseconds.
const ANNOUNCE_MS: i64 = 4_000;

/// Who is typing in a room, in the order in which they began.
#[derive(Debug, Clone, Default)]
pub(super) struct Typing {
    until: Vec<(UserId, Millis)>,
}

impl Typing {
    pub(super) fn began(&mut self, user: UserId, now: Millis) {
        let until = Millis(now.0.saturating_add(TYPING_MS));
        match self.until.iter_mut().find(|(typist, _)| *typist == user) {
            Some(known) => known.1 = until,
            None => self.until.push((user, until)),
        }
    }

    /// True when the person was typing.
    pub(super) fn ended(&mut self, user: UserId) -> bool {
        self.drop_where(|&(typist, _)| typist == user)
    }

    pub(super) fn expire(&mut self, now: Millis) -> bool {
        // A time beyond the longest possible comes from a clock that was set back.
        self.drop_where(|&(_, until)| until <= now || until.0 - now.0 > TYPING_MS)
    }

    pub(super) fn next_expiry(&self) -> Option<Millis> {
        self.until.iter().map(|&(_, until)| until).min()
    }

    pub(super) fn at(&self, now: Millis) -> Vec<UserId> {
        self.until.iter().filter(|&&(_, until)| until > now).map(|&(user, _)| user).collect()
    }

    fn drop_where(&mut self, gone: impl Fn(&(UserId, Millis)) -> bool) -> bool {
        let before = self.until.len();
        self.until.retain(|known| !gone(known));
        self.until.len() < before
    }
}

/// Says when `POST …/typing` is due while a person types: at once, then at most every 4 s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Announcer {
    last: Option<Millis>,
}

impl Announcer {
    /// The person changed the text; true when it should be announced.
    pub fn typed(&mut self, now: Millis) -> bool {
        let due = self.last.is_none_or(|last| now < last || now.0 - last.0 >= ANNOUNCE_MS);
        if due {
            self.last = Some(now);
        }
        due
    }

    /// The message was sent or the text emptied: the next key announces anew.
    pub fn reset(&mut self) {
        self.last = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_is_announced_at_most_every_four_seconds() {
        let mut announcer = Announcer::default();
        assert!(announcer.typed(Millis(0)));
        assert!(!announcer.typed(Millis(3_999)));
        assert!(announcer.typed(Millis(4_000)));
        announcer.reset();
        assert!(announcer.typed(Millis(4_001)));
        assert!(announcer.typed(Millis(1)), "a clock that was set back does not silence it");
    }

    #[test]
    fn typing_is_over_after_eight_seconds() {
        let (ana, bo) = (UserId::from_parts(Millis(1), 1), UserId::from_parts(Millis(1), 2));
        let mut typing = Typing::default();
        typing.began(ana, Millis(0));
        typing.began(bo, Millis(1_000));
        typing.began(ana, Millis(2_000));
        assert_eq!(typing.at(Millis(8_999)), [ana, bo]);
        assert_eq!(typing.next_expiry(), Some(Millis(9_000)));
        assert_eq!(typing.at(Millis(9_000)), [ana]);
        assert!(typing.expire(Millis(10_000)) && typing.next_expiry().is_none());
    }
}
