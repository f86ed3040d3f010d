//! Sends what people write, and keeps it on this device until it is said.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::{Draft, Item, Outbox, Post, Posted, Settled};
use natter_protocol::{Event, Message, MessageId, RoomId, UserId, routes};

use super::App;
use super::uploads::Uploads;
use super::watch::{Aspect, Watch};
use crate::api::{Failure, Method, call_with};
use crate::browser::{Timer, later, locks, message_id, now};
use crate::native;
use crate::text::t;

const KEPT: &str = "natter.outbox.";

#[derive(Debug, Clone, Copy)]
pub struct Sending {
    outbox: StoredValue<Outbox>,
    /// Where it is kept: one entry for each person and tab, so that tabs do not overwrite each other.
    kept_as: StoredValue<Option<String>>,
    /// This tab's name. It holds a lock of that name, so that others know that it will send what it keeps.
    tab: StoredValue<String>,
    timer: StoredValue<Option<Timer>>,
    watch: Watch,
    /// Files for messages that are being written.
    pub uploads: Uploads,
}

impl Sending {
    pub fn new(watch: Watch) -> Self {
        Self {
            outbox: StoredValue::new(Outbox::default()),
            kept_as: StoredValue::new(None),
            tab: StoredValue::new(String::new()),
            timer: StoredValue::new(None),
            watch,
            uploads: Uploads::new(),
        }
    }

    /// Takes this tab's name. A tab that was duplicated has the other one's, and needs one of its own.
    pub async fn claim(self) {
        if self.tab.with_value(|tab| !tab.is_empty()) {
            return;
        }
        let mut tab = native::tab();
        if locks::are_offered() && !locks::hold_if_free(&lock(&tab)).await {
            tab = native::another_tab();
            locks::hold_if_free(&lock(&tab)).await;
        }
        self.tab.set_value(tab);
    }

    /// What this person wrote here and is not said yet, and in tabs that were closed since.
    pub fn open(self, app: App, me: UserId) {
        let own = format!("{KEPT}{me}.{}", self.tab.get_value());
        self.outbox.set_value(native::read(&own).map(|kept| outbox(&kept)).unwrap_or_default());
        self.kept_as.set_value(Some(own));
        self.changed(None);
        self.adopt(app);
    }

    /// Takes over what tabs left behind that are closed, and sends what waits.
    pub fn adopt(self, app: App) {
        self.look_for_orphans(app);
        self.pump(app);
    }

    /// Takes over what tabs left behind that are closed.
    pub fn look_for_orphans(self, app: App) {
        let Some(own) = self.kept_as.get_value() else { return };
        let Some((of_me, _)) = own.rsplit_once('.') else { return };
        for name in native::names_beginning(&format!("{of_me}.")).into_iter().filter(|name| *name != own) {
            let tab = name.rsplit('.').next().unwrap_or_default().to_owned();
            let take = move || {
                let Some(kept) = native::read(&name).filter(|_| self.kept_as.with_value(Option::is_some))
                else {
                    return;
                };
                self.outbox.update_value(|own| own.adopt(outbox(&kept)));
                if self.changed(None) {
                    native::remove(&name);
                }
                self.pump(app);
            };
            if locks::are_offered() {
                spawn_local(async move { locks::while_free(&lock(&tab), take).await });
            } else {
                take();
            }
        }
    }

    /// Nothing goes out until the next [`Sending::open`]; what waits stays on the device.
    pub fn close(self) {
        self.kept_as.set_value(None);
        self.outbox.set_value(Outbox::default());
    }

    pub fn say(self, app: App, draft: Draft) {
        let (room, id) = (draft.room, message_id());
        self.outbox.update_value(|outbox| outbox.queue(id, draft, now()));
        if !self.changed(Some((room, id))) {
            app.overlay.trouble(t().not_remembered);
        }
        self.pump(app);
    }

    pub fn retry(self, app: App, item: &Item) {
        self.outbox.update_value(|outbox| {
            if outbox.clashed(item.id) {
                outbox.renew(item.id, message_id())
            } else {
                outbox.retry(item.id)
            };
        });
        self.changed(Some((item.draft.room, item.id)));
        self.pump(app);
    }

    /// The person gives it up.
    pub fn delete(self, app: App, item: &Item) {
        self.outbox.update_value(|outbox| {
            outbox.delete(item.id);
        });
        self.changed(Some((item.draft.room, item.id)));
        self.pump(app);
    }

    pub fn saw(self, app: App, event: &Event) {
        if self.outbox.with_value(Outbox::is_empty) {
            return;
        }
        let seen = self.outbox.try_update_value(|outbox| outbox.saw(event)).flatten();
        if let Some(seen) = seen {
            self.changed(Some((seen.draft.room, seen.id)));
            // The row turns from an echo into the message once the replica has it, a moment later.
            spawn_local(async move { self.pump(app) });
        }
    }

    /// The connection is back.
    pub fn kick(self, app: App) {
        self.adopt(app);
        if !self.outbox.with_value(Outbox::is_empty) {
            self.outbox.update_value(Outbox::kick);
            self.pump(app);
        }
    }

    /// The echoes of a room, or of one of its threads.
    pub fn items(self, room: RoomId, thread: Option<MessageId>) -> Vec<(MessageId, natter_protocol::Millis)> {
        self.watch.track(Aspect::Outbox(room));
        let is_here = |draft: &Draft| match thread {
            None => draft.thread.is_none() || draft.broadcast,
            Some(_) => draft.thread == thread,
        };
        self.outbox.with_value(|outbox| {
            let here = outbox.items(room).filter(|item| is_here(&item.draft));
            here.map(|item| (item.id, item.queued_at)).collect()
        })
    }

    pub fn item(self, id: MessageId) -> Option<Item> {
        self.watch.track(Aspect::Echo(id));
        self.outbox.with_value(|outbox| outbox.item(id).cloned())
    }

    pub fn waiting(self) -> usize {
        self.watch.track(Aspect::Waiting);
        self.outbox.with_value(Outbox::waiting)
    }

    /// Keeps it and shows it: what changed of one message, or all. False when this device cannot keep it.
    fn changed(self, part: Option<(RoomId, MessageId)>) -> bool {
        let mut kept = true;
        if let Some(name) = self.kept_as.get_value() {
            let whole = self.outbox.with_value(|outbox| {
                if outbox.is_empty() { None } else { serde_json::to_string(outbox).ok() }
            });
            match whole {
                Some(whole) => kept = native::write(&name, &whole),
                None => native::remove(&name),
            }
        }
        match part {
            Some((room, id)) => {
                for aspect in [Aspect::Outbox(room), Aspect::Echo(id), Aspect::Waiting] {
                    self.watch.notify(aspect);
                }
            }
            None => self.watch.notify_all(),
        }
        kept
    }

    /// Posts what is due, and comes back when more is.
    fn pump(self, app: App) {
        if self.kept_as.with_value(Option::is_none) {
            return;
        }
        let due = self.outbox.try_update_value(|outbox| outbox.due(now())).unwrap_or_default();
        for post in due {
            spawn_local(async move { self.post(app, post).await });
        }
        let at = self.outbox.with_value(Outbox::wake_at);
        let timer = at.and_then(|at| {
            let wait = u64::try_from(at.0 - now().0).unwrap_or(0);
            later(wait, move || self.pump(app))
        });
        if let Some(before) = self.timer.try_update_value(|old| std::mem::replace(old, timer)).flatten() {
            before.clear();
        }
    }

    async fn post(self, app: App, post: Post) {
        let Post { room, body } = post;
        let answer = call_with::<Message>(Method::Post, &routes::messages(room), &body).await;
        let posted = match answer {
            Ok(message) => Posted::Stored(Box::new(message)),
            Err(Failure::Network) => Posted::NoAnswer,
            Err(Failure::Refused { status, problem, retry_after_ms }) => {
                Posted::Answered { status, problem, retry_after_ms }
            }
        };
        let settled = self
            .outbox
            .try_update_value(|outbox| outbox.posted(body.id, posted, now(), &mut js_sys::Math::random));
        // The message stands in the replica before its echo goes, so that its row never leaves the page.
        if let Some(Settled::Sent(message)) = settled {
            app.replica.posted(&message);
            app.reached();
        }
        self.changed(Some((room, body.id)));
        self.pump(app);
    }
}

fn lock(tab: &str) -> String {
    format!("natter.tab.{tab}")
}

fn outbox(kept: &str) -> Outbox {
    natter_protocol::read::from_str(kept).unwrap_or_default()
}
