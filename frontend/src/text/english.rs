//! English, and with it the list of all texts. Whoever adds one here adds it to `german.rs` too.

use natter_client::format::{Day, Weekday, count};

use super::texts::of;

texts! {
Text = ENGLISH;
words {
    // The door
    set_up = "Set up your server",
    set_up_note = "You are the first one here. The account you create now owns this server.",
    register_note = "Choose how people will know you.",
    create_owner = "Create the owner account",
    create_account = "Create account",
    sign_in = "Sign in",
    your_name = "Your name",
    your_name_example = "Ana Duarte",
    username = "Username",
    username_hint = "2 to 32 characters: letters a to z, digits, and . - _ inside. People write @username to call you.",
    password = "Password",
    password_hint = "At least 8 characters. A few words in a row make a good one.",
    show_password = "Show the password",
    optional = "optional",
    needed = "This is needed.",
    no_account_yet = "No account yet?",
    have_account = "You have an account?",
    ask_for_invite = "No account yet? Ask someone here for an invitation.",
    invite_does_not_work = "This invitation does not work",
    session_ended = "Your session has ended. Sign in to go on where you were.",
    door_foot = "Natter · team chat for any network",
    cannot_reach = "The server cannot be reached. Trying again…",

    // The sidebar
    rooms = "Rooms",
    channels = "Channels",
    direct_messages = "Direct messages",
    add_channels = "Add channels",
    browse_channels = "Browse channels",
    create_channel = "Create a channel",
    new_message = "New message",
    invite_people = "Invite people",
    jump_to = "Search or jump to…",
    jump_to_placeholder = "Where to? A channel or a person",
    nothing_found = "Nothing is called like that.",
    unread = "unread",
    draft = "Draft",
    online = "Online",
    away = "Away",
    offline = "Offline",
    theme = "Theme",
    theme_system = "System",
    theme_light = "Light",
    theme_dark = "Dark",
    language = "Language",
    sign_out = "Sign out",

    // The connection
    live_stream = "Live stream",
    compatibility_mode = "Compatibility mode",
    connecting = "Connecting",
    latency = "Latency",
    last_event = "Last event",
    stream_note = "Messages arrive the moment they are sent.",
    poll_note = "This network does not let streams through. Messages arrive all the same.",
    offline_note = "You can keep writing. It is sent when the connection is back.",
    retry_now = "Retry now",

    // The room
    members = "Members",
    add_topic = "Add a topic",
    back_to_rooms = "Back to the rooms",
    copy_room_link = "Copy link to channel",
    add_people = "Add people",
    edit_channel = "Edit name and topic",
    leave_channel = "Leave channel",
    leave = "Leave",
    leave_note = "You can come back at any time.",
    leave_private_note = "It is private: to come back you need someone to add you.",
    join = "Join",
    join_channel = "Join channel",
    open = "Open",
    no_rooms = "No rooms yet",
    no_rooms_note = "Find a channel to join, or begin one.",
    not_in_room = "You are not in this room",
    not_in_room_note = "It does not exist, or it is private. Someone who is in it can add you.",
    find_members = "Find members",
    owner = "Owner",
    moderator = "Moderator",
    make_owner = "Make owner",
    make_moderator = "Make moderator",
    make_member = "Make member",
    remove_from_channel = "Remove from channel",
    send_message = "Send a message",
    you = "(you)",
    someone = "Someone",
    more = "More",

    // Messages
    messages = "Messages",
    messages_failed = "The messages could not be loaded",
    new = "New",
    jump = "Jump",
    mark_read = "Mark read",
    jump_to_end = "Jump to the newest message",
    edited = "(edited)",
    message_deleted = "This message was deleted.",
    earlier_message = "An earlier message",
    undo = "Undo",
    sending = "Sending…",
    not_sent = "Not sent",
    retry = "Retry",
    delete = "Delete",
    edit = "Edit",
    reply = "Reply",
    copy_link = "Copy link",
    link_copied = "Link copied",
    not_copied = "This browser does not let Natter copy.",
    add_reaction = "Add reaction",
    you_reacted = "You",
    message_tools = "Message actions",
    emoji = "Emoji",
    done = "Done",
    not_done = "Not done",
    typing_several = "Several people are typing…",

    // The composer
    send = "Send",
    formatting = "Formatting",
    bold = "Bold",
    italic = "Italic",
    strike = "Strikethrough",
    link = "Link",
    list = "Bulleted list",
    list_ordered = "Numbered list",
    quote = "Quote",
    code = "Code",
    code_block = "Code block",
    mention_someone = "Mention someone",
    attach = "Attach files",
    files = "Files",
    upload_waits = "Waiting for the server…",
    sends_when_uploaded = "Sends once everything is uploaded · press again to hold it",
    remove_file = "Remove",
    editor_hint = "Enter saves, Esc cancels",

    // Files
    download = "Download",
    zoom = "Zoom",
    previous = "Previous",
    next = "Next",
    file_too_large = "This file is too large for this server.",
    upload_gone = "The server no longer has this upload. Retry begins anew.",

    // Dialogs
    close = "Close",
    dismiss = "Dismiss",
    cancel = "Cancel",
    save = "Save",
    add = "Add",
    remove = "Remove",
    create = "Create",
    copy = "Copy",
    copied = "Copied",
    try_again = "Try again",
    name = "Name",
    topic = "Topic",
    channel_name_example = "design-review",
    topic_example = "What is it about?",
    who_may_see = "Who may see it",
    public = "Public",
    public_note = "Everyone on this server can find and join it.",
    private = "Private",
    private_note = "Only people who are added know of it.",
    search_channels = "Search channels",
    find_people = "Find people by name",
    nobody_found = "Nobody is called like that.",
    people = "People",
    start_conversation = "Start conversation",
    invite_note = "Whoever has this link can create an account here.",
    invite_link = "Invitation link",

    // Keys
    keys = "Keyboard shortcuts",
    keys_everywhere = "Everywhere",
    keys_writing = "Writing",
    keys_message = "On a message",
    key_switcher = "Jump to a room or a person",
    key_next_room = "Next room",
    key_previous_room = "Previous room",
    key_next_unread = "Next unread room",
    key_previous_unread = "Previous unread room",
    key_mark_read = "Mark the room read",
    key_unread = "Jump to the oldest unread message",
    key_pane = "Show or hide the members",
    key_end = "Jump to the newest message",
    key_list = "This list",
    key_send = "Send",
    key_line = "New line",
    key_attach = "Attach files",
    key_edit_last = "Edit your last message (in an empty field)",
    key_accept = "Accept a suggestion",
    key_move = "Move between messages",
    key_react = "React",
    key_reply = "Reply",
    key_edit = "Edit",
    key_delete = "Delete",

    // Problems
    no_answer = "The server did not answer. Check your connection and try again.",
    wrong_credentials = "Username or password is wrong.",
    username_taken = "This username is taken.",
    room_name_taken = "A channel of this name exists.",
    invite_invalid = "It is unknown, used up or expired. Ask for a new one.",
    invite_required = "You need an invitation to register here.",
    registration_closed = "This server takes no new accounts.",
    rate_limited = "That was a bit much at once. Wait a moment and try again.",
    last_owner = "You are the only owner. Make someone else an owner first.",
    forbidden = "You may not do this.",
    room_not_found = "This room does not exist, or you are not in it.",
    message_gone = "This message does not exist any more.",
    text_too_long = "This is too long for one message.",
    server_trouble = "Something went wrong on the server. Try again in a moment.",
}
sentences {
    sign_in_to(server: &str) = format!("Sign in to {server}"),
    join_server(server: &str) = format!("Join {server}"),
    invites_you(by: &str, server: &str) = format!("{by} invites you to {server}"),
    odd_answer(status: u16) = format!("The server answered in an unexpected way ({status})."),

    day_name(day: Day) = match day {
        Day::Today => "Today".to_owned(),
        Day::Yesterday => "Yesterday".to_owned(),
        Day::Date { weekday, day, month, year } => {
            let date = format!("{} {day} {}", weekday_name(weekday), month_name(month));
            year.map_or(date.clone(), |year| format!("{date} {year}"))
        }
    },

    connection(how: &str) = format!("Connection: {how}"),
    reconnecting(seconds: Option<u32>) = match seconds {
        Some(seconds) => format!("Reconnecting… next try in {seconds} s"),
        None => "Reconnecting…".to_owned(),
    },
    offline_since(since: &str, waiting: usize) = match waiting {
        0 => format!("Offline since {since}. You can keep writing."),
        waiting => format!(
            "Offline since {since}. You can keep writing; {} {}.",
            of(waiting, "message", "messages"),
            if waiting == 1 { "waits" } else { "wait" },
        ),
    },
    back_online(caught_up: u32) = match caught_up {
        0 => "Back online".to_owned(),
        caught_up => format!("Back online · {caught_up} caught up"),
    },

    room_spoken(presence: Option<&str>, unread: bool, badge: u32) = {
        let mut spoken = presence.map(str::to_owned).unwrap_or_default();
        match badge {
            0 if unread => spoken.push_str(", unread"),
            0 => {}
            badge => spoken.push_str(&format!(", {} for you", of(badge as usize, "message", "messages"))),
        }
        spoken
    },
    members_count(members: u32) = of(members as usize, "member", "members"),
    welcome_to(room: &str) = format!("Welcome to #{room}"),
    room_beginning(room: &str) = format!("This is the very beginning of #{room}."),
    direct_beginning(names: &str) = format!("This is the beginning of your conversation with {names}."),
    leave_question(room: &str) = format!("Leave {room}?"),
    add_people_to(room: &str) = format!("Add people to {room}"),
    no_channel_found(search: &str) = match search.trim() {
        "" => "There are no channels yet.".to_owned(),
        search => format!("No channel matches “{search}”."),
    },
    invite_to(server: &str) = format!("Invite people to {server}"),
    invite_limits(uses: u32, until: &str) =
        format!("Good for {} until {until}.", of(uses as usize, "person", "people")),

    message_to(room: &str) = format!("Message {room}"),
    message_by(name: &str, time: &str) = format!("{name}, {time}"),
    new_since(number: u32, since: Option<&str>) = match since {
        Some(since) => format!("{} new since {since}", count(number)),
        None => format!("{} new", count(number)),
    },
    new_below(number: usize) = format!("{number} new"),
    react_with(emoji: &str) = format!("React with {emoji}"),
    reacted(names: &str, more: usize, emoji: &str) = match more {
        0 => format!("{names} reacted with {emoji}"),
        more => format!("{names} and {more} more reacted with {emoji}"),
    },
    too_many_files(most: usize) = format!("A message takes at most {most} files."),
    drop_files(room: &str) = format!("Drop files to share them in {room}"),
    remove_named(name: &str) = format!("Remove {name}"),
    open_named(name: &str) = format!("Open {name}"),
    download_named(name: &str) = format!("Download {name}"),
    typing_one(name: &str) = format!("{name} is typing…"),
    typing_two(one: &str, two: &str) = format!("{one} and {two} are typing…"),
}
}

fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// `month` is 1 to 12.
fn month_name(month: u32) -> &'static str {
    const NAMES: [&str; 12] = [
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
    NAMES.get((month as usize).wrapping_sub(1)).copied().unwrap_or_default()
}
