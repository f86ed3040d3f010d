//! Who takes part in a thread.

use natter_protocol::{Message, UserId, limits};

/// Who may have to be told of a reply: those it names, who began the thread, those named there, and who
/// takes part already. Each once, the author left out. Whether they are still in the room is for SQL to say.
#[must_use]
pub fn concerned(root: &Message, mentions: &[UserId], taking_part: &[UserId], author: UserId) -> Vec<UserId> {
    let all = mentions.iter().chain([&root.author]).chain(&root.mentions).chain(taking_part);
    let mut concerned: Vec<UserId> = Vec::new();
    for user in all.filter(|user| **user != author) {
        if !concerned.contains(user) {
            concerned.push(*user);
        }
    }
    concerned.truncate(limits::THREAD_FOLLOWERS);
    concerned
}
