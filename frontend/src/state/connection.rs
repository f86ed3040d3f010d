//! Drives `natter-client`'s link: does what it asks for, and tells it what came of it.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::{Action, ConnId, Input, Link, LinkConfig, Status, Touched};
use web_sys::AbortController;

use super::App;
use crate::api::{calls, stream};
use crate::browser::{later, now};

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
    timer: Option<TimeoutHandle>,
}

impl Connection {
    pub fn new() -> Self {
        let link = Link::new(LinkConfig::default());
        let status = RwSignal::new(link.status());
        let engine = Engine { link, running: HashMap::new(), timer: None };
        Self { engine: StoredValue::new_local(engine), status }
    }

    /// Latency and the last event's time as they are now.
    pub fn look(self) -> Status {
        self.engine.with_value(|engine| engine.link.status())
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
        let actions = self
            .connection
            .engine
            .try_update_value(|engine| engine.link.on(input, now(), &mut js_sys::Math::random));
        for action in actions.unwrap_or_default() {
            self.act(action);
        }
    }

    fn act(self, action: Action) {
        match action {
            Action::OpenStream { conn, cursor } => self.open_stream(conn, cursor),
            Action::Poll { conn, cursor, wait_s } => self.poll(conn, cursor, wait_s),
            Action::Abort { conn } => self.connection.abort(conn),
            Action::Deliver(event) => {
                self.sending.saw(self, &event);
                let touched = self.replica.apply(&event);
                if touched.contains(&Touched::SessionEnded) {
                    self.leave(true);
                }
            }
            Action::Resync(_) => self.resync(),
            Action::SignedOut => self.leave(true),
            Action::Status(status) => {
                if status.transport.is_some() {
                    self.sending.kick(self);
                }
                self.connection.status.set(status);
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

    fn open_stream(self, conn: ConnId, cursor: Option<String>) {
        let Some(signal) = self.connection.began(conn) else { return };
        spawn_local(async move {
            match stream::Stream::open(cursor.as_deref(), &signal).await {
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
            let input = match calls::sync().await {
                Ok(snapshot) => {
                    let cursor = snapshot.cursor.clone();
                    self.replica.resync(snapshot);
                    Input::Resynced { cursor }
                }
                Err(failure) => Input::ResyncFailed { status: failure.status() },
            };
            self.tell(input);
        });
    }
}
