//! What belongs to one person: how they keep their rooms, what they saved, began and put off. Nobody else
//! sees any of it; it is told to the person's own devices.

use serde::{Deserialize, Serialize};

use crate::file::Attachment;
use crate::ids::{FileId, MessageId, Millis, RoomId};
use crate::message::Message;
use crate::problem::Code;
use crate::read::Read;
use crate::room::RoomKind;

/// Of what in a room the person wants to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotifyLevel {
    All,
    Mentions,
    Nothing,
}

/// How a person keeps a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomPrefs {
    /// It stands at the top of the sidebar.
    #[serde(default)]
    pub starred: bool,
    /// Only mentions count, until `muted_until` if that is there.
    #[serde(default)]
    pub muted: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub muted_until: Option<Millis>,
    /// None: as is usual for its kind ([`RoomPrefs::level_in`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<NotifyLevel>,
}

impl RoomPrefs {
    /// Whether it is muted at a moment.
    #[must_use]
    pub fn is_muted(&self, now: Millis) -> bool {
        self.muted && self.muted_until.is_none_or(|until| until > now)
    }

    /// The level that holds: everything in direct rooms, mentions in others, unless the person chose.
    #[must_use]
    pub fn level_in(&self, kind: RoomKind) -> NotifyLevel {
        let usual = if kind == RoomKind::Direct { NotifyLevel::All } else { NotifyLevel::Mentions };
        self.level.unwrap_or(usual)
    }

    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// A message that was put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedRef {
    pub room_id: RoomId,
    pub message_id: MessageId,
    pub saved_at: Millis,
}

/// A saved message as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedMessage {
    #[serde(flatten)]
    pub saved: SavedRef,
    /// None where the person is no longer in the room.
    pub message: Option<Message>,
}

/// Saved messages, the last saved first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedPage {
    pub saved: Vec<SavedMessage>,
    /// `before` of the next page; none at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Messages that name the person, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MentionsPage {
    pub messages: Vec<Message>,
    /// `before` of the next page; none at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What was begun and not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draft {
    pub room_id: RoomId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<MessageId>,
    /// Empty once it was sent or given up.
    pub text: String,
    /// When it was written; of two the later counts.
    pub at: Millis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ScheduledKind {
    /// A message that is said when its time comes.
    Message,
    /// Something to be reminded of.
    Reminder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ScheduledState {
    Waiting,
    /// A reminder whose time has come; it stays until it is deleted.
    Due,
    /// A message that could not be said; `problem` tells why.
    Failed,
}

/// Something with a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Scheduled {
    /// Of a message: the id under which it is said.
    pub id: MessageId,
    pub kind: ScheduledKind,
    /// Where a message is said; what room a reminder is about, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<MessageId>,
    /// The message that a reminder is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<MessageId>,
    pub text: String,
    /// The files that a message brings; they are kept for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    pub at: Millis,
    pub state: ScheduledState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Code>,
}

/// By time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScheduledList {
    pub scheduled: Vec<Scheduled>,
}

/// What belongs to the caller alone, in a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Own {
    #[serde(default)]
    pub saved: Vec<SavedRef>,
    #[serde(default)]
    pub drafts: Vec<Draft>,
    #[serde(default)]
    pub scheduled: Vec<Scheduled>,
}

impl Own {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.saved.is_empty() && self.drafts.is_empty() && self.scheduled.is_empty()
    }
}

/// `PUT /drafts/{room}`: of what stands there and this the later counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutDraft {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<MessageId>,
    /// When it was written, by the client's clock; a time to come counts as now.
    pub at: Millis,
}

/// `DELETE /drafts/{room}?…`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct DraftQuery {
    /// The thread whose draft is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<MessageId>,
    /// When it was given up; none means now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Millis>,
}

/// `POST /scheduled`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Schedule {
    /// Chosen by the client: the same again answers the first result.
    pub id: MessageId,
    /// By default `message`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ScheduledKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<MessageId>,
    /// The message that a reminder is about; with `room`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<MessageId>,
    #[serde(default)]
    pub text: String,
    /// Files of the caller's that a message brings, as in `POST …/messages`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<FileId>,
    pub at: Millis,
}

/// `PATCH /scheduled/{id}`: what is left out stays. A failed message, or a reminder that is due, waits again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reschedule {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Millis>,
}

/// `GET /mentions?…` and `GET /saved?…`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct BackQuery {
    /// `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// 1 to 100, by default 30.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn muting_ends_at_its_time_or_never() {
        let until = |at| RoomPrefs { muted: true, muted_until: at, ..RoomPrefs::default() };
        assert!(until(None).is_muted(Millis(i64::MAX)));
        assert!(until(Some(Millis(10))).is_muted(Millis(9)));
        assert!(!until(Some(Millis(10))).is_muted(Millis(10)));
        assert!(!RoomPrefs::default().is_muted(Millis(0)));
    }

    #[test]
    fn direct_rooms_tell_everything_unless_one_chose_otherwise() {
        let usual = RoomPrefs::default();
        assert_eq!(usual.level_in(RoomKind::Direct), NotifyLevel::All);
        assert_eq!(usual.level_in(RoomKind::Private), NotifyLevel::Mentions);
        let chosen = RoomPrefs { level: Some(NotifyLevel::Nothing), ..usual };
        assert_eq!(chosen.level_in(RoomKind::Direct), NotifyLevel::Nothing);
    }
}
