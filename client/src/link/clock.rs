//! A clock that never goes back, made of one that may be set back.

use natter_protocol::Millis;

#[derive(Debug, Default)]
pub(super) struct Clock {
    /// What was lost by setting the caller's clock back.
    offset: i64,
    latest: Option<i64>,
}

impl Clock {
    /// The caller's time as a time that never goes back.
    pub(super) fn inside(&mut self, now: Millis) -> i64 {
        let time = now.0.saturating_add(self.offset);
        let latest = self.latest.unwrap_or(time);
        if time < latest {
            self.offset += latest - time;
        }
        let time = time.max(latest);
        self.latest = Some(time);
        time
    }

    /// A time inside as the caller's clock would have it.
    pub(super) fn outside(&self, time: i64) -> Millis {
        Millis(time - self.offset)
    }

    pub(super) fn latest(&self) -> i64 {
        self.latest.unwrap_or(0)
    }
}
