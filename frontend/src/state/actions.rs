//! What people do that is one request and its answer. What comes of it arrives as an event.

use leptos::task::spawn_local;
use natter_client::Loaded;
use natter_client::sort::sort_by_key;
use natter_protocol::command::HistoryQuery;
use natter_protocol::{Message, MessageId, Presence, RoomId, UserId};

use super::App;
use super::watch::Aspect;
use crate::api::{Failure, calls};
use crate::browser::sleep;
use crate::native;
use crate::text::{problem_text, t};

impl App {
    /// Does something in the background; if it fails, says so.
    pub fn attempt(self, what: impl Future<Output = Result<(), Failure>> + 'static) {
        spawn_local(async move {
            if let Err(failure) = what.await {
                self.overlay.trouble(problem_text(&failure));
            }
        });
    }

    /// Fetches a page of history into the replica, and who wrote it; again when it is older than what is known. What comes
    /// when it is not wanted any more is left out.
    pub async fn fetch_page(
        self,
        room: RoomId,
        query: HistoryQuery,
        is_wanted: impl Fn() -> bool,
    ) -> Result<Loaded, Failure> {
        for _ in 0..5 {
            let page = calls::history(room, query).await?;
            if !is_wanted() {
                return Ok(Loaded::Gone);
            }
            let people: Vec<_> = page.messages.iter().flat_map(Message::people).collect();
            match self.replica.load(room, &query, page) {
                Loaded::TooOld => {}
                Loaded::Merged => {
                    self.meet(people);
                    return Ok(Loaded::Merged);
                }
                Loaded::Gone => return Ok(Loaded::Gone),
            }
        }
        Ok(Loaded::TooOld)
    }

    /// Fetches people of whom nothing is known.
    pub fn meet(self, people: impl IntoIterator<Item = UserId>) {
        let mut strangers: Vec<UserId> = self
            .replica
            .peek(|chat| people.into_iter().filter(|user| chat.user(*user).is_none()).collect())
            .unwrap_or_default();
        sort_by_key(&mut strangers, |user| *user);
        strangers.dedup();
        if !strangers.is_empty() {
            spawn_local(async move {
                if let Ok(users) = calls::users_by_id(&strangers).await {
                    self.replica.load_users(users);
                }
            });
        }
    }

    /// Fetches who is in a room, unless that is known.
    pub fn look_up_members(self, room: RoomId) {
        let known = self.replica.peek(|chat| chat.room(room).is_some_and(|room| room.members().is_loaded()));
        if known == Some(true) {
            return;
        }
        spawn_local(async move {
            if let Ok(details) = calls::room(room).await {
                self.meet(details.members.iter().map(|member| member.user_id));
                self.replica.load_members(&details);
            }
        });
    }

    pub fn copy_link(self, path: String) {
        spawn_local(async move {
            if native::copy(&format!("{}{path}", native::public_origin())).await {
                self.overlay.notice(t().link_copied);
            } else {
                self.overlay.trouble(t().not_copied);
            }
        });
    }

    pub fn toggle_reaction(self, room: RoomId, message: MessageId, emoji: &str) {
        let emoji = emoji.to_owned();
        let me = self.replica.me();
        let mine = self.replica.peek(|chat| {
            let message = chat.message(room, message)?;
            let reaction = message.reactions.iter().find(|reaction| reaction.emoji == emoji)?;
            Some(reaction.users.iter().any(|user| Some(*user) == me))
        });
        let on = mine.flatten() != Some(true);
        self.attempt(async move { calls::react(room, message, &emoji, on).await });
    }

    /// Opens the conversation with these people.
    pub fn open_direct(self, people: Vec<UserId>) {
        self.attempt(async move {
            let room = calls::open_direct(people).await?;
            self.go_to_room(room.id).await;
            Ok(())
        });
    }

    pub fn join(self, room: RoomId) {
        self.attempt(async move {
            calls::join(room).await?;
            self.go_to_room(room).await;
            Ok(())
        });
    }

    /// Goes to a room that was just created or joined, when the event that brings it has arrived.
    pub async fn go_to_room(self, room: RoomId) {
        for _ in 0..40 {
            if self.replica.peek(|chat| chat.room(room).is_some()) == Some(true) {
                break;
            }
            sleep(50).await;
        }
        self.overlay.close_dialog();
        self.go(&format!("/r/{room}"));
    }

    pub fn announce_presence(self, presence: Presence) {
        spawn_local(async move {
            let _ = calls::set_presence(presence).await;
        });
    }

    /// A room's name as it is called: with its `#` where it has one.
    pub fn room_label(self, room: RoomId) -> String {
        self.replica
            .read(Aspect::Room(room), |chat| {
                let name = chat.room_name(room);
                let is_direct =
                    chat.room(room).is_some_and(|r| r.details().kind == natter_protocol::RoomKind::Direct);
                if is_direct { name } else { format!("#{name}") }
            })
            .unwrap_or_default()
    }
}
