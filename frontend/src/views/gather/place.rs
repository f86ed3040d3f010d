//! What the views beside the rooms are called.

use crate::state::Gathering;
use crate::text::t;
use crate::views::icon::Icon;

impl Gathering {
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
