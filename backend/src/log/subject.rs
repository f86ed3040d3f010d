//! Who an event is for, and the subject that carries it.

use natter_protocol::{RoomId, Shard, UserId};

/// The shard that carries what concerns everybody.
pub const SERVER_SHARD: Shard = 0;

/// The people an event is meant for. It decides the subject, and so the shard and the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// The members of a room.
    Room(RoomId, Shard),
    /// One person's own devices.
    User(UserId, Shard),
    /// Everyone signed in.
    Server,
}

impl Audience {
    #[must_use]
    pub fn shard(self) -> Shard {
        match self {
            Self::Room(_, shard) | Self::User(_, shard) => shard,
            Self::Server => SERVER_SHARD,
        }
    }

    #[must_use]
    pub fn subject(self) -> String {
        match self {
            Self::Room(room, shard) => format!("log.{shard}.room.{room}"),
            Self::User(user, shard) => format!("log.{shard}.user.{user}"),
            Self::Server => format!("log.{SERVER_SHARD}.server"),
        }
    }

    /// Reads a subject back; none for one that Natter never writes.
    #[must_use]
    pub fn parse(subject: &str) -> Option<Self> {
        let mut tokens = subject.split('.');
        let ("log", shard, kind) = (tokens.next()?, tokens.next()?.parse().ok()?, tokens.next()?) else {
            return None;
        };
        let audience = match (kind, tokens.next()) {
            ("room", Some(room)) => Self::Room(room.parse().ok()?, shard),
            ("user", Some(user)) => Self::User(user.parse().ok()?, shard),
            ("server", None) if shard == SERVER_SHARD => Self::Server,
            _ => return None,
        };
        tokens.next().is_none().then_some(audience)
    }
}

/// The shard for something new: rendezvous hashing over the shards there are now, so that adding a
/// shard moves no one else's place. The choice is stored with the row and never made again.
#[must_use]
pub fn place(key: &str, shards: Shard) -> Shard {
    let weight = |shard: &Shard| {
        // FNV-1a: stable across builds and machines, which std's hasher does not promise.
        let bytes = shard.to_le_bytes().into_iter().chain(key.bytes());
        let hash = bytes
            .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3));
        // FNV's high bits move little on short keys: mix before comparing (splitmix64's finaliser).
        let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    (0..shards.max(1)).max_by_key(weight).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use natter_protocol::Millis;

    use super::*;

    #[test]
    fn a_subject_reads_back() {
        let room = RoomId::from_parts(Millis(1), 2);
        let user = UserId::from_parts(Millis(1), 2);
        for audience in [Audience::Room(room, 3), Audience::User(user, 1), Audience::Server] {
            assert_eq!(Audience::parse(&audience.subject()), Some(audience));
        }
        for foreign in ["log.0.room", "log.x.server", "log.1.server", "log.0.server.x", "pres.a", ""] {
            assert_eq!(Audience::parse(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn a_new_shard_takes_only_its_share() {
        let keys: Vec<String> = (0..4_000).map(|n| format!("room-{n}")).collect();
        let moved = keys.iter().filter(|key| place(key, 4) != place(key, 5)).count();
        assert!((600..1_000).contains(&moved), "a fifth moves to the new shard, not {moved} of 4000");
        assert!(keys.iter().all(|key| place(key, 4) == place(key, 5) || place(key, 5) == 4));
        for shard in 0..4 {
            let share = keys.iter().filter(|key| place(key, 4) == shard).count();
            assert!((850..1_150).contains(&share), "shard {shard} holds {share} of 4000");
        }
    }
}
