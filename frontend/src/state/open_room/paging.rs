//! More of the history, before either end of the page comes into view.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::command::HistoryQuery;

use super::{Loaded, Loading, OpenRoom, Span, loaded};

impl OpenRoom {
    /// The end of the page that is close to the view wants more.
    pub fn more_older(self) {
        if self.loading.with_untracked(|loading| *loading != Loading::Idle) {
            return;
        }
        let Some((span, query)) =
            self.with_window(|window| (self.span.get_untracked().older(&loaded(window)), window.older))
        else {
            return;
        };
        match (span, query) {
            (Some(span), _) => self.span.set(span),
            (None, Some(query)) => self.fetch_more(Loading::Older, query, Span::older),
            (None, None) => {}
        }
    }

    /// As [`OpenRoom::more_older`], at the other end.
    pub fn more_newer(self) {
        if self.loading.with_untracked(|loading| *loading != Loading::Idle) {
            return;
        }
        let Some((span, query)) =
            self.with_window(|window| (self.span.get_untracked().newer(&loaded(window)), window.newer))
        else {
            return;
        };
        match (span, query) {
            (Some(span), _) => self.span.set(span),
            (None, Some(query)) => self.fetch_more(Loading::Newer, query, Span::newer),
            (None, None) => {}
        }
    }

    fn fetch_more(self, what: Loading, mut query: HistoryQuery, grow: fn(Span, &Loaded) -> Option<Span>) {
        let turn = self.turn.get_value();
        let is_older = what == Loading::Older;
        self.loading.set(what);
        spawn_local(async move {
            while self.fetch(turn, query).await {
                let grown = self.with_window(|window| grow(self.span.get_untracked(), &loaded(window)));
                if let Some(span) = grown.flatten() {
                    self.span.set(span);
                    break;
                }
                // Nothing of it shows in the room: these were replies in threads. Further, then.
                let next = self.with_window(|window| if is_older { window.older } else { window.newer });
                let goes_on = |next: &HistoryQuery| {
                    if is_older { next.before < query.before } else { next.after > query.after }
                };
                match next.flatten().filter(goes_on) {
                    Some(next) => query = next,
                    None => break,
                }
            }
            if self.turn.try_get_value() == Some(turn) {
                self.loading.set(Loading::Idle);
            }
        });
    }
}
