//! Beginning and ending: from the first request to the chat, and out again.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::{Backoff, Chat, Input, Tab, Word};
use natter_protocol::{Code, SyncAnswer};

use super::App;
use super::overlay::Dialog;
use super::session::{Door, Phase};
use crate::api::calls;
use crate::browser::{now, sleep, window};
use crate::native;

impl App {
    /// Opens the chat, or the door where nobody is signed in. Tries until the server answers.
    pub fn start(self) {
        self.connection.tab(Tab::begin);
        self.say(Word::Who);
        spawn_local(async move {
            self.sending.claim().await;
            if self.enter_as_kept().await {
                return;
            }
            let mut failures = 0;
            loop {
                match calls::sync().await {
                    Ok(snapshot) => return self.enter(snapshot),
                    Err(failure) if failure.status() == Some(401) => {
                        native::signed_out();
                        self.forget_kept();
                        if self.open_door(false, false).await {
                            return;
                        }
                    }
                    Err(failure) if failure.is(Code::TwoFactorNeeded) => {
                        if self.open_door(false, true).await {
                            return;
                        }
                    }
                    Err(_) => {}
                }
                self.session.phase.set(Phase::Starting { trouble: true });
                let next = Backoff::default().next_try(failures, now(), &mut js_sys::Math::random);
                failures += 1;
                sleep(i32::try_from(next.0 - now().0).unwrap_or(500).max(250)).await;
            }
        });
    }

    /// The chat can be shown.
    pub fn begin(self, chat: Chat) {
        let me = chat.me().user.id;
        native::remember_signed_in();
        self.replica.begin(chat);
        self.drafts.open(self, me);
        self.sending.open(self, me);
        self.session.phase.set(Phase::Chat);
        spawn_local(self.deleting.delete_all(self));
        match window().location().search().unwrap_or_default().as_str() {
            "?open=switcher" => self.overlay.open(Dialog::Switcher),
            "?open=direct" => self.overlay.open(Dialog::NewDirect),
            _ => {}
        }
    }

    fn enter(self, snapshot: SyncAnswer) {
        let (cursor, me) = (snapshot.cursor.clone(), snapshot.me.user.id);
        self.begin(Chat::from_snapshot(snapshot));
        self.resume_marks();
        let heeds = self.connection.tab(|tab| tab.enter(me, cursor.clone()));
        if self.connection.tab(|tab| tab.leads()) == Some(true) {
            self.tell(Input::Start { cursor: Some(cursor) });
            self.present();
        }
        self.heed(heeds);
        self.settle_notifications_soon();
    }

    /// False when the server could not be asked.
    async fn open_door(self, ended: bool, lacks_factor: bool) -> bool {
        let Ok(server) = calls::server().await else { return false };
        self.session.phase.set(Phase::Door(Door { server, ended, lacks_factor }));
        true
    }

    /// After signing in or registering.
    pub fn signed_in(self, token: &str) {
        native::signed_in(token);
        self.session.phase.set(Phase::Starting { trouble: false });
        self.start();
    }

    /// Signs out of what is good for nothing but setting up a second factor.
    pub fn turn_away(self) {
        self.session.phase.set(Phase::Starting { trouble: false });
        spawn_local(async move {
            let _ = calls::logout().await;
            self.start();
        });
    }

    pub fn sign_out(self) {
        spawn_local(async move {
            self.deleting.delete_all(self).await;
            let _ = calls::logout().await;
            self.say(Word::SignedOut);
            self.leave(false);
        });
    }

    /// The sign-in has ended. What was written and not sent stays for the next one; the address stays too,
    /// and is where signing in leads back to.
    pub fn leave(self, ended: bool) {
        if self.session.phase.with_untracked(|phase| *phase != Phase::Chat) {
            return;
        }
        native::signed_out();
        self.forget_kept();
        self.tell(Input::Stop);
        self.connection.tab(Tab::leave);
        self.deleting.forget();
        self.sending.close();
        self.overlay.clear();
        self.session.phase.set(Phase::Starting { trouble: false });
        spawn_local(async move {
            while !self.open_door(ended, false).await {
                self.session.phase.set(Phase::Starting { trouble: true });
                sleep(2_000).await;
            }
            self.replica.forget();
        });
    }
}
