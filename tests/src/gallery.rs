//! Every view of the interface, and how a person gets there: for pictures and for the accessibility check.

mod beginning;
mod door;
mod hands;
mod opening;
mod trouble;

pub use beginning::Beginning;
pub use door::{Door, Doors};
pub use trouble::Trouble;

use crate::town::Town;

/// An enum whose cases can all be named.
macro_rules! gallery {
    ($(#[$about:meta])* $kind:ident: $($case:ident)*) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $kind {
            $($case),*
        }

        impl $kind {
            pub const ALL: &[Self] = &[$(Self::$case),*];

            /// For file names.
            #[must_use]
            pub fn name(self) -> String {
                $crate::gallery::dashed(&format!("{self:?}"))
            }
        }
    };
}
use gallery;

gallery! {
    /// A view of someone who is signed in. Those that write something stand last.
    View:
    Room Compact Overview Direct EmptyRoom RoomList NotInRoom NoSuchRoom Archived Hover MessageMenu Remind Forward ForwardTo JumpToDate Edits
    Editing Emoji Members MemberMenu Search SearchEverywhere SearchOffers SearchEmpty Thread Threads Pins RoomMenu ServerMenu AddRoom
    Switcher SwitcherElsewhere
    Keys Browse CreateRoom NewDirect Invite AddPeople EditRoom LeaveRoom Connection Files FilesPane Viewer Document Polls
    AskPoll Profile OwnMenu Status
    Toast Inbox Reminders Mentions Saved Drafts Scheduled Settings SettingsPassword SettingsTwoFactor TwoFactorBegun
    SettingsSessions SettingsAppearance SettingsLanguage SettingsKeyboard SettingsNotifications SettingsEmail
    SettingsEmailCode SettingsEmailProven SettingsPeople
    OneAccount Deactivating SettingsInvitations SettingsRooms SettingsEmoji SettingsIntegrations OneBot SettingsServer
    SettingsPolicy SettingsRetention SettingsAudit German GermanSettings
    Mirrored MirroredSettings Deleted Typing Commands People SendLater Uploads NewBelow NotifyOffer
}

fn dashed(camel: &str) -> String {
    let mut name = String::new();
    for c in camel.chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.extend(c.to_lowercase());
    }
    name
}

impl View {
    /// Whether it shows the settings.
    fn settings_page(self) -> Option<&'static str> {
        Some(match self {
            Self::Settings | Self::MirroredSettings => "settings",
            Self::SettingsPassword => "settings-password",
            Self::SettingsTwoFactor | Self::TwoFactorBegun => "settings-two-factor",
            Self::SettingsSessions => "settings-sessions",
            Self::SettingsAppearance => "settings-appearance",
            Self::SettingsLanguage => "settings-language",
            Self::SettingsKeyboard => "settings-keyboard",
            Self::SettingsNotifications
            | Self::SettingsEmail
            | Self::SettingsEmailCode
            | Self::SettingsEmailProven
            | Self::GermanSettings => "settings-notifications",
            Self::SettingsPeople | Self::OneAccount | Self::Deactivating => "settings-people",
            Self::SettingsInvitations => "settings-invitations",
            Self::SettingsRooms => "settings-rooms",
            Self::SettingsEmoji => "settings-emoji",
            Self::SettingsIntegrations | Self::OneBot => "settings-integrations",
            Self::SettingsServer => "settings-server",
            Self::SettingsPolicy | Self::SettingsRetention => "settings-policy",
            Self::SettingsAudit => "settings-audit",
            _ => return None,
        })
    }

    fn is_german(self) -> bool {
        matches!(self, Self::German | Self::GermanSettings)
    }

    fn is_mirrored(self) -> bool {
        matches!(self, Self::Mirrored | Self::MirroredSettings)
    }

    fn path(self, town: &Town) -> String {
        let room = match self {
            // On a narrow screen only the list of rooms has these.
            Self::RoomList
            | Self::ServerMenu
            | Self::AddRoom
            | Self::Browse
            | Self::CreateRoom
            | Self::NewDirect
            | Self::Invite
            | Self::Connection
            | Self::OwnMenu
            | Self::Status => return "/".to_owned(),
            page if page.settings_page().is_some() => return "/".to_owned(),
            Self::Threads => return "/threads".to_owned(),
            Self::Inbox | Self::Reminders => return "/inbox".to_owned(),
            Self::Mentions => return "/mentions".to_owned(),
            Self::Saved => return "/saved".to_owned(),
            Self::Drafts | Self::Scheduled => return "/drafts".to_owned(),
            Self::Direct | Self::Editing => town.direct,
            Self::EmptyRoom => town.room("new-office"),
            Self::Polls | Self::AskPoll => town.room("general"),
            Self::Files | Self::FilesPane | Self::Viewer | Self::Document | Self::NewBelow => {
                town.room("release-trains")
            }
            Self::Archived => town.room("old-website"),
            Self::Deleted => town.room("gateway"),
            Self::Commands | Self::People | Self::SendLater | Self::Uploads => town.room("lunch"),
            Self::NotInRoom => town.elsewhere,
            Self::NoSuchRoom => town.nowhere,
            _ => town.room("design-review"),
        };
        format!("/r/{room}")
    }
}
