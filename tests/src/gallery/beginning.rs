//! What someone sees to whom nobody has said anything yet.

use super::gallery;
use crate::browser::Browser;

gallery! {
    /// A view of a server's first person, before there is anyone else.
    Beginning: FirstRun InboxZero NoThreads NoMentions NothingSaved NoDrafts NothingScheduled
}

impl Beginning {
    /// Goes there, from wherever the browser is.
    pub async fn open(self, browser: &Browser) {
        browser.goes_to(self.path()).await;
        match self {
            Self::FirstRun => drop(browser.sees("channels").await),
            Self::NothingScheduled => browser.clicks_and_sees("tab-scheduled", "nothing").await,
            Self::NoThreads => browser.reads("No threads yet").await,
            _ => drop(browser.sees("nothing").await),
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::FirstRun => "/",
            Self::InboxZero => "/inbox",
            Self::NoThreads => "/threads",
            Self::NoMentions => "/mentions",
            Self::NothingSaved => "/saved",
            Self::NoDrafts | Self::NothingScheduled => "/drafts",
        }
    }
}
