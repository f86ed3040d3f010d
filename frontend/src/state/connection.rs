//! Drives `natter-client`'s link: does what it asks for, and tells it what came of it. Of the tabs of a browser only
//! one does so at a time (`tabs.rs`).

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::{Action, ConnId, Input, Link, LinkConfig, Phase, Status, Tab, Touched, Word};
use natter_protocol::{Event, SyncAnswer};
use web_sys::AbortController;

use super::App;
use super::release::look_for_release;
use super::tabs::Tabs;
use crate::api::{calls, stream};
use crate::browser::{Timer, later, now, reload};

#[derive(Debug, Clone, Copy)]
pub struct Connection {
    engine: StoredValue<Engine, LocalStorage>,
    /// What to tell the person.
    pub status: RwSignal<Status>,
}

#[derive(Debug)]
struct Engine {
    link: Link,
    running: HashMap<ConnId, AbortController>,
    timer: Option<Timer>,
    tabs: Tabs,
}

impl Connection {
    pub fn new() -> Self {
        let link = Link::new(LinkConfig::default());
        let status = RwSignal::new(link.status());
        let engine = Engine { link, running: HashMap::new(), timer: None, tabs: Tabs::new() };
        Self { engine: StoredValue::new_local(engine), status }
    }

    /// Latency and the last event's time as they are now.
    pub fn look(self) -> Status {
        if self.tab(|tab| tab.leads()) == Some(true) {
            self.engine.with_value(|engine| engine.link.status())
        } else {
            self.status.get_untracked()
        }
    }

    pub fn tabs<T>(self, how: impl FnOnce(&mut Tabs) -> T) -> Option<T> {
        self.engine.try_update_value(|engine| how(&mut engine.tabs))
    }

    pub fn tab<T>(self, how: impl FnOnce(&mut Tab) -> T) -> Option<T> {
        self.tabs(|tabs| how(&mut tabs.tab))
    }

    /// What the link says to do. The others are told of what it brought, and up to where.
    fn turn(self, input: Input) -> Vec<Action> {
        let turn = self.engine.try_update_value(|engine| {
            let mut actions = engine.link.on(input, now(), &mut js_sys::Math::random);
            let tab = &engine.tabs.tab;
            if tab.leads() && tab.place().is_some() {
                let moved = engine.link.cursor().is_some_and(|cursor| engine.tabs.tab.reached(cursor));
                let events: Vec<Event> = actions
                    .iter()
                    .filter_map(|action| match action {
                        Action::Deliver(event) => Some((**event).clone()),
                        _ => None,
                    })
                    .collect();
                if moved || !events.is_empty() {
                    let cursor = engine.tabs.tab.place();
                    engine.tabs.say(Word::Events { events, cursor });
                }
            } else if !tab.leads() {
                // A tab that only follows is not about to connect.
                actions.retain(|action| !matches!(action, Action::Status(s) if s.phase == Phase::Connecting));
            }
            actions
        });
        turn.unwrap_or_default()
    }

    fn began(self, conn: ConnId) -> Option<web_sys::AbortSignal> {
        let abort = AbortController::new().ok()?;
        let signal = abort.signal();
        self.engine.update_value(|engine| {
            engine.running.insert(conn, abort);
        });
        Some(signal)
    }

    fn ended(self, conn: ConnId) {
        self.engine.update_value(|engine| {
            engine.running.remove(&conn);
        });
    }

    fn abort(self, conn: ConnId) {
        let running = self.engine.try_update_value(|engine| engine.running.remove(&conn)).flatten();
        if let Some(abort) = running {
            abort.abort();
        }
    }
}

impl App {
    /// Tells the link what happened and does what it says.
    pub fn tell(self, input: Input) {
        for action in self.connection.turn(input) {
            self.act(action);
        }
    }

    /// Somebody looks, or presses "Retry now": whoever has the connection does not wait any longer.
    pub fn hurry(self) {
        self.tell(Input::RetryNow);
        self.say(Word::Hurry);
    }

    /// The server answered something else: what waits for the next try need not.
    pub fn reached(self) {
        let waits = |status: &Status| matches!(status.phase, Phase::Reconnecting { next_try: Some(_) });
        if self.connection.status.with_untracked(waits) {
            self.hurry();
        }
    }

    fn act(self, action: Action) {
        match action {
            Action::OpenStream { conn, cursor, post } => self.open_stream(conn, cursor, post),
            Action::Poll { conn, cursor, wait_s } => self.poll(conn, cursor, wait_s),
            Action::Abort { conn } => self.connection.abort(conn),
            Action::Deliver(event) => self.deliver(&event),
            Action::Resync(_) => self.resync(),
            Action::SignedOut => {
                self.say(Word::SignedOut);
                self.leave(true);
            }
            Action::Status(status) => {
                self.show_status(status);
                self.present();
            }
            Action::WakeAt(at) => {
                let wait = u64::try_from(at.0 - now().0).unwrap_or(0);
                let timer = later(wait, move || self.tell(Input::Tick));
                let before = self
                    .connection
                    .engine
                    .try_update_value(|engine| std::mem::replace(&mut engine.timer, timer));
                if let Some(before) = before.flatten() {
                    before.clear();
                }
            }
        }
    }

    /// Something happened, as this tab's own connection says or another's.
    pub fn deliver(self, event: &Event) {
        self.sending.saw(self, event);
        let touched = self.replica.apply(event);
        self.notify(&touched);
        if touched.contains(&Touched::Own) {
            self.drafts.merge(self);
            self.came_due(event);
        }
        if touched.contains(&Touched::SessionEnded) {
            self.leave(true);
        }
    }

    pub fn show_status(self, status: Status) {
        if self.connection.status.with_untracked(|shown| *shown == status) {
            return;
        }
        if status.transport.is_some() {
            self.sending.kick(self);
        }
        if matches!(status.phase, Phase::Back { .. }) {
            look_for_release();
        }
        self.connection.status.set(status);
    }

    fn open_stream(self, conn: ConnId, cursor: Option<String>, post: bool) {
        let Some(signal) = self.connection.began(conn) else { return };
        spawn_local(async move {
            match stream::Stream::open(cursor.as_deref(), post, &signal).await {
                Ok(stream) => {
                    self.tell(Input::StreamOpened { conn });
                    while let Some(bytes) = stream.next().await {
                        self.tell(Input::StreamBytes { conn, bytes });
                    }
                    self.connection.ended(conn);
                    self.tell(Input::StreamClosed { conn });
                }
                Err(stream::Trouble { status, retry_after_ms }) => {
                    self.connection.ended(conn);
                    self.tell(Input::StreamFailed { conn, status, retry_after_ms });
                }
            }
        });
    }

    fn poll(self, conn: ConnId, cursor: Option<String>, wait_s: u32) {
        let Some(signal) = self.connection.began(conn) else { return };
        spawn_local(async move {
            let answer = stream::poll(cursor.as_deref(), wait_s, &signal).await;
            self.connection.ended(conn);
            self.tell(match answer {
                Ok(answer) => Input::PollAnswered { conn, answer },
                Err(stream::Trouble { status, retry_after_ms }) => {
                    Input::PollFailed { conn, status, retry_after_ms }
                }
            });
        });
    }

    fn resync(self) {
        spawn_local(async move {
            match calls::sync().await {
                Ok(snapshot) => self.resynced(snapshot),
                Err(failure) => self.tell(Input::ResyncFailed { status: failure.status() }),
            }
        });
    }

    /// Goes on from a fresh snapshot, with what this device knows better.
    pub fn renew(self, snapshot: SyncAnswer) {
        self.replica.resync(snapshot);
        self.resume_marks();
        self.drafts.merge(self);
    }

    fn resynced(self, snapshot: SyncAnswer) {
        let (cursor, me) = (snapshot.cursor.clone(), snapshot.me.user.id);
        if self.replica.me().is_some_and(|before| before != me) {
            // Someone else has signed in in this browser since.
            self.forget_kept();
            return reload();
        }
        let leads = self.connection.tab(|tab| tab.leads()) == Some(true);
        let was_kept = self.connection.tab(|tab| tab.place()).flatten().is_none();
        let heeds = was_kept.then(|| self.connection.tab(|tab| tab.enter(me, cursor.clone()))).flatten();
        if leads {
            self.say(Word::Snapshot(Box::new(snapshot.clone())));
        }
        self.renew(snapshot);
        // Of several tabs only one goes on by itself.
        self.tell(if leads { Input::Resynced { cursor } } else { Input::Stop });
        self.heed(heeds);
        if was_kept {
            self.session.renewed.update(|times| *times += 1);
            self.settle_notifications_soon();
        }
    }
}
