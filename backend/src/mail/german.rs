//! Mails in German.

use jiff::civil::DateTime;

use super::language::{Words, clock};

const WEEKDAYS: [&str; 7] = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];
const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

pub(super) static GERMAN: Words = Words {
    tag: "de",
    code: |server| format!("Der Code für deine E-Mail-Adresse bei {server} ist"),
    code_holds: "Er gilt 30 Minuten lang. Gib ihn in den Einstellungen unter „Benachrichtigungen“ ein. Wenn du ihn \
                 nicht angefordert hast, brauchst du nichts zu tun.",
    code_subject: |code, server| format!("{code} ist dein Code bei {server}"),
    missed: |server, count| match count {
        1 => format!("Während du nicht bei {server} warst, ist eine Nachricht für dich gekommen."),
        _ => format!("Während du nicht bei {server} warst, sind {count} Nachrichten für dich gekommen."),
    },
    missed_subject: |server, count| match count {
        1 => format!("{server}: 1 Nachricht für dich"),
        _ => format!("{server}: {count} Nachrichten für dich"),
    },
    said: |author, room, at| match room {
        Some(room) => format!("{author} in #{room}, {at}"),
        None => format!("{author}, {at}"),
    },
    moment,
    open: "Öffnen",
    more: |count| format!("Und {count} weitere"),
    why: |server| format!("Du bekommst diese Mails, weil deine Einstellungen bei {server} es so wollen."),
    no_more: "Keine mehr davon",
    ask: "Keine Mails mehr über Verpasstes?",
    yes: "Keine Mails mehr",
    ended: "Du bekommst keine dieser Mails mehr",
    again: "In den Einstellungen unter „Benachrichtigungen“ kannst du sie wieder einschalten.",
};

/// `Montag, 24. November, 14:05`.
fn moment(at: DateTime, twelve_hours: bool) -> String {
    let weekday = WEEKDAYS[usize::from(at.weekday().to_monday_zero_offset().unsigned_abs())];
    let month = MONTHS[usize::from(at.month().unsigned_abs()) - 1];
    format!("{weekday}, {}. {month}, {}", at.day(), clock(at.time(), twelve_hours))
}
