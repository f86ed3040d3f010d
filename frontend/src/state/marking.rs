//! How far one has read, here at once and on its way to the server: of each room and thread the newest mark only, and not
//! one for every message of a talk that is followed.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::{MessageId, RoomId, Seq};

use super::{App, Spot};
use crate::api::{Failure, calls};
use crate::browser::sleep;

/// Between two marks of the same room, in milliseconds.
const PAUSE: i32 = 1_000;
/// After a mark that did not arrive.
const AGAIN: [i32; 5] = [500, 2_000, 5_000, 20_000, 60_000];

/// The marks that are being told.
#[derive(Debug, Clone, Copy)]
pub struct Marking(StoredValue<Vec<(Spot, Seq)>>);

impl Marking {
    pub fn new() -> Self {
        Self(StoredValue::new(Vec::new()))
    }

    fn wanted(self, spot: Spot) -> Option<Seq> {
        self.0.with_value(|marks| marks.iter().find(|mark| mark.0 == spot).map(|mark| mark.1))
    }

    /// False when what was wanted before is still being told: it goes on with this.
    fn wants(self, spot: Spot, seq: Seq) -> bool {
        let is_told = self.wanted(spot).is_some();
        self.0.update_value(|marks| {
            marks.retain(|mark| mark.0 != spot);
            marks.push((spot, seq));
        });
        !is_told
    }

    fn forget(self, spot: Spot) {
        self.0.update_value(|marks| marks.retain(|mark| mark.0 != spot));
    }
}

impl App {
    /// Raises the read mark of a room.
    pub fn read_up_to(self, room: RoomId, seq: Seq) {
        if self.replica.mark_read(room, seq) {
            self.tell_mark((room, None), seq);
        }
    }

    /// Raises the read mark of a thread.
    pub fn read_thread_up_to(self, room: RoomId, thread: MessageId, seq: Seq) {
        if self.replica.mark_thread_read(room, thread, seq) {
            self.tell_mark((room, Some(thread)), seq);
        }
    }

    /// Sets the read mark back to before a message; gives the new mark, none when it was unread already.
    pub fn mark_unread(self, room: RoomId, seq: Seq) -> Option<Seq> {
        let mark = self.replica.mark_unread(room, seq)?;
        self.tell_mark((room, None), mark);
        Some(mark)
    }

    /// Tells at once what waits for its turn: the page is left.
    pub fn tell_all_marks(self) {
        for (spot, seq) in self.marking.0.get_value() {
            spawn_local(async move {
                let _ = put(spot, seq).await;
            });
        }
    }

    fn tell_mark(self, spot: Spot, seq: Seq) {
        if !self.marking.wants(spot, seq) {
            return;
        }
        spawn_local(async move {
            let (mut told, mut waits) = (None, AGAIN.into_iter());
            while let Some(seq) = self.marking.wanted(spot).filter(|seq| told != Some(*seq)) {
                match put(spot, seq).await {
                    Err(failure) if failure.status().is_none_or(|status| status >= 500) => {
                        let Some(wait) = waits.next() else { break };
                        sleep(wait).await;
                    }
                    _ => {
                        (told, waits) = (Some(seq), AGAIN.into_iter());
                        sleep(PAUSE).await;
                    }
                }
            }
            self.marking.forget(spot);
        });
    }
}

async fn put((room, thread): Spot, seq: Seq) -> Result<(), Failure> {
    match thread {
        None => calls::mark_read(room, seq).await,
        Some(thread) => calls::mark_thread_read(room, thread, seq).await,
    }
}
