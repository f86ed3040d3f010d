//! A person's e-mail address, and the mails about what was missed.

use serde::{Deserialize, Serialize};

use crate::read::Read;

/// How soon mail tells of mentions and direct messages that were missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// Never.
    #[default]
    Off,
    /// Whenever someone has been away for a while.
    Soon,
    /// At most one mail an hour.
    Hourly,
    /// At most one mail a day.
    Daily,
}

impl Pace {
    /// Seconds between two mails.
    #[must_use]
    pub fn seconds(self) -> i64 {
        match self {
            Self::Off | Self::Soon => 0,
            Self::Hourly => 60 * 60,
            Self::Daily => 24 * 60 * 60,
        }
    }
}

/// Who reads a person's mails. The device that was used last says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reader {
    /// A tag (RFC 5646) such as `de`. In a language that the server does not speak, mails are in English.
    pub language: String,
    /// A name in the IANA time zone database, such as `Europe/Lisbon`. A zone in the profile goes before it.
    pub time_zone: String,
    /// Whether the clock has twelve hours.
    #[serde(default)]
    pub twelve_hours: bool,
}

/// `GET /me/email`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyEmail {
    /// Whether this server sends mail at all.
    pub offered: bool,
    /// Where mail goes; a code that was sent there came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Where a code was sent that has not come back yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<String>,
    #[serde(default)]
    pub pace: Pace,
    /// None until a device said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<Reader>,
}

/// `PUT /me/email`: sends a code there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetEmail {
    pub address: String,
    /// None leaves it as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<Reader>,
}

/// `POST /me/email/verify`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VerifyEmail {
    pub code: String,
}

/// `PATCH /me/email`: what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UpdateEmail {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pace: Option<Pace>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<Reader>,
}
