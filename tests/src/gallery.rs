//! Every view of the interface, and how a person gets there: for pictures and for the accessibility check.

use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::person::PASSWORD;
use crate::town::Town;

/// A view of someone who is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    Room,
    Direct,
    EmptyRoom,
    RoomList,
    NotInRoom,
    Hover,
    Emoji,
    Members,
    Search,
    RoomMenu,
    ServerMenu,
    Switcher,
    Keys,
    Browse,
    CreateRoom,
    NewDirect,
    Invite,
    EditRoom,
    Connection,
    Files,
    Viewer,
    Profile,
    OwnMenu,
    Status,
    Settings,
    SettingsPassword,
    SettingsTwoFactor,
    SettingsSessions,
    SettingsAppearance,
    SettingsLanguage,
    SettingsKeyboard,
    SettingsNotifications,
    SettingsPeople,
    SettingsInvitations,
    SettingsRooms,
    SettingsServer,
    SettingsAudit,
    Inbox,
    Mentions,
    Saved,
    Drafts,
}

impl View {
    pub const ALL: [Self; 41] = [
        Self::Room,
        Self::Direct,
        Self::EmptyRoom,
        Self::RoomList,
        Self::NotInRoom,
        Self::Hover,
        Self::Emoji,
        Self::Members,
        Self::Search,
        Self::RoomMenu,
        Self::ServerMenu,
        Self::Switcher,
        Self::Keys,
        Self::Browse,
        Self::CreateRoom,
        Self::NewDirect,
        Self::Invite,
        Self::EditRoom,
        Self::Connection,
        Self::Files,
        Self::Viewer,
        Self::Profile,
        Self::OwnMenu,
        Self::Status,
        Self::Settings,
        Self::SettingsPassword,
        Self::SettingsTwoFactor,
        Self::SettingsSessions,
        Self::SettingsAppearance,
        Self::SettingsLanguage,
        Self::SettingsKeyboard,
        Self::SettingsNotifications,
        Self::SettingsPeople,
        Self::SettingsInvitations,
        Self::SettingsRooms,
        Self::SettingsServer,
        Self::SettingsAudit,
        Self::Inbox,
        Self::Mentions,
        Self::Saved,
        Self::Drafts,
    ];

    /// For file names.
    #[must_use]
    pub fn name(self) -> String {
        let camel = format!("{self:?}");
        let mut name = String::new();
        for c in camel.chars() {
            if c.is_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.extend(c.to_lowercase());
        }
        name
    }

    /// Goes there, from wherever the browser is.
    pub async fn open(self, browser: &Browser, town: &Town) {
        browser.goes_to(&self.path(town)).await;
        match self {
            Self::Room | Self::Direct => drop(browser.sees("message").await),
            Self::EmptyRoom => drop(browser.sees("composer").await),
            Self::RoomList => drop(browser.sees("channels").await),
            Self::NotInRoom => drop(browser.sees("join").await),
            Self::Hover => browser.points_at_last_message().await,
            Self::Emoji => {
                browser.points_at_last_message().await;
                browser.clicks("react").await;
                browser.sees("emoji-grid").await;
            }
            Self::Members => {
                browser.clicks("members").await;
                browser.sees("member").await;
            }
            Self::Search => {
                browser.clicks("search-here").await;
                browser.sees("search").await.send_keys("the").await.expect("typed");
                browser.sees("hit").await;
            }
            Self::RoomMenu => {
                browser.clicks("room-menu").await;
                browser.sees("pop").await;
            }
            Self::ServerMenu => {
                browser.clicks("server-menu").await;
                browser.sees("pop").await;
            }
            Self::Switcher => {
                browser.sees("composer").await;
                browser.presses(Key::Control + "k").await;
                browser.sees("switcher-row").await;
            }
            Self::Keys => {
                browser.sees("composer").await;
                browser.presses(Key::Control + "/").await;
                browser.sees("dialog").await;
            }
            Self::Browse => browser.picks("add-room", "browse-channels").await,
            Self::CreateRoom => browser.picks("add-room", "create-channel").await,
            Self::NewDirect => {
                browser.clicks("add-direct").await;
                browser.sees("person").await;
            }
            Self::Invite => {
                browser.picks("server-menu", "menu-invite").await;
                browser.sees("invite-link").await;
            }
            Self::Files => drop(browser.sees("audio").await),
            Self::Viewer => {
                browser.clicks("picture").await;
                browser.sees("viewer-picture").await;
            }
            Self::EditRoom => browser.picks("room-menu", "edit-room").await,
            Self::Inbox | Self::Mentions | Self::Saved => drop(browser.sees("card").await),
            Self::Drafts => drop(browser.sees("draft-item").await),
            Self::Connection => {
                browser.clicks("connection").await;
                browser.sees("connection-details").await;
            }
            Self::Profile => {
                browser.clicks("author-name").await;
                browser.sees("profile-card").await;
            }
            Self::OwnMenu => {
                browser.clicks("own-menu").await;
                browser.sees("pop").await;
            }
            Self::Status => browser.picks("own-menu", "set-status").await,
            Self::Settings => {
                browser.clicks("settings").await;
                browser.sees("dialog").await;
            }
            page => {
                browser.clicks("settings").await;
                browser.clicks(&page.name()).await;
                browser.comes_to_rest().await;
            }
        }
    }

    fn path(self, town: &Town) -> String {
        let room = match self {
            // On a narrow screen only the list of rooms has these.
            Self::RoomList
            | Self::ServerMenu
            | Self::Browse
            | Self::CreateRoom
            | Self::NewDirect
            | Self::Invite
            | Self::Connection => return "/".to_owned(),
            page if page.name().starts_with("settings") => return "/".to_owned(),
            Self::OwnMenu | Self::Status => return "/".to_owned(),
            Self::Inbox => return "/inbox".to_owned(),
            Self::Mentions => return "/mentions".to_owned(),
            Self::Saved => return "/saved".to_owned(),
            Self::Drafts => return "/drafts".to_owned(),
            Self::Direct => town.direct,
            Self::EmptyRoom => town.room("empty-room"),
            Self::Files | Self::Viewer => town.room("release-trains"),
            Self::NotInRoom => town.elsewhere,
            _ => town.room("design-review"),
        };
        format!("/r/{room}")
    }
}

impl Browser {
    /// Signs in as someone who has an account.
    pub async fn signs_in(&self, username: &str) {
        self.types("username", username).await;
        self.types("password", PASSWORD).await;
        self.clicks("submit").await;
        self.sees("message").await;
    }

    /// Opens a menu and takes something of it that opens a dialog.
    async fn picks(&self, menu: &str, entry: &str) {
        self.clicks(menu).await;
        self.clicks(entry).await;
        self.sees("dialog").await;
    }

    /// Rests the pointer on the newest message.
    pub async fn points_at_last_message(&self) {
        self.sees("message").await;
        let messages = self.driver.find_all(By::Testid("message")).await.expect("messages");
        let last = messages.last().expect("a message");
        self.driver.action_chain().move_to_element_center(last).perform().await.expect("the pointer moves");
        self.sees("tools").await;
    }
}
