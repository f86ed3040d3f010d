//! This tab among the others of the browser: one of them has the connection, and tells the others what it brings.
//! What is said to whom is decided by `natter-client`'s [`Tab`].

use js_sys::Function;
use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::{Heed, Input, Said, Tab, Word};
use natter_protocol::read;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, BroadcastChannel, MessageEvent};

use super::{App, Phase};
use crate::browser::locks::{self, Wanted};
use crate::browser::{build, document, message_id, now};

/// Milliseconds between two looks at whether the leader lives.
const TICK: u64 = 250;

/// The tab's part, and how the others are reached. Both none in a browser without locks: then each tab has a
/// connection of its own.
#[derive(Debug)]
pub struct Tabs {
    pub tab: Tab,
    channel: Option<BroadcastChannel>,
    /// Gives the place in the queue for the lead up.
    waiting: Option<AbortController>,
    /// Gives the lead back.
    give_back: Option<Function>,
    /// The browser has stopped this tab: it may still hear the others, and do nothing.
    frozen: bool,
}

impl Tabs {
    pub fn new() -> Self {
        Self {
            tab: Tab::new(message_id().to_string()),
            channel: None,
            waiting: None,
            give_back: None,
            frozen: false,
        }
    }

    pub fn say(&self, word: Word) {
        if let Some(channel) = &self.channel
            && let Ok(said) = serde_json::to_string(&self.tab.says(word))
        {
            let _ = channel.post_message(&said.into());
        }
    }
}

/// Tabs of different releases do not share: one could not say what the other would understand.
fn name() -> String {
    format!("natter.stream.{}", build())
}

impl App {
    /// To be called once, before the first snapshot is asked for: what happens from now on is heard.
    pub fn join_tabs(self) {
        if !locks::are_offered() {
            return self.lead(None);
        }
        let Ok(channel) = BroadcastChannel::new(&name()) else { return self.lead(None) };
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let said = message.data().as_string().and_then(|text| read::from_str::<Said>(&text));
            if let Some(said) = said {
                let heeds = self.connection.tab(|tab| tab.hear(said));
                self.heed(heeds);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
        self.connection.tabs(|tabs| tabs.channel = Some(channel));
        self.say(Word::Who);
        self.queue_for_the_lead();
        self.mind_freezing();
        set_interval(
            move || {
                let heeds = self.connection.tab(Tab::tick);
                self.heed(heeds);
                // A tab's lock is free only a while after it was closed, and nothing tells when.
                self.sending.look_for_orphans(self);
            },
            std::time::Duration::from_millis(TICK),
        );
    }

    pub fn say(self, word: Word) {
        self.connection.tabs(|tabs| tabs.say(word));
    }

    fn queue_for_the_lead(self) {
        let Ok(abort) = AbortController::new() else { return };
        let signal = abort.signal();
        self.connection.tabs(|tabs| tabs.waiting = Some(abort));
        spawn_local(async move {
            locks::hold(&name(), Wanted::InTurn(&signal), move |give_back| self.lead(Some(give_back))).await;
            if !signal.aborted() {
                self.lost_the_lead();
            }
        });
    }

    fn steal_the_lead(self) {
        if let Some(Some(waiting)) = self.connection.tabs(|tabs| tabs.waiting.take()) {
            waiting.abort();
        }
        spawn_local(async move {
            locks::hold(&name(), Wanted::AtOnce, move |give_back| self.lead(Some(give_back))).await;
            self.lost_the_lead();
        });
    }

    /// A tab that is stopped neither leads nor waits for it: whoever is awake does.
    fn mind_freezing(self) {
        let freeze = Closure::<dyn FnMut()>::new(move || {
            let parts = self.connection.tabs(|tabs| {
                tabs.frozen = true;
                (tabs.waiting.take(), tabs.give_back.take())
            });
            let (waiting, give_back) = parts.unwrap_or_default();
            if let Some(waiting) = waiting {
                waiting.abort();
            }
            if let Some(give_back) = give_back {
                let _ = give_back.call0(&JsValue::NULL);
            }
        });
        let resume = Closure::<dyn FnMut()>::new(move || {
            self.connection.tabs(|tabs| tabs.frozen = false);
            self.say(Word::Who);
            self.queue_for_the_lead();
        });
        for (kind, then) in [("freeze", freeze), ("resume", resume)] {
            let _ = document().add_event_listener_with_callback(kind, then.as_ref().unchecked_ref());
            then.forget();
        }
    }

    fn lead(self, give_back: Option<Function>) {
        self.connection.tabs(|tabs| {
            tabs.give_back = give_back;
            tabs.waiting = None;
        });
        let from = self.connection.tab(Tab::lead).flatten();
        if from.is_some() {
            self.tell(Input::Start { cursor: from });
            self.present();
        }
        self.sending.adopt(self);
    }

    fn lost_the_lead(self) {
        self.connection.tab(Tab::follow);
        // What is shown as it was kept must still be renewed.
        let is_kept = self.connection.tab(|tab| tab.place()).flatten().is_none();
        let in_chat = self.session.phase.with_untracked(|phase| *phase == Phase::Chat);
        self.tell(if is_kept && in_chat { Input::Restore } else { Input::Stop });
        self.say(Word::Who);
        if self.connection.tabs(|tabs| tabs.frozen) == Some(false) {
            self.queue_for_the_lead();
        }
    }

    /// As the leader: says where it stands.
    pub fn present(self) {
        let status = self.connection.look();
        self.connection.tabs(|tabs| {
            if tabs.tab.leads() {
                tabs.say(Word::Here { cursor: tabs.tab.place(), status });
            }
        });
    }

    pub fn heed(self, heeds: Option<Vec<Heed>>) {
        for heed in heeds.into_iter().flatten() {
            match heed {
                Heed::Apply(events) => events.iter().for_each(|event| self.deliver(event)),
                Heed::Resync(snapshot) => self.renew(*snapshot),
                Heed::Say(word) => self.say(word),
                Heed::Show(status) => self.show_status(status),
                Heed::Present => {
                    self.tell(Input::Tick);
                    self.present();
                }
                Heed::Rewind(cursor) => {
                    self.tell(Input::Rewind { cursor });
                    self.present();
                }
                Heed::Hurry => self.tell(Input::Visible),
                Heed::Steal => self.steal_the_lead(),
                Heed::Active => {
                    self.session.last_input.set_value(now());
                    self.session.away.set_value(false);
                }
                Heed::SignOut => self.leave(true),
            }
        }
    }
}
