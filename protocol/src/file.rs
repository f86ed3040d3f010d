//! Files that people attach to what they say.

use serde::{Deserialize, Serialize};

use crate::ids::{FileId, MessageId, Millis, Seq, UserId};
use crate::read::Read;

/// A whole file, as it stands in a message and as the end of an upload answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    pub id: FileId,
    /// Without a path.
    pub name: String,
    /// What the content is, whatever the name or the sender says.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// Of a picture, upright, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// A smaller picture of it, where showing the file itself would be a waste.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<Preview>,
    /// The average colour of a picture, `#rrggbb`, to show until it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
}

/// What stands for a text where there is none: the names of the files.
#[must_use]
pub fn names(files: &[Attachment]) -> String {
    files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// `GET /files/{id}/preview`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preview {
    pub width: u32,
    pub height: u32,
}

/// What browsers show by themselves, and safely: nothing of it can run a script.
const PICTURES: [&str; 5] = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];

impl Attachment {
    #[must_use]
    pub fn is_picture(&self) -> bool {
        PICTURES.contains(&self.media_type.as_str())
    }

    #[must_use]
    pub fn is_video(&self) -> bool {
        self.media_type.starts_with("video/")
    }

    #[must_use]
    pub fn is_audio(&self) -> bool {
        self.media_type.starts_with("audio/")
    }

    #[must_use]
    pub fn is_pdf(&self) -> bool {
        self.media_type == "application/pdf"
    }

    /// Whether it may be shown in its place; everything else is offered for download.
    #[must_use]
    pub fn is_shown_inline(&self) -> bool {
        self.is_picture()
            || self.is_video()
            || self.is_audio()
            || self.is_pdf()
            || self.media_type == "text/plain"
    }
}

/// A file that was attached to a message in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomFile {
    pub file: Attachment,
    pub message: MessageId,
    /// The message's place.
    pub seq: Seq,
    pub by: UserId,
    pub at: Millis,
}

/// The newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomFileList {
    pub files: Vec<RoomFile>,
    /// Ask again with `before` set to the `seq` of the last one.
    pub more: bool,
}
