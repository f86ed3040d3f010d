//! The English of the settings. Whoever adds a text here adds it to `settings_german.rs` too.

use super::texts::of;

texts! {
SettingsText = ENGLISH;
words {
    back = "Back to all settings",
    account = "Your account",
    this_device = "This device",
    device_note = "These choices stay on this device.",

    // Profile
    profile = "Profile",
    profile_note = "Everyone on this server sees it.",
    title = "Title",
    title_example = "Design, Lisbon office",
    pronouns = "Pronouns",
    pronouns_example = "she/her",
    time_zone = "Time zone",
    time_zone_none = "Do not show one",
    time_zone_hint = "Others see what time it is where you are.",
    username_fixed = "People write it to call you. It cannot be changed.",
    choose_picture = "Choose a picture",
    remove_picture = "Remove it",
    saved = "Saved",

    // Password
    change_password = "Change password",
    password_note = "All your other devices are signed out.",
    current_password = "Current password",
    new_password = "New password",
    password_changed = "Your password has changed",

    // Two-factor
    two_factor = "Two-factor sign-in",
    two_factor_note = "Signing in then takes your password and a code that an authenticator app on your telephone shows.",
    two_factor_on = "Two-factor sign-in is on",
    two_factor_off = "Two-factor sign-in is off",
    turn_on = "Turn on",
    turn_off = "Turn off",
    scan = "Scan this with your authenticator app",
    scan_else = "Or type this key into it:",
    code_of_app = "Code that the app shows",
    confirm = "Confirm",
    recovery = "Your recovery codes",
    recovery_note = "Each of them lets you in once when your telephone is gone. They are shown only now: keep them in a safe place.",
    recovery_kept = "I have kept them",
    copy_codes = "Copy all",
    turn_off_note = "Your password is needed for that.",

    // E-mail
    email = "E-mail",
    email_note = "While you are away, a mail tells you of mentions and direct messages that you missed.",
    email_address = "E-mail address",
    email_example = "ana@example.org",
    email_send_code = "Send a code",
    email_code = "Code from the mail",
    email_another = "Another address",
    email_pace = "Mails about what I missed",
    email_off = "None",
    email_soon = "As soon as I have been away for a while",
    email_hourly = "At most one an hour",
    email_daily = "At most one a day",

    // Sessions
    sessions = "Signed-in devices",
    sessions_note = "Sign out what you do not know, and then change your password.",
    this_one = "This device",
    sign_out_one = "Sign out",
    sign_out_others = "Sign out all others",
    others_signed_out = "All other devices are signed out",
    unknown_device = "Unknown device",
    active_now = "Active now",

    // Appearance
    appearance = "Appearance",
    density = "Density",
    comfortable = "Comfortable",
    comfortable_note = "Room to breathe",
    compact = "Compact",
    compact_note = "More on one screen",
    motion_note = "Moving parts follow your system: where it asks for less motion, there is none.",

    // Language and time
    language_and_time = "Language and time",
    language_of_browser = "As the browser has it",
    clock = "Clock",
    clock_local = "As usual here",
    clock_twelve = "12 hours",
    clock_twenty_four = "24 hours",

    // Keyboard
    keyboard = "Keyboard",
    enter_key = "Enter key",
    enter_sends = "Enter sends",
    enter_breaks = "Enter begins a new line",
    letters = "Single letters are shortcuts",
    letters_note = "On a message: E edits, R reacts, T answers. Turn it off if you type by voice or hit keys by accident.",
    all_keys = "All shortcuts",

    // Status
    status = "Status",
    set_status = "Set a status",
    clear_status = "Clear status",
    status_placeholder = "What are you up to?",
    status_until = "Clear it",
    never = "Never",
    in_half_an_hour = "After 30 minutes",
    in_an_hour = "After 1 hour",
    in_four_hours = "After 4 hours",
    today = "At the end of today",
    this_week = "At the end of this week",
    meeting = "In a meeting",
    commuting = "Commuting",
    sick = "Off sick",
    vacation = "On vacation",
    remote = "Working remotely",
    choose_emoji = "Choose an emoji",
    disturb_again = "May be disturbed again",
    for_half_an_hour = "For 30 minutes",
    for_an_hour = "For 1 hour",
    for_four_hours = "For 4 hours",

    // People
    edit_profile = "Edit profile",
    menu = "Menu",
    local_time = "Local time",
    server_owner = "Owner of this server",
    server_admin = "Admin",

    // At the door
    totp_needed = "Your account has two-factor sign-in. Enter the code that your authenticator app shows, or a recovery code.",
    totp_code = "Code",
    reset_heading = "Choose a new password",
    reset_link_does_not_work = "This link does not work",
    reset_done = "Your new password holds. Sign in with it.",
}
sentences {
    told_joined(name: &str) = format!("{name} joined"),
    told_added(name: &str, whom: &str) = format!("{name} added {whom}"),
    told_left(name: &str) = format!("{name} left"),
    told_removed(name: &str, whom: &str) = format!("{name} removed {whom}"),
    told_renamed(name: &str, room: &str) = format!("{name} renamed the channel to {room}"),
    told_topic(name: &str, topic: &str) = format!("{name} set the topic: {topic}"),
    told_no_topic(name: &str) = format!("{name} removed the topic"),
    told_archived(name: &str) = format!("{name} archived the channel"),
    told_unarchived(name: &str) = format!("{name} reopened the channel"),
    told_unknown(name: &str) = format!("{name} changed something"),
    email_code_sent(address: &str) = format!("A code is on its way to {address}."),
    until_tomorrow(clock: &str) = format!("Until tomorrow, {clock}"),
    until(when: &str) = format!("Until {when}"),
    last_used(when: &str) = format!("Last used {when}"),
    recovery_left(codes: u32) = of(codes as usize, "recovery code left", "recovery codes left"),
    device(browser: &str, system: &str) = format!("{browser} on {system}"),
    reset_for(name: &str, username: &str) = format!("For {name} (@{username})"),
    profile_of(name: &str) = format!("Profile of {name}"),
}
}
