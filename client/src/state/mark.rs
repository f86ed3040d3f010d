//! How far one has read. The mark is set by one's own devices, forwards or back, and raised by joining;
//! the two stand in different shards, so between them the time of the event decides.

use natter_protocol::{Millis, Seq};

#[derive(Debug, Clone, Default)]
pub(super) struct Mark {
    snapshot: Seq,
    read: Option<Read>,
    /// The last joining: its place and time.
    joined: Option<(Seq, Millis)>,
    own: Option<Own>,
}

/// The newest `read.updated`.
#[derive(Debug, Clone, Copy)]
struct Read {
    place: Seq,
    at: Millis,
    to: Seq,
}

/// What this device has set and the log has not brought back yet.
#[derive(Debug, Clone, Copy)]
struct Own {
    from: Seq,
    to: Seq,
}

impl Mark {
    pub(super) fn at(snapshot: Seq) -> Self {
        Self { snapshot, ..Self::default() }
    }

    pub(super) fn get(&self) -> Seq {
        self.own.map_or_else(|| self.logged(), |own| own.to)
    }

    fn logged(&self) -> Seq {
        match (self.read, self.joined) {
            (None, None) => self.snapshot,
            (Some(read), None) => read.to,
            (None, Some((joined, _))) => self.snapshot.max(joined),
            (Some(read), Some((_, at))) if read.at >= at => read.to,
            (Some(read), Some((joined, _))) => read.to.max(joined),
        }
    }

    /// This device sets it.
    pub(super) fn set(&mut self, to: Seq) {
        self.own = Some(Own { from: self.logged(), to });
    }

    /// The log says that one of the devices has set it.
    pub(super) fn read(&mut self, place: Seq, at: Millis, to: Seq) {
        if self.read.is_some_and(|read| read.place >= place) {
            return;
        }
        self.read = Some(Read { place, at, to });
        // What lies on the way to where this device has gone is its own earlier word; the rest is news.
        self.own = self.own.take_if(|own| {
            let (low, high) = (own.from.min(own.to), own.from.max(own.to));
            low < to && to < high
        });
        if let Some(own) = &mut self.own {
            own.from = to;
        }
    }

    pub(super) fn joined(&mut self, seq: Seq, at: Millis) {
        if self.joined.is_none_or(|(last, _)| last < seq) {
            self.joined = Some((seq, at));
            self.own = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_counts_forwards_or_back() {
        let mut mark = Mark::at(10);
        mark.read(5, Millis(50), 30);
        mark.read(7, Millis(70), 20);
        mark.read(6, Millis(60), 40);
        assert_eq!(mark.get(), 20);
    }

    #[test]
    fn joining_raises_it_unless_it_was_set_since() {
        let mut mark = Mark::at(10);
        mark.joined(25, Millis(60));
        assert_eq!(mark.get(), 25);
        mark.read(5, Millis(50), 15);
        assert_eq!(mark.get(), 25, "set before joining, heard of later");
        mark.read(6, Millis(70), 15);
        assert_eq!(mark.get(), 15);
    }

    #[test]
    fn the_devices_own_word_holds_until_the_log_has_it() {
        let mut mark = Mark::at(10);
        mark.set(20);
        mark.set(30);
        assert_eq!(mark.get(), 30);
        mark.read(1, Millis(1), 20);
        assert_eq!(mark.get(), 30, "its own earlier word coming back");
        mark.read(2, Millis(2), 30);
        mark.read(3, Millis(3), 25);
        assert_eq!(mark.get(), 25, "another device went back");
        mark.set(12);
        mark.read(4, Millis(4), 40);
        assert_eq!(mark.get(), 40, "another device went on");
    }
}
