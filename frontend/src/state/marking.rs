//! How far one has read, here at once and on its way to the server: of each room and thread the newest mark only, and not
//! one for every message of a talk that is followed.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::{MessageId, RoomId, Seq};

use super::{App, Spot};
use crate::api::{Failure, calls};
use crate::browser::sleep;
use crate::native;

/// Between two marks of the same room, in milliseconds.
const PAUSE: i32 = 1_000;
/// After a mark that did not arrive.
const AGAIN: [i32; 5] = [500, 2_000, 5_000, 20_000, 60_000];

/// Where they are left for the page that comes after a reload.
const LEFT: &str = "natter.marks";

/// How far someone has read of a room, or of a thread.
type Mark = (Spot, Seq);

#[derive(Debug, Clone, Copy)]
pub struct Marking {
    /// The marks that are being told.
    told: StoredValue<Vec<Mark>>,
    /// Those that a page was telling that is no more, until it is known how far the server is.
    left: StoredValue<Vec<Mark>>,
}

impl Marking {
    pub fn new() -> Self {
        let left = native::take_left(LEFT).unwrap_or_default();
        Self {
            told: StoredValue::new(Vec::new()),
            left: StoredValue::new(left.lines().filter_map(mark_in).collect()),
        }
    }

    fn wanted(self, spot: Spot) -> Option<Seq> {
        self.told.with_value(|marks| marks.iter().find(|mark| mark.0 == spot).map(|mark| mark.1))
    }

    /// False when what was wanted before is still being told: it goes on with this.
    fn wants(self, spot: Spot, seq: Seq) -> bool {
        let is_told = self.wanted(spot).is_some();
        self.told.update_value(|marks| {
            marks.retain(|mark| mark.0 != spot);
            marks.push((spot, seq));
        });
        !is_told
    }

    /// Signed out: these are nobody's any more.
    pub fn forget_left(self) {
        self.left.set_value(Vec::new());
        let _ = native::take_left(LEFT);
    }

    fn forget(self, spot: Spot) {
        self.told.update_value(|marks| marks.retain(|mark| mark.0 != spot));
        let _ = native::take_left(LEFT);
    }
}

fn line_of(((room, thread), seq): &Mark) -> String {
    let thread = thread.map(|thread| thread.to_string()).unwrap_or_default();
    format!("{seq} {room} {thread}\n")
}

fn mark_in(line: &str) -> Option<Mark> {
    let mut words = line.split_whitespace();
    let (seq, room) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let thread = words.next().map(str::parse).transpose().ok()?;
    Some(((room, thread), seq))
}

impl App {
    /// Raises the read mark of a room.
    pub fn read_up_to(self, room: RoomId, seq: Seq) {
        self.raise_mark((room, None), seq);
    }

    /// Raises the read mark of a thread.
    pub fn read_thread_up_to(self, room: RoomId, thread: MessageId, seq: Seq) {
        self.raise_mark((room, Some(thread)), seq);
    }

    fn raise_mark(self, spot: Spot, seq: Seq) {
        if self.replica.raise_mark(spot, seq) {
            self.tell_mark(spot, seq);
        }
    }

    /// The chat is shown as this device kept it, which may be older than what was read since.
    pub fn hold_marks(self) {
        for (spot, seq) in self.marking.left.get_value() {
            self.replica.raise_mark(spot, seq);
        }
    }

    /// How far the server is was heard: marks on their way there still count, and what a reload cut off goes on.
    pub fn resume_marks(self) {
        for (spot, seq) in self.marking.told.get_value() {
            self.replica.raise_mark(spot, seq);
        }
        for (spot, seq) in self.marking.left.try_update_value(std::mem::take).unwrap_or_default() {
            self.raise_mark(spot, seq);
        }
    }

    /// Sets the read mark back to before a message; gives the new mark, none when it was unread already.
    pub fn mark_unread(self, room: RoomId, seq: Seq) -> Option<Seq> {
        let mark = self.replica.mark_unread(room, seq)?;
        self.tell_mark((room, None), mark);
        Some(mark)
    }

    /// Tells at once what waits for its turn: the page is left. A reload may cut that off: the next page goes on with it.
    pub fn tell_all_marks(self) {
        let marks = self.marking.told.get_value();
        if !marks.is_empty() {
            native::leave(LEFT, &marks.iter().map(line_of).collect::<String>());
        }
        for (spot, seq) in marks {
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

#[cfg(test)]
mod tests {
    use natter_protocol::Millis;

    use super::*;

    #[test]
    fn a_mark_is_found_again_in_its_line() {
        let (room, thread) = (RoomId::from_parts(Millis(1), 2), MessageId::from_parts(Millis(3), 4));
        for mark in [((room, None), 7), ((room, Some(thread)), 128)] {
            assert_eq!(mark_in(&line_of(&mark)), Some(mark));
        }
        for odd in ["", "7", "x y", "7 nowhere"] {
            assert_eq!(mark_in(odd), None, "{odd}");
        }
    }
}
