//! The English of running a server. Whoever adds a text here adds it to `admin_german.rs` too.

use super::texts::of;

texts! {
AdminText = ENGLISH;
words {
    administration = "Administration",

    // People
    people = "People",
    find_people = "Find people by name",
    role_owner = "Owner",
    role_admin = "Admin",
    role_member = "Member",
    role = "Role",
    never_seen = "Signed in nowhere",
    two_factor = "Two-factor",
    deactivate = "Deactivate",
    deactivate_note = "They are signed out everywhere at once and cannot come back. What they said stays.",
    reactivate = "Reactivate",
    make_reset = "Make a link for a new password",
    reset_note = "Send it to them on another way. It is good for a day and for one use.",
    reset_link = "Link for a new password",
    remove_two_factor = "Remove two-factor",
    remove_two_factor_note = "For who has lost telephone and recovery codes. Make sure that it is really them who asks.",
    two_factor_removed = "Signing in takes only the password now",
    load_more = "Show more",

    // Invitations
    invitations = "Invitations",
    invitations_note = "Whoever has such a link can create an account here.",
    new_invitation = "New invitation",
    uses = "Uses",
    good_for = "Good for",
    one_day = "1 day",
    seven_days = "7 days",
    thirty_days = "30 days",
    withdraw = "Withdraw",
    no_invitations = "No invitation is open.",

    // Rooms
    rooms = "Channels",
    rooms_note = "You see that private channels exist, and not what is said in them.",
    archive = "Archive",
    archive_note = "It can still be read, and nothing changes in it any more.",
    unarchive = "Use again",
    archived = "Archived",

    // Emoji
    emoji_page = "Emoji of this server",
    emoji_note = "Small pictures that everyone here can write as :name: and react with. PNG, GIF, WebP or JPEG, at most 256 KB.",
    emoji_name_hint = "Small letters, digits, _, + and -",
    choose_picture = "Choose a picture",
    add_emoji = "Add",
    no_emoji = "There are none yet.",
    remove_emoji_note = "Where it was written its name stands then.",

    // Server
    server = "Server",
    server_name = "Name of the server",
    version = "Version",
    running_for = "Running for",
    database = "Database",
    streams = "Live streams open",
    polls = "Polls answered",
    accounts = "Accounts",
    messages = "Messages",
    dead_letters = "Events not written",
    dead_letters_note = "Events stand in the log that the database could not take. Look into the server's log.",
    shard = "Shard",
    log_read = "Log read to",
    log_written = "Database at",
    behind = "Behind",

    // Audit
    audit = "Audit log",
    audit_note = "What owners and admins did.",
    nothing_done = "Nothing was done yet.",
}
sentences {
    deactivate_question(name: &str) = format!("Deactivate {name}?"),
    remove_two_factor_question(name: &str) = format!("Remove two-factor from {name}?"),
    archive_question(room: &str) = format!("Archive #{room}?"),
    link_for(name: &str) = format!("A new password for {name}"),
    uses_left(uses: u32) = of(uses as usize, "use left", "uses left"),
    expires(when: &str) = format!("until {when}"),
    made_by(name: &str) = format!("by {name}"),
    devices(count: u32) = of(count as usize, "device", "devices"),
    seen(day: &str) = match day {
        "Today" | "Yesterday" => format!("last seen {}", day.to_ascii_lowercase()),
        day => format!("last seen {day}"),
    },
    people_in(count: u32) = of(count as usize, "person", "people"),
    days(count: u64) = of(count as usize, "day", "days"),
    hours(count: u64) = of(count as usize, "hour", "hours"),
    minutes(count: u64) = of(count as usize, "minute", "minutes"),
    gave_role(by: &str, to: &str, role: &str) = format!("{by} made {to} {role}"),
    did_deactivate(by: &str, whom: &str) = format!("{by} deactivated {whom}"),
    did_reactivate(by: &str, whom: &str) = format!("{by} reactivated {whom}"),
    did_reset(by: &str, whom: &str) = format!("{by} made a link for a new password of {whom}"),
    did_remove_two_factor(by: &str, whom: &str) = format!("{by} removed the second factor of {whom}"),
    did_archive(by: &str, room: &str) = format!("{by} archived #{room}"),
    did_unarchive(by: &str, room: &str) = format!("{by} brought #{room} back into use"),
    did_rename(by: &str, name: &str) = format!("{by} called the server “{name}”"),
    remove_emoji_question(name: &str) = format!("Delete {name}?"),
    did_add_emoji(by: &str, name: &str) = format!("{by} added the emoji :{name}:"),
    did_remove_emoji(by: &str, name: &str) = format!("{by} deleted the emoji :{name}:"),
    did_something(by: &str) = format!("{by} did something that this version does not know"),
}
}
