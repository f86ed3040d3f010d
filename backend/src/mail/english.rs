//! Mails in English.

use jiff::civil::DateTime;

use super::language::{Words, clock};

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) static ENGLISH: Words = Words {
    tag: "en",
    code: |server| format!("The code for your e-mail address at {server} is"),
    code_holds: "It holds for 30 minutes. Enter it in the settings, under Notifications. If you did not ask for it, \
                 there is nothing to do.",
    code_subject: |code, server| format!("{code} is your code at {server}"),
    missed: |server, count| format!("While you were away from {server}, {} came for you.", messages(count)),
    missed_subject: |server, count| format!("{server}: {} for you", messages(count)),
    said: |author, room, at| match room {
        Some(room) => format!("{author} in #{room}, {at}"),
        None => format!("{author}, {at}"),
    },
    moment,
    open: "Open",
    more: |count| format!("And {count} more"),
    why: |server| format!("You get these mails because your settings at {server} say so."),
    no_more: "No more of them",
    ask: "No more mails about what you missed?",
    yes: "No more mails",
    ended: "You get no more of these mails",
    again: "In the settings, under Notifications, they can be turned on again.",
};

fn messages(count: usize) -> String {
    if count == 1 { "1 message".to_owned() } else { format!("{count} messages") }
}

/// `Monday 24 November, 14:05`.
fn moment(at: DateTime, twelve_hours: bool) -> String {
    let weekday = WEEKDAYS[usize::from(at.weekday().to_monday_zero_offset().unsigned_abs())];
    let month = MONTHS[usize::from(at.month().unsigned_abs()) - 1];
    format!("{weekday} {} {month}, {}", at.day(), clock(at.time(), twelve_hours))
}
