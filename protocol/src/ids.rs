//! Names of things: ULIDs with a type each, so that a room cannot be passed where a person is meant.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::read::Read;
use ulid::Ulid;

/// A position in one shard's log, counted by JetStream from 1. Messages of a room are ordered by it;
/// it is dense in a shard and has gaps in a room.
pub type Seq = u64;

/// A shard of the log, `0..NATTER_SHARDS`.
pub type Shard = u16;

/// A text that is not a ULID where one was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a ULID (26 characters of Crockford base 32)")
    }
}

impl std::error::Error for NotAnId {}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Read)]
        #[serde(transparent)]
        pub struct $name(pub Ulid);

        impl $name {
            /// An id of the given moment; `random` fills the 80 bits that are not time.
            #[must_use]
            pub fn from_parts(at: Millis, random: u128) -> Self {
                Self(Ulid::from_parts(at.0.max(0).unsigned_abs(), random))
            }

            /// The moment written into the id by whoever made it.
            #[must_use]
            pub fn made_at(self) -> Millis {
                Millis(i64::try_from(self.0.timestamp_ms()).unwrap_or(i64::MAX))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            /// Accepts exactly the canonical form (upper case), so that one id has one spelling.
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let id = Ulid::from_string(text).map_err(|_| NotAnId)?;
                if id.to_string() == text { Ok(Self(id)) } else { Err(NotAnId) }
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some("A ULID: 26 characters of Crockford base 32, upper case"))
                    .pattern(Some("^[0-7][0-9A-HJKMNP-TV-Z]{25}$"))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    )+};
}

ids! {
    /// A person or a bot.
    UserId,
    /// A public, private or direct room.
    RoomId,
    /// A message; chosen by the sending client and its idempotency key for ever.
    MessageId,
    /// One sign-in on one device.
    SessionId,
    /// An uploaded file.
    FileId,
    /// An address at which others speak as a bot.
    WebhookId,
}

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    /// The wall clock. Not on wasm32, where the browser's clock is asked instead.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn now() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Self(since.map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX)))
    }

    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }
}

/// The secret part of an invitation link: letters and digits, made by the server.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct InviteCode(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_one_spelling() {
        let id = MessageId::from_parts(Millis(1_764_000_000_000), 7);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().to_lowercase().parse::<MessageId>(), Err(NotAnId));
        assert_eq!("8ZZZZZZZZZZZZZZZZZZZZZZZZZ".parse::<MessageId>(), Err(NotAnId), "more than 128 bits");
        assert_eq!(id.made_at(), Millis(1_764_000_000_000));
    }
}
