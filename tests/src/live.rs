//! Following the chat as a client does: a snapshot, then the event stream with the client's own parser and
//! reducer, resumed from its cursor whenever it ends.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use natter_client::Loaded;
use natter_protocol::command::HistoryQuery;
use natter_protocol::{Reset, RoomId, SyncAnswer, routes};
use tokio::sync::watch;

use crate::http::{Call, Error};
use crate::patience::DEADLINE;
use crate::seen::{Seen, Then};
use crate::stream::{EventStream, Opened};

const PAUSE: Duration = Duration::from_millis(30);

/// A stream that is kept open in the background. It ends when dropped.
#[derive(Debug)]
pub struct Live {
    shared: Arc<Shared>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    token: String,
    address: watch::Sender<SocketAddr>,
    seen: Mutex<Seen>,
    changed: watch::Sender<()>,
}

impl Live {
    /// Takes a snapshot and follows from there.
    ///
    /// # Panics
    /// When there is no snapshot.
    pub async fn start(address: SocketAddr, token: &str) -> Self {
        let snapshot = snapshot(address, token).await.expect("a snapshot");
        let shared = Arc::new(Shared {
            token: token.to_owned(),
            address: watch::Sender::new(address),
            seen: Mutex::new(Seen::from_snapshot(snapshot)),
            changed: watch::Sender::new(()),
        });
        let task = tokio::spawn(follow(shared.clone()));
        Self { shared, task }
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        *self.shared.address.borrow()
    }

    /// Breaks the stream off and goes on at another address.
    pub fn move_to(&self, address: SocketAddr) {
        self.shared.address.send_replace(address);
    }

    /// Looks at what was seen.
    pub fn look<T>(&self, at: impl FnOnce(&Seen) -> T) -> T {
        self.shared.with(|seen| at(seen))
    }

    /// Waits until what was seen answers.
    ///
    /// # Panics
    /// When it does not, or when a stream did what it may not.
    pub async fn until<T>(&self, what: &str, answer: impl Fn(&Seen) -> Option<T>) -> T {
        let mut changed = self.shared.changed.subscribe();
        let looking = async {
            loop {
                self.check();
                if let Some(found) = self.look(&answer) {
                    return found;
                }
                let _ = changed.changed().await;
            }
        };
        match tokio::time::timeout(DEADLINE, looking).await {
            Ok(found) => found,
            Err(_) => {
                let seen = self.look(Seen::clone);
                let last: Vec<_> = seen.events.iter().rev().take(10).collect();
                panic!("waited {DEADLINE:?} in vain: {what}; {} streams, last events {last:?}", seen.streams)
            }
        }
    }

    fn check(&self) {
        let faults = self.look(|seen| seen.faults.clone());
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.task.abort();
        if !std::thread::panicking() {
            self.check();
        }
    }
}

/// # Errors
/// When there is no answer or another one.
pub async fn snapshot(address: SocketAddr, token: &str) -> Result<SyncAnswer, Error> {
    let answer = Call::get(routes::SYNC).bearer(token).send(address).await?;
    if answer.status == 200 { Ok(answer.json()) } else { Err(format!("{answer:?}").into()) }
}

async fn follow(shared: Arc<Shared>) {
    let mut address = shared.address.subscribe();
    loop {
        let at = *address.borrow_and_update();
        let over = tokio::select! {
            over = shared.one_stream(at) => over,
            _ = address.changed() => false,
        };
        if over {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

impl Shared {
    fn with<T>(&self, change: impl FnOnce(&mut Seen) -> T) -> T {
        change(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// One stream from its opening to its end; true when there is no point in coming back.
    async fn one_stream(&self, address: SocketAddr) -> bool {
        let cursor = self.with(|seen| seen.cursor.clone());
        let mut stream = match EventStream::open(address, &self.token, Some(&cursor)).await {
            Ok(Opened::Stream(stream)) => stream,
            Ok(Opened::Answer(answer)) if answer.status == 204 => {
                self.with(|seen| seen.signed_out = true);
                self.changed.send_replace(());
                return true;
            }
            Ok(Opened::Answer(_)) | Err(_) => return false,
        };
        self.with(|seen| seen.streams += 1);
        self.look_into_joined(address).await;
        let mut newest = BTreeMap::new();
        while let Some(frame) = stream.next().await {
            match self.with(|seen| seen.take(frame, &mut newest)) {
                Then::GoOn => {}
                Then::LookInto => self.look_into_joined(address).await,
                Then::Resync(reset) => {
                    self.resync(address, &reset).await;
                    return false;
                }
            }
            self.changed.send_replace(());
        }
        false
    }

    /// What a client does when it has joined: events do not say what was before. A stream that ends meanwhile leaves it
    /// to the next.
    async fn look_into_joined(&self, address: SocketAddr) {
        for room in self.with(|seen| seen.joined.clone()) {
            if self.look_into(address, room).await {
                self.with(|seen| seen.joined.remove(&room));
            }
        }
    }

    /// False when it has to be done again.
    async fn look_into(&self, address: SocketAddr, room: RoomId) -> bool {
        let newest = HistoryQuery::default();
        let call = |path| Call::get(path).bearer(&self.token).send(address);
        let (page, details) = tokio::join!(call(routes::messages(room)), call(routes::room(room)));
        let (Ok(page), Ok(details)) = (page, details) else { return false };
        if page.status == 200 && details.status == 200 {
            return self.with(|seen| {
                seen.chat.load_members(&details.json());
                seen.chat.load(room, &newest, page.json()) != Loaded::TooOld
            });
        }
        // Removed again meanwhile, and another event says so; or the gateway is about to end.
        page.status < 500 && details.status < 500
    }

    async fn resync(&self, address: SocketAddr, reset: &Reset) {
        if let Ok(snapshot) = snapshot(address, &self.token).await {
            self.with(|seen| {
                seen.resets.push(reset.reason);
                seen.cursor.clone_from(&snapshot.cursor);
                seen.chat.resync(snapshot);
            });
            self.changed.send_replace(());
        }
    }
}
