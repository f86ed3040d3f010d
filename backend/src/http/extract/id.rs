//! Ids in paths.

use std::str::FromStr;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use natter_protocol::{Code, FileId, InviteCode, MessageId, RoomId, SessionId, UserId, WebhookId};

use crate::http::Failure;

/// What may stand in a path: the name of its parameter, and the code when there is no such thing.
pub trait PathId: Sized + Send {
    const PARAM: &str;
    const UNKNOWN: Code;

    fn read(text: &str) -> Option<Self>;
}

macro_rules! path_ids {
    ($($id:ty = $param:literal, $unknown:expr;)+) => {$(
        impl PathId for $id {
            const PARAM: &str = $param;
            const UNKNOWN: Code = $unknown;

            fn read(text: &str) -> Option<Self> { <$id>::from_str(text).ok() }
        }
    )+};
}

path_ids! {
    RoomId = "room", Code::RoomNotFound;
    UserId = "user", Code::UserNotFound;
    MessageId = "message", Code::MessageNotFound;
    FileId = "file", Code::FileNotFound;
    SessionId = "session", Code::NotFound;
    WebhookId = "webhook", Code::NotFound;
}

impl PathId for InviteCode {
    const PARAM: &str = "code";
    const UNKNOWN: Code = Code::InviteInvalid;

    fn read(text: &str) -> Option<Self> {
        let is_code = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        is_code.then(|| Self(text.to_owned()))
    }
}

/// The secret part of a link for a new password.
pub struct ResetCode(pub String);

impl PathId for ResetCode {
    const PARAM: &str = "code";
    const UNKNOWN: Code = Code::ResetInvalid;

    fn read(text: &str) -> Option<Self> {
        InviteCode::read(text).map(|InviteCode(code)| Self(code))
    }
}

/// The secret part of a webhook's address.
pub struct HookCode(pub String);

impl PathId for HookCode {
    const PARAM: &str = "code";
    const UNKNOWN: Code = Code::NotFound;

    fn read(text: &str) -> Option<Self> {
        InviteCode::read(text).map(|InviteCode(code)| Self(code))
    }
}

/// A reaction's emoji in the path; what it may be is for the rules of chat to say.
pub struct Emoji(pub String);

impl PathId for Emoji {
    const PARAM: &str = "emoji";
    const UNKNOWN: Code = Code::InvalidField;

    fn read(text: &str) -> Option<Self> {
        Some(Self(text.to_owned()))
    }
}

/// The name of an emoji of the server's own.
pub struct EmojiName(pub String);

impl PathId for EmojiName {
    const PARAM: &str = "emoji";
    const UNKNOWN: Code = Code::NotFound;

    fn read(text: &str) -> Option<Self> {
        natter_protocol::emoji::is_name(text).then(|| Self(text.to_owned()))
    }
}

/// An id from the path. One that cannot be is answered like one that is not: there is no such thing.
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: PathId> FromRequestParts<S> for Id<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        param(parts, state, T::PARAM).await.as_deref().and_then(T::read).map(Self).ok_or(T::UNKNOWN.into())
    }
}

/// A parameter of the path as written, percent-decoded; none if it is not UTF-8.
async fn param<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> Option<String> {
    let params = RawPathParams::from_request_parts(parts, state).await.ok()?;
    params.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}
