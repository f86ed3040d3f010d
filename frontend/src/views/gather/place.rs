//! The views beside the rooms, each at an address of its own.

use crate::text::t;
use crate::views::icon::Icon;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Inbox,
    Mentions,
    Saved,
    Drafts,
}

impl Place {
    pub const ALL: [Self; 4] = [Self::Inbox, Self::Mentions, Self::Saved, Self::Drafts];

    pub fn of(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.path() == path)
    }

    pub fn path(self) -> &'static str {
        match self {
            Self::Inbox => "/inbox",
            Self::Mentions => "/mentions",
            Self::Saved => "/saved",
            Self::Drafts => "/drafts",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Inbox => t().inbox,
            Self::Mentions => t().mentions,
            Self::Saved => t().saved,
            Self::Drafts => t().drafts,
        }
    }

    pub fn icon(self) -> Icon {
        match self {
            Self::Inbox => Icon::Inbox,
            Self::Mentions => Icon::Mention,
            Self::Saved => Icon::Bookmark,
            Self::Drafts => Icon::Pencil,
        }
    }
}
