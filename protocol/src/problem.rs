//! Errors as RFC 9457 problem details with a closed set of codes.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::read::Read;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal, $title:literal;)+) => {
        /// Why a request was refused. The set only grows; a reader takes an unknown one by its status.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
            /// A code that this reader does not know.
            #[serde(other, rename = "unknown")]
            Unknown,
        }

        impl Code {
            /// Every code a server can answer.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ Self::Unknown => "unknown" }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)+ Self::Unknown => 500 }
            }

            /// A short sentence for a person, the same for every occurrence.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ Self::Unknown => "Unknown problem" }
            }
        }
    };
}

codes! {
    BadJson = "bad_json", 400, "The body is not valid JSON of the expected form";
    InvalidField = "invalid_field", 422, "A field's value is not allowed";
    InvalidQuery = "invalid_query", 400, "A query parameter is not allowed";
    InvalidHeader = "invalid_header", 400, "A header is missing or not allowed";
    InvalidCursor = "invalid_cursor", 400, "This cursor was not issued by this server";
    TextTooLong = "text_too_long", 422, "The text is too long";
    BodyTooLarge = "body_too_large", 413, "The request's body is too large";
    FileTooLarge = "file_too_large", 413, "The file is too large";
    BodyTooSlow = "body_too_slow", 408, "The request's body took too long to arrive";
    UnsupportedMediaType = "unsupported_media_type", 415, "Send application/json";
    Unauthenticated = "unauthenticated", 401, "Sign in first";
    WrongCredentials = "wrong_credentials", 401, "Username or password is wrong";
    /// The password is right and the second factor is missing.
    TotpRequired = "totp_required", 401, "A code of your authenticator app is needed too";
    TotpInvalid = "totp_invalid", 401, "This code is wrong, or it was used already";
    /// Signed in, and nothing else may be done before.
    TwoFactorNeeded = "two_factor_needed", 403, "This server asks for a second factor: set one up first";
    ResetInvalid = "reset_invalid", 403, "This link is unknown, used or expired";
    Forbidden = "forbidden", 403, "You may not do this";
    OriginMismatch = "origin_mismatch", 403, "The request comes from another site";
    RegistrationClosed = "registration_closed", 403, "This server takes no new accounts";
    InviteRequired = "invite_required", 403, "An invitation is needed to register here";
    InviteInvalid = "invite_invalid", 403, "The invitation is unknown, used up or expired";
    NotFound = "not_found", 404, "There is nothing here";
    RoomNotFound = "room_not_found", 404, "No such room, or you are not in it";
    MessageNotFound = "message_not_found", 404, "No such message in this room";
    PollNotFound = "poll_not_found", 404, "This message asks nothing";
    FileNotFound = "file_not_found", 404, "No such file, or you may not see it";
    UserNotFound = "user_not_found", 404, "No such person";
    MethodNotAllowed = "method_not_allowed", 405, "This address does not take this method";
    UsernameTaken = "username_taken", 409, "This username is taken";
    RoomNameTaken = "room_name_taken", 409, "A room of this name exists";
    EmojiTaken = "emoji_taken", 409, "There is an emoji of this name already";
    IdReused = "id_reused", 409, "Another message was already sent under this id";
    /// The message was deleted; it cannot be changed any more.
    MessageDeleted = "message_deleted", 409, "This message was deleted";
    PollClosed = "poll_closed", 409, "This poll has ended";
    RoomArchived = "room_archived", 409, "This room is archived: it can be read, and nothing changes in it";
    LimitReached = "limit_reached", 409, "A limit of this server is reached";
    /// `Upload-Offset` says where to go on.
    UploadOffset = "upload_offset", 409, "The upload stands at another place";
    UploadUnfinished = "upload_unfinished", 409, "This file has not been uploaded whole";
    FileTaken = "file_taken", 409, "This file is attached to another message";
    LastOwner = "last_owner", 409, "The last owner cannot leave or step down";
    UnsupportedVersion = "unsupported_version", 412, "This version of the protocol is not spoken here";
    RangeNotSatisfiable = "range_not_satisfiable", 416, "The file has no such part";
    RateLimited = "rate_limited", 429, "Too many requests; wait a little";
    Internal = "internal", 500, "Something went wrong on the server";
    /// Not known whether it was stored: send again with the same id.
    Unconfirmed = "unconfirmed", 503, "Not known yet whether this was stored; send it again with the same id";
    Unavailable = "unavailable", 503, "The server cannot do this right now; try again";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `about:blank` always: `code` is what tells problems apart (RFC 9457 §4.2.1).
    #[serde(rename = "type", default)]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub code: Code,
    /// What exactly was wrong this time, for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The field or parameter at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Problem {
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            kind: "about:blank".to_owned(),
            title: code.title().to_owned(),
            status: code.status(),
            code,
            detail: None,
            field: None,
        }
    }

    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.detail.as_deref().unwrap_or(&self.title), self.code)
    }
}

impl std::error::Error for Problem {}
