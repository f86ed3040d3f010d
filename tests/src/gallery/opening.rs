//! The way to each view.

use natter_protocol::{Millis, routes};
use thirtyfour::prelude::*;

use super::View;
use crate::browser::Browser;
use crate::person_own::put_off;
use crate::town::Town;

impl View {
    /// Goes there, from wherever the browser is.
    pub async fn open(self, browser: &Browser, town: &Town) {
        let language = if self.is_german() { "de" } else { "en" };
        browser.asks::<()>("localStorage['natter.language'] = arguments[0]", vec![language.into()]).await;
        let density = if self == Self::Compact { "compact" } else { "comfortable" };
        browser.asks::<()>("localStorage['natter.density'] = arguments[0]", vec![density.into()]).await;
        self.prepare(town).await;
        browser.goes_to(&self.path(town)).await;
        if let Some(page) = self.settings_page() {
            browser.clicks("settings").await;
            if page == "settings" {
                browser.sees("dialog").await;
            } else {
                browser.clicks(page).await;
            }
        }
        self.arrive(browser, town).await;
        if self.is_mirrored() {
            browser.asks::<()>("document.documentElement.dir = 'rtl'", Vec::new()).await;
        }
    }

    /// What others did meanwhile.
    async fn prepare(self, town: &Town) {
        match self {
            // A room that was looked at is read.
            Self::Room
            | Self::Compact
            | Self::Overview
            | Self::Hover
            | Self::Typing
            | Self::German
            | Self::Mirrored => {
                town.ana.reads(town.room("design-review"), town.read_until).await;
            }
            Self::Polls => drop(town.reads_all(town.room("general")).await),
            Self::SettingsNotifications | Self::SettingsEmail | Self::GermanSettings => {
                town.has_no_address().await;
            }
            Self::SettingsEmailCode => town.gives_an_address().await,
            Self::SettingsEmailProven => town.proves_an_address().await,
            Self::Deleted => drop(town.ana.posts(town.room("gateway"), "Oh, that was for the others.").await),
            Self::Reminders => {
                for old in town.ana.syncs().await.own.scheduled {
                    if old.about.is_some() {
                        let _ = town.ana.does("DELETE", routes::scheduled(old.id)).await;
                    }
                }
                let soon = Millis(Millis::now().0 + 1_200);
                let reminder = natter_protocol::own::Schedule {
                    kind: Some(natter_protocol::own::ScheduledKind::Reminder),
                    about: Some(town.code),
                    ..put_off(town.room("design-review"), "Look at the delivery loop again", soon)
                };
                let _ = town.ana.post(routes::SCHEDULED, &reminder).await.is(201);
            }
            _ => {}
        }
    }

    async fn arrive(self, browser: &Browser, town: &Town) {
        match self {
            Self::Room | Self::Compact | Self::Direct | Self::German | Self::Mirrored => {
                drop(browser.sees("message").await);
            }
            Self::EmptyRoom => drop(browser.sees("composer").await),
            Self::RoomList => drop(browser.sees("channels").await),
            Self::NotInRoom => drop(browser.sees("join").await),
            Self::NoSuchRoom => drop(browser.sees("no-such-room").await),
            Self::Archived => drop(browser.sees("archived").await),
            Self::Files => drop(browser.sees("audio").await),
            Self::FilesPane => {
                browser.clicks("room-menu").await;
                browser.clicks_and_sees("room-files", "room-file").await;
            }
            Self::Polls => browser.asks_who_voted().await,
            Self::AskPoll => browser.clicks_and_sees("new-poll", "ask-poll").await,
            Self::Mentions | Self::Saved => drop(browser.sees("card").await),
            Self::Inbox => browser.sees_every_room_of_inbox().await,
            Self::Reminders => {
                browser.sees("reminder").await;
                browser.sees_every_room_of_inbox().await;
            }
            Self::Drafts => drop(browser.sees("draft-item").await),
            Self::Threads => drop(browser.sees("thread-card").await),
            Self::Scheduled => browser.clicks_and_sees("tab-scheduled", "scheduled-item").await,
            Self::Viewer => browser.clicks_and_sees("picture", "viewer-picture").await,
            Self::Document => browser.opens_document().await,
            Self::Connection => {
                browser.uses("stream").await;
                browser.clicks_and_sees("connection", "connection-details").await;
            }
            Self::Profile => browser.clicks_and_sees("author-name", "profile-card").await,
            Self::OwnMenu => browser.clicks_and_sees("own-menu", "pop").await,
            Self::Status => browser.picks("own-menu", "set-status").await,
            Self::ServerMenu => browser.clicks_and_sees("server-menu", "pop").await,
            Self::AddRoom => browser.clicks_and_sees("add-room", "pop").await,
            Self::Browse => browser.picks("add-room", "browse-channels").await,
            Self::CreateRoom => browser.picks("add-room", "create-channel").await,
            Self::NewDirect => browser.clicks_and_sees("add-direct", "person").await,
            Self::Invite => {
                browser.picks("server-menu", "menu-invite").await;
                browser.sees("invite-link").await;
            }
            Self::Editing => {
                browser.sees("message").await;
                browser.clicks("composer").await;
                browser.presses(Key::Up + "").await;
                browser.sees("editor").await;
            }
            page if page.settings_page().is_some() => page.arrive_in_settings(browser).await,
            _ => self.arrive_in_room(browser, town).await,
        }
    }

    async fn arrive_in_settings(self, browser: &Browser) {
        match self {
            Self::TwoFactorBegun => browser.clicks_and_sees("totp-on", "totp-secret").await,
            Self::OneAccount => browser.looks_at_account("bo").await,
            Self::Deactivating => {
                browser.looks_at_account("bo").await;
                browser.clicks_and_sees("deactivate", "deactivate-sure").await;
            }
            Self::SettingsEmail => browser.looks_at("email-form").await,
            Self::SettingsEmailCode => browser.looks_at("email-code-form").await,
            Self::SettingsEmailProven => browser.looks_at("email-address").await,
            Self::SettingsEmoji => drop(browser.sees("custom-emoji").await),
            Self::SettingsIntegrations => drop(browser.sees("bot").await),
            Self::OneBot => browser.clicks_and_sees("open-bot", "create-webhook").await,
            Self::SettingsPolicy => drop(browser.sees("policy-form").await),
            Self::SettingsRetention => {
                browser.clicks("retention-some").await;
                browser.looks_at("policy-retention").await;
            }
            _ => browser.comes_to_rest().await,
        }
    }

    /// What is around a room that was talked in.
    async fn arrive_in_room(self, browser: &Browser, town: &Town) {
        match self {
            Self::Members => browser.clicks_and_sees("members", "member").await,
            Self::MemberMenu => {
                browser.clicks_and_sees("members", "member").await;
                let script = "document.querySelectorAll('[data-testid=member-menu]')[2].click()";
                browser.asks::<()>(script, Vec::new()).await;
                browser.sees("pop").await;
            }
            Self::Thread => browser.opens_thread().await,
            Self::Overview => {
                browser.opens_thread().await;
                browser.sees_typing(town).await;
                let to_the_end = "const list = document.querySelector('[data-testid=message-list]'); \
                                  list.scrollTop = list.scrollHeight";
                browser.asks::<()>(to_the_end, Vec::new()).await;
            }
            Self::Pins => browser.clicks_and_sees("pins", "pin").await,
            Self::RoomMenu => browser.clicks_and_sees("room-menu", "pop").await,
            Self::AddPeople => browser.picks("room-menu", "add-people").await,
            Self::EditRoom => browser.picks("room-menu", "edit-room").await,
            Self::LeaveRoom => browser.picks("room-menu", "leave-room").await,
            Self::Search => browser.searches("the", "hit").await,
            Self::SearchEverywhere => browser.searches_everywhere("scanner", "hit").await,
            Self::SearchOffers => browser.searches("from:", "search-offer").await,
            Self::SearchEmpty => browser.searches("teapot has:link ", "search-empty").await,
            Self::Switcher => browser.opens_by_key(Key::Control + "k", "switcher-row").await,
            Self::SwitcherElsewhere => {
                browser.opens_by_key(Key::Control + "k", "switcher-row").await;
                browser.types("switcher", "book").await;
                browser.reads("book-club").await;
            }
            Self::Keys => browser.opens_by_key(Key::Control + "/", "dialog").await,
            Self::Typing => {
                browser.sees("message").await;
                browser.sees_typing(town).await;
            }
            Self::Commands => browser.begins("/", "commands").await,
            Self::People => browser.begins("Soup today, @", "people-names").await,
            Self::SendLater => {
                browser.begins("Soup today?", "send-later").await;
                browser.clicks_and_sees("send-later", "later-tomorrow").await;
            }
            Self::Uploads => browser.brings_files().await,
            Self::NotifyOffer => browser.is_offered_notifications(town).await,
            Self::NewBelow => browser.reads_old_while_more_comes(town).await,
            _ => self.arrive_at_message(browser).await,
        }
    }

    /// What can be done with a message.
    async fn arrive_at_message(self, browser: &Browser) {
        match self {
            Self::Hover => browser.points_at_last_message().await,
            Self::MessageMenu => browser.opens_message_menu().await,
            Self::Remind => {
                browser.opens_message_menu().await;
                browser.clicks_and_sees("remind", "remind-20").await;
            }
            Self::Forward => {
                browser.opens_message_menu().await;
                browser.clicks_and_sees("forward", "forward-to").await;
            }
            Self::ForwardTo => {
                browser.opens_message_menu().await;
                browser.clicks_and_sees("forward", "forward-to").await;
                browser.clicks_and_sees("forward-to", "forward-there").await;
            }
            Self::Toast => {
                browser.opens_message_menu().await;
                browser.clicks_and_sees("copy-link", "toast").await;
            }
            Self::Deleted => {
                browser.opens_message_menu().await;
                browser.clicks_and_sees("delete", "undo").await;
            }
            Self::JumpToDate => browser.clicks_and_sees("day", "jump-to-date").await,
            Self::Edits => browser.clicks_and_sees("edited", "version").await,
            Self::Emoji => {
                browser.points_at_last_message().await;
                browser.clicks_and_sees("react", "emoji-grid").await;
            }
            _ => browser.comes_to_rest().await,
        }
    }
}
