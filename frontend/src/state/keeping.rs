//! How the person keeps rooms and messages.

use natter_client::{Chat, Loaded, RoomState};
use natter_protocol::command::HistoryQuery;
use natter_protocol::{MessageId, Millis, RoomId, RoomPrefs};

use super::App;
use super::watch::Aspect;
use crate::api::calls;
use crate::browser::{AGAIN, now, sleep};

impl App {
    pub fn prefs(self, room: RoomId) -> RoomPrefs {
        let prefs = self.replica.read(Aspect::Room(room), |chat| chat.room(room).map(RoomState::prefs));
        prefs.flatten().unwrap_or_default()
    }

    pub fn toggle_star(self, room: RoomId) {
        self.change_prefs(room, |prefs| prefs.starred = !prefs.starred);
    }

    /// Mutes until a time, or for good.
    pub fn mute(self, room: RoomId, until: Option<Millis>) {
        self.change_prefs(room, |prefs| (prefs.muted, prefs.muted_until) = (true, until));
    }

    pub fn unmute(self, room: RoomId) {
        self.change_prefs(room, |prefs| (prefs.muted, prefs.muted_until) = (false, None));
    }

    pub fn change_prefs(self, room: RoomId, change: impl FnOnce(&mut RoomPrefs)) {
        let mut prefs = self.prefs(room);
        if !prefs.is_muted(now()) {
            (prefs.muted, prefs.muted_until) = (false, None);
        }
        change(&mut prefs);
        self.attempt(async move { calls::set_prefs(room, &prefs).await });
    }

    pub fn is_saved(self, room: RoomId, message: MessageId) -> bool {
        self.replica.read(Aspect::Own, |chat| chat.is_saved(room, message)) == Some(true)
    }

    pub fn toggle_saved(self, room: RoomId, message: MessageId) {
        let on = self.replica.peek(|chat| chat.is_saved(room, message)) != Some(true);
        self.attempt(async move { calls::save(room, message, on).await });
    }

    /// All of a room is read.
    pub fn read_all(self, room: RoomId) {
        if let Some(newest) = self.replica.peek(|chat| chat.room(room).map(RoomState::last_seq)).flatten() {
            self.read_up_to(room, newest);
        }
    }

    /// Fetches the newest messages of a room that is not open, until they are at hand or not wanted any more.
    pub async fn look_into(self, room: RoomId, is_wanted: impl Fn() -> bool) {
        // A snapshot may replace what came.
        while is_wanted() && !self.is_at_hand(room) {
            let page = self.fetch_page(room, HistoryQuery::default(), &is_wanted).await;
            if page != Ok(Loaded::Merged) {
                sleep(AGAIN).await;
            }
        }
    }

    /// Whether the newest messages of a room are known.
    pub fn is_at_hand(self, room: RoomId) -> bool {
        let is_at_hand =
            |chat: &Chat| chat.timeline(room).is_some_and(|known| known.is_loaded() && !known.is_stale());
        self.replica.read(Aspect::Timeline(room), is_at_hand) == Some(true)
    }
}
