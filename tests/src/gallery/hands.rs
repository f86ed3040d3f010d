//! What a person does in the gallery, again and again.

use std::time::Duration;

use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::patience::eventually;
use crate::person::PASSWORD;
use crate::person_files::drawing;
use crate::proxy::{Proxy, Weather};
use crate::town::{FILE_BYTES, Town};

impl Browser {
    /// Signs in as someone who has an account.
    pub async fn signs_in(&self, username: &str) {
        self.types("username", username).await;
        self.types("password", PASSWORD).await;
        self.clicks("submit").await;
        let is_there = "return !!document.querySelector('[data-testid=channels]')";
        self.becomes("the chat is there", is_there, Vec::new()).await;
    }

    pub(super) async fn clicks_and_sees(&self, what: &str, then: &str) {
        self.clicks(what).await;
        self.sees(then).await;
    }

    /// Opens a menu and takes something of it that opens a dialog.
    pub(super) async fn picks(&self, menu: &str, entry: &str) {
        self.clicks(menu).await;
        self.clicks_and_sees(entry, "dialog").await;
    }

    pub(super) async fn opens_by_key(&self, keys: impl Into<thirtyfour::TypingData>, then: &str) {
        self.sees("composer").await;
        self.presses(keys).await;
        self.sees(then).await;
    }

    pub(super) async fn searches(&self, text: &str, then: &str) {
        self.clicks("search-here").await;
        self.sees("search").await.send_keys(text).await.expect("typed");
        self.sees(then).await;
    }

    /// In all rooms, not only where one is.
    pub(super) async fn searches_everywhere(&self, text: &str, then: &str) {
        self.clicks("search-here").await;
        self.types("search", text).await;
        self.sees(then).await;
    }

    /// What stays at the top of the list may lie over the line that a driver brings there.
    pub(super) async fn opens_thread(&self) {
        self.sees("thread-line").await;
        let click = "document.querySelector('[data-testid=thread-line]').click()";
        self.asks::<()>(click, Vec::new()).await;
        self.sees("thread-pane").await;
        self.reads("How slow is slow?").await;
    }

    /// Brings something to the middle of what is scrolled.
    pub(super) async fn looks_at(&self, what: &str) {
        self.sees(what).await;
        let script =
            "document.querySelector(`[data-testid=${arguments[0]}]`).scrollIntoView({ block: 'center' })";
        self.asks::<()>(script, vec![what.into()]).await;
    }

    /// The browser's own viewer draws its pages after it is there, and tells nobody.
    pub(super) async fn opens_document(&self) {
        self.clicks_and_sees("open-file", "viewer-page").await;
        let is_there = "return document.querySelector('[data-testid=viewer-page]').contentDocument?.contentType === 'application/pdf'";
        self.becomes("the document is there", is_there, Vec::new()).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }

    /// Opens the names of the newest poll.
    pub(super) async fn asks_who_voted(&self) {
        self.sees("who-voted").await;
        let click = "[...document.querySelectorAll('[data-testid=who-voted]')].at(-1).click()";
        self.asks::<()>(click, Vec::new()).await;
        self.sees("poll-names").await;
    }

    /// Someone types, until the page says so: it is told only to streams that are open, and the page's may not be yet.
    pub(super) async fn sees_typing(&self, town: &Town) {
        let says_so = "return document.body.innerText.includes('is typing')";
        eventually("someone is typing", async || {
            town.others[2].types(town.room("design-review")).await;
            tokio::time::sleep(Duration::from_secs(1)).await;
            self.asks::<bool>(says_so, Vec::new()).await.then_some(())
        })
        .await;
    }

    /// Writes what is not sent.
    pub(super) async fn begins(&self, text: &str, then: &str) {
        self.types("composer", text).await;
        self.sees(then).await;
    }

    pub(super) async fn looks_at_account(&self, username: &str) {
        self.sees("account").await;
        let script =
            "document.querySelector(`[data-username=${arguments[0]}] [data-testid=open-account]`).click()";
        self.asks::<()>(script, vec![username.into()]).await;
        self.sees("deactivate").await;
    }

    /// Two files in the composer, not sent.
    pub(super) async fn brings_files(&self) {
        self.sees("composer").await;
        for (name, content) in
            [("kitchen.png", drawing(640, 480)), ("Menu of the week.pdf", b"%PDF-1.7\n".to_vec())]
        {
            std::fs::write(self.folder().join(name), content).expect("a file");
            self.brings(name).await;
        }
        let script = "const all = [...document.querySelectorAll('[data-testid=upload]')]; \
            return all.filter(one => !one.hasAttribute('data-percent')).length === 2";
        self.becomes("both are uploaded", script, Vec::new()).await;
    }

    /// Chooses a file of the browser's folder for the composer.
    async fn brings(&self, name: &str) {
        let path = self.folder().join(name).to_string_lossy().into_owned();
        let input = self.driver.find(By::Testid("file-input")).await.expect("the field");
        input.send_keys(path).await.expect("chosen");
    }

    /// One file more than the server takes, and one that waits for the network.
    pub(super) async fn brings_files_in_vain(&self, network: &Proxy) {
        for (name, length) in [("Whole day.mov", FILE_BYTES + 1), ("Floor plan.pdf", 3_000_000)] {
            let file = std::fs::File::create(self.folder().join(name)).expect("a file");
            file.set_len(length).expect("its length");
        }
        self.brings("Whole day.mov").await;
        self.becomes("it is refused", "return !!document.querySelector('.chip.bad')", Vec::new()).await;
        network.becomes(Weather::Cut);
        self.brings("Floor plan.pdf").await;
        self.reads("Waiting for the server").await;
    }

    /// Each room of the inbox shows what is new in it.
    pub(super) async fn sees_every_room_of_inbox(&self) {
        let all = "const rooms = [...document.querySelectorAll('[data-testid=unread-room]')]; \
            return rooms.length > 0 && rooms.every(room => room.querySelector('[data-testid=card]'))";
        self.becomes("each room shows what is new", all, Vec::new()).await;
    }

    /// Someone calls a person whose browser was never asked about notifications.
    pub(super) async fn is_offered_notifications(&self, town: &Town) {
        self.may_be_asked_to_notify().await;
        self.reloads().await;
        self.sees("composer").await;
        town.others[0].posts(town.room("design-review"), "@ana one more for you").await;
        self.sees("notify-offer").await;
    }

    /// Someone says something while one reads further up.
    pub(super) async fn reads_old_while_more_comes(&self, town: &Town) {
        self.sees("audio").await;
        self.comes_to_rest().await;
        let to_the_top = "document.querySelector('[data-testid=message-list]').scrollTop = 0";
        self.asks::<()>(to_the_top, Vec::new()).await;
        self.sees("below").await;
        town.others[3].posts(town.room("release-trains"), "And 0.2 carries the resume fix.").await;
        let says_so = "return !!document.querySelector('.news-below')";
        self.becomes("what is new is counted", says_so, Vec::new()).await;
    }

    /// Rests the pointer on the newest message.
    pub async fn points_at_last_message(&self) {
        self.sees("message").await;
        let messages = self.driver.find_all(By::Testid("message")).await.expect("messages");
        let last = messages.last().expect("a message");
        self.driver.action_chain().move_to_element_center(last).perform().await.expect("the pointer moves");
        self.sees("tools").await;
    }

    pub(super) async fn opens_message_menu(&self) {
        self.points_at_last_message().await;
        self.clicks_and_sees("message-more", "message-menu").await;
    }
}
