//! Polls: asking, and voting on what was asked.

mod ask;
mod show;

pub use ask::AskPoll;
pub use show::PollView;
