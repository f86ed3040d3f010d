//! Who is here, and who is typing: fleeting, never in the log.
//!
//! Each gateway tells the others of the people on it by core NATS: what changed, once a second; a
//! heartbeat with a counter every 5 s; all of it on request, when someone missed a step. A gateway that
//! is silent for 15 s has nobody on it any more.

mod board;
mod exchange;
mod typing;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use natter_protocol::{Presence as Here, UserId};
use tokio_util::sync::CancellationToken;

use crate::hub::Hub;
use crate::log::Log;
use crate::store::Store;
use board::Board;

/// The handle to presence. Cheap to clone.
#[derive(Clone)]
pub struct Presence(Arc<Inner>);

struct Inner {
    log: Log,
    hub: Hub,
    store: Store,
    board: Mutex<Board>,
}

/// Somebody has a stream or a poll open here, for as long as this lives.
pub struct Attendance {
    presence: Presence,
    user: UserId,
}

impl Drop for Attendance {
    fn drop(&mut self) {
        self.presence.board().leave(self.user);
    }
}

impl Presence {
    /// Begins to exchange presence and typing with the other gateways, until `stop`. People stay for `linger` after their
    /// last stream closed.
    #[must_use]
    pub fn start(log: &Log, hub: &Hub, store: &Store, linger: Duration, stop: CancellationToken) -> Self {
        let board = Mutex::new(Board::new(linger));
        let presence =
            Self(Arc::new(Inner { log: log.clone(), hub: hub.clone(), store: store.clone(), board }));
        let exchanging = presence.clone();
        let stopped = stop.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = stopped.cancelled() => exchanging.say_goodbye().await,
                () = exchanging.exchange() => {}
            }
        });
        let listening = presence.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = listening.hear_typing() => {}
            }
        });
        presence
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        self.0.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A stream or poll of this person opened.
    #[must_use]
    pub fn attend(&self, user: UserId) -> Attendance {
        self.board().enter(user);
        Attendance { presence: self.clone(), user }
    }

    /// The person's devices here are idle, or in use again.
    pub fn set_away(&self, user: UserId, away: bool) {
        self.board().set_away(user, away);
    }

    /// Those of these people who are not offline.
    #[must_use]
    pub fn among(&self, users: impl Iterator<Item = UserId>) -> BTreeMap<UserId, Here> {
        let board = self.board();
        users.filter_map(|user| Some((user, board.of(user)?))).collect()
    }
}
