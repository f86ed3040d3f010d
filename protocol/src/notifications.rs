//! How a person wants to be told of what happens, on all devices alike.

use serde::{Deserialize, Serialize};

use crate::ids::{MessageId, Millis, RoomId};
use crate::read::Read;

/// Of what a person is told while not looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// Every message.
    All,
    /// Direct messages, and messages that name the person.
    #[default]
    Mentions,
    Nothing,
}

/// `GET|PUT /me/notifications`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notifications {
    /// Where a room has no rule of its own.
    #[serde(default)]
    pub told: Told,
    #[serde(default = "yes")]
    pub sound: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<QuietHours>,
}

/// A part of each day in which nothing is told. It may go over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuietHours {
    /// Minutes after the person's midnight, below 1440.
    pub from: u16,
    /// As `from`; at this minute it is over.
    pub to: u16,
    /// Minutes from UTC to the person's time, east positive.
    pub utc_offset: i16,
}

fn yes() -> bool {
    true
}

impl Default for Notifications {
    fn default() -> Self {
        Self { told: Told::default(), sound: true, quiet_hours: None }
    }
}

impl Notifications {
    /// Whether a time lies in the quiet hours.
    #[must_use]
    pub fn is_quiet(&self, at: Millis) -> bool {
        self.quiet_hours.is_some_and(|hours| hours.hold(at))
    }
}

impl QuietHours {
    /// Whether the numbers are minutes of a day, and an offset that exists.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.from < 1440 && self.to < 1440 && (-14 * 60..=14 * 60).contains(&self.utc_offset)
    }

    fn hold(&self, at: Millis) -> bool {
        let minute = (at.0.div_euclid(60_000) + i64::from(self.utc_offset)).rem_euclid(1440);
        let (from, to) = (i64::from(self.from), i64::from(self.to));
        if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to }
    }
}

/// `GET /me/push`: what a browser subscribes with (RFC 8292 §4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushKey {
    /// The server's P-256 key: an uncompressed point in base64url without padding.
    pub key: String,
}

/// `PUT /me/push`: where this sign-in's device takes pushes (W3C Push API, RFC 8291 §2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushSubscription {
    pub endpoint: String,
    pub keys: PushKeys,
}

/// Both in base64url without padding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushKeys {
    /// The device's P-256 key, an uncompressed point.
    pub p256dh: String,
    /// 16 bytes.
    pub auth: String,
}

/// What is pushed, encrypted for the device alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Push {
    pub room: RoomId,
    pub message: MessageId,
    /// Who says it and where.
    pub title: String,
    /// Its beginning.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn quiet_hours_go_over_midnight_in_the_persons_own_time() {
        let hours = QuietHours { from: 22 * 60, to: 7 * 60, utc_offset: 120 };
        let told = Notifications { quiet_hours: Some(hours), ..Notifications::default() };
        let utc = |hour: i64| Millis(20_000 * 24 * HOUR + hour * HOUR);
        assert!(told.is_quiet(utc(20)), "22:00 there");
        assert!(told.is_quiet(utc(2)), "04:00 there");
        assert!(!told.is_quiet(utc(5)), "07:00 there");
        assert!(!told.is_quiet(utc(19)), "21:00 there");
        let noon = QuietHours { from: 12 * 60, to: 13 * 60, utc_offset: 0 };
        let told = Notifications { quiet_hours: Some(noon), ..Notifications::default() };
        assert!(told.is_quiet(utc(12)) && !told.is_quiet(utc(13)) && !told.is_quiet(utc(11)));
    }
}
