//! The second factor of a sign-in: time-based one-time passwords (RFC 6238).

use serde::{Deserialize, Serialize};

use crate::read::Read;

/// `GET /me/totp`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TotpState {
    pub enabled: bool,
    /// Recovery codes that were not used yet.
    pub recovery_left: u32,
}

/// The answer to `POST /me/totp`; it counts once `PUT /me/totp` has proven that the app has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TotpSecret {
    /// Base 32 (RFC 4648 §6), to be typed where no picture can be taken.
    pub secret: String,
    /// `otpauth://totp/…`, as authenticator apps read it.
    pub uri: String,
    /// The same as a picture: a square matrix of modules, row by row, `1` dark.
    pub qr: Vec<String>,
}

/// `PUT /me/totp`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmTotp {
    /// Six digits.
    pub code: String,
}

/// The answer to it; they are shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
    /// In place of the token of a sign-in that was good for nothing but this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// `DELETE /me/totp`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemoveTotp {
    pub password: String,
}
