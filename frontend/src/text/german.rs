//! German. A text that is new in `english.rs` needs its line here; the compiler names what is missing.

use natter_client::format::{Day, Weekday, count};

use super::english::Text;
use super::texts::of;

pub static GERMAN: Text = Text {
    // The door
    set_up: "Richte deinen Server ein",
    set_up_note: "Du bist hier die erste Person. Dem Konto, das du jetzt anlegst, gehört dieser Server.",
    register_note: "Wähle, wie andere dich kennen sollen.",
    create_owner: "Hauptkonto anlegen",
    create_account: "Konto anlegen",
    sign_in: "Anmelden",
    your_name: "Dein Name",
    your_name_example: "Jana Vogel",
    username: "Benutzername",
    username_hint: "2 bis 32 Zeichen: Buchstaben a bis z, Ziffern, dazwischen . - _ – mit @benutzername rufen dich andere.",
    password: "Passwort",
    password_hint: "Mindestens 8 Zeichen. Ein paar Wörter hintereinander sind ein gutes.",
    show_password: "Passwort zeigen",
    optional: "freiwillig",
    needed: "Das wird gebraucht.",
    no_account_yet: "Noch kein Konto?",
    have_account: "Du hast schon ein Konto?",
    ask_for_invite: "Noch kein Konto? Bitte jemanden von hier um eine Einladung.",
    invite_does_not_work: "Diese Einladung gilt nicht",
    session_ended: "Deine Sitzung ist zu Ende. Melde dich an, um weiterzumachen, wo du warst.",
    door_foot: "Natter · Team-Chat für jedes Netz",
    cannot_reach: "Der Server ist nicht zu erreichen. Neuer Versuch läuft …",

    // The sidebar
    rooms: "Räume",
    channels: "Kanäle",
    direct_messages: "Direktnachrichten",
    add_channels: "Kanäle hinzufügen",
    browse_channels: "Kanäle durchsehen",
    create_channel: "Kanal anlegen",
    new_message: "Neue Nachricht",
    invite_people: "Leute einladen",
    jump_to: "Suchen oder springen …",
    jump_to_placeholder: "Wohin? Ein Kanal, eine Person oder was zu tun ist",
    nothing_found: "Nichts heißt so.",
    unread: "ungelesen",
    draft: "Entwurf",
    online: "Online",
    away: "Abwesend",
    offline: "Offline",
    theme: "Farben",
    theme_system: "Wie das System",
    theme_light: "Hell",
    theme_dark: "Dunkel",
    language: "Sprache",
    sign_out: "Abmelden",

    // Searching
    search: "Suche",
    search_here: "In diesem Raum suchen",
    search_placeholder: "Nachrichten durchsuchen",
    search_suggestions: "Vorschläge",
    search_me: "Ich",
    search_from: "Von jemandem gesagt",
    search_in: "In einem Raum",
    search_on: "An einem Tag",
    search_before: "Vor einem Tag",
    search_has: "Mit einem Link, einer Datei, …",
    search_is: "Die bearbeitet wurde, …",
    search_empty: "Nichts gefunden",
    search_empty_note: "Keine Nachricht in deinen Räumen passt zu allem davon. Lass einen Teil weg, um mehr zu finden.",
    search_hint: "Finde, was gesagt wurde",
    search_hint_note: "Wörter, „genaue Wendungen“, -ohne und Filter wie from: und in:.",
    search_in_thread: "in einem Thread",
    search_too_long: "Diese Suche ist zu lang.",
    search_all: "Alle Kanäle durchsehen",
    command: "Befehl",

    // The connection
    live_stream: "Direkte Verbindung",
    compatibility_mode: "Kompatibler Modus",
    connecting: "Verbindet",
    latency: "Verzögerung",
    last_event: "Letztes Ereignis",
    stream_note: "Nachrichten kommen in dem Moment an, in dem sie gesendet werden.",
    poll_note: "Dieses Netz lässt keine dauerhafte Verbindung durch. Nachrichten kommen trotzdem an.",
    offline_note: "Du kannst weiterschreiben. Gesendet wird, sobald die Verbindung wieder da ist.",
    retry_now: "Jetzt versuchen",

    // The room
    members: "Mitglieder",
    add_topic: "Thema hinzufügen",
    back_to_rooms: "Zurück zu den Räumen",
    copy_room_link: "Link zum Kanal kopieren",
    add_people: "Leute hinzufügen",
    edit_channel: "Name und Thema bearbeiten",
    leave_channel: "Kanal verlassen",
    leave: "Verlassen",
    leave_note: "Du kannst jederzeit wiederkommen.",
    leave_private_note: "Er ist privat: Um wiederzukommen, muss dich jemand hinzufügen.",
    join: "Beitreten",
    join_channel: "Kanal beitreten",
    open: "Öffnen",
    no_rooms: "Noch keine Räume",
    no_rooms_note: "Tritt einem Kanal bei oder fang einen an.",
    not_in_room: "Du bist nicht in diesem Raum",
    not_in_room_note: "Es gibt ihn nicht, oder er ist privat. Wer darin ist, kann dich hinzufügen.",
    find_members: "Mitglieder finden",
    owner: "Leitung",
    moderator: "Moderation",
    make_owner: "Zur Leitung machen",
    make_moderator: "Zur Moderation machen",
    make_member: "Zum Mitglied machen",
    remove_from_channel: "Aus dem Kanal entfernen",
    send_message: "Nachricht senden",
    you: "(du)",
    someone: "Jemand",
    more: "Mehr",

    // Messages
    messages: "Nachrichten",
    messages_failed: "Die Nachrichten ließen sich nicht laden",
    new: "Neu",
    jump: "Hin",
    mark_read: "Als gelesen markieren",
    jump_to_end: "Zur neuesten Nachricht",
    edited: "(bearbeitet)",
    message_deleted: "Diese Nachricht wurde gelöscht.",
    earlier_message: "Eine frühere Nachricht",
    undo: "Rückgängig",
    sending: "Wird gesendet …",
    not_sent: "Nicht gesendet",
    retry: "Nochmal",
    delete: "Löschen",
    edit: "Bearbeiten",
    reply: "Antworten",
    copy_link: "Link kopieren",
    link_copied: "Link kopiert",
    not_copied: "Dieser Browser lässt Natter nicht kopieren.",
    add_reaction: "Reagieren",
    you_reacted: "Du",
    message_tools: "Was mit der Nachricht zu tun ist",
    emoji: "Emoji",
    done: "Erledigt",
    not_done: "Offen",
    typing_several: "Mehrere schreiben …",

    // The composer
    send: "Senden",
    formatting: "Formatierung",
    bold: "Fett",
    italic: "Kursiv",
    strike: "Durchgestrichen",
    link: "Verweis",
    list: "Aufzählung",
    list_ordered: "Nummerierte Liste",
    quote: "Zitat",
    code: "Code",
    code_block: "Codeblock",
    mention_someone: "Jemanden erwähnen",
    attach: "Dateien anhängen",
    files: "Dateien",
    upload_waits: "Warten auf den Server …",
    sends_when_uploaded: "Wird gesendet, sobald alles hochgeladen ist · noch einmal drücken hält es an",
    remove_file: "Entfernen",
    editor_hint: "Enter speichert, Esc bricht ab",

    // Files
    download: "Herunterladen",
    zoom: "Vergrößern",
    previous: "Zurück",
    next: "Weiter",
    file_too_large: "Diese Datei ist zu groß für diesen Server.",
    upload_gone: "Der Server hat diesen Upload nicht mehr. Ein neuer Versuch beginnt von vorn.",

    // Dialogs
    close: "Schließen",
    dismiss: "Ausblenden",
    cancel: "Abbrechen",
    save: "Speichern",
    add: "Hinzufügen",
    remove: "Entfernen",
    create: "Anlegen",
    copy: "Kopieren",
    copied: "Kopiert",
    try_again: "Noch einmal versuchen",
    name: "Name",
    topic: "Thema",
    channel_name_example: "entwurf-runde",
    topic_example: "Worum geht es?",
    who_may_see: "Wer darf ihn sehen",
    public: "Öffentlich",
    public_note: "Alle auf diesem Server können ihn finden und beitreten.",
    private: "Privat",
    private_note: "Nur wer hinzugefügt wird, weiß davon.",
    search_channels: "Kanäle suchen",
    sort_by: "Sortieren nach",
    sort_name: "Name",
    sort_members: "Meiste Mitglieder",
    sort_activity: "Zuletzt aktiv",
    find_people: "Leute nach Namen finden",
    nobody_found: "Niemand heißt so.",
    people: "Leute",
    start_conversation: "Gespräch beginnen",
    invite_note: "Wer diesen Link hat, kann hier ein Konto anlegen.",
    invite_link: "Einladungslink",

    // Keys
    keys: "Tastenkürzel",
    keys_everywhere: "Überall",
    keys_writing: "Beim Schreiben",
    keys_message: "Auf einer Nachricht",
    key_switcher: "Zu einem Raum oder einer Person springen",
    key_search: "In diesem Raum suchen",
    key_next_room: "Nächster Raum",
    key_previous_room: "Voriger Raum",
    key_next_unread: "Nächster ungelesener Raum",
    key_previous_unread: "Voriger ungelesener Raum",
    key_mark_read: "Raum als gelesen markieren",
    key_unread: "Zur ältesten ungelesenen Nachricht",
    key_pane: "Mitglieder zeigen oder verbergen",
    key_end: "Zur neuesten Nachricht",
    key_list: "Diese Liste",
    key_send: "Senden",
    key_line: "Neue Zeile",
    key_attach: "Dateien anhängen",
    key_edit_last: "Deine letzte Nachricht bearbeiten (im leeren Feld)",
    key_accept: "Vorschlag annehmen",
    key_move: "Zwischen Nachrichten gehen",
    key_react: "Reagieren",
    key_reply: "Antworten",
    key_edit: "Bearbeiten",
    key_delete: "Löschen",

    // Problems
    no_answer: "Der Server hat nicht geantwortet. Prüfe deine Verbindung und versuche es noch einmal.",
    wrong_credentials: "Benutzername oder Passwort ist falsch.",
    username_taken: "Diesen Benutzernamen gibt es schon.",
    room_name_taken: "Einen Kanal dieses Namens gibt es schon.",
    invite_invalid: "Sie ist unbekannt, aufgebraucht oder abgelaufen. Bitte um eine neue.",
    invite_required: "Um dich hier zu registrieren, brauchst du eine Einladung.",
    registration_closed: "Dieser Server nimmt keine neuen Konten an.",
    rate_limited: "Das war etwas viel auf einmal. Warte kurz und versuche es noch einmal.",
    last_owner: "Nur du hast hier die Leitung. Übertrage sie zuerst auch jemand anderem.",
    forbidden: "Das darfst du nicht.",
    room_not_found: "Diesen Raum gibt es nicht, oder du bist nicht darin.",
    message_gone: "Diese Nachricht gibt es nicht mehr.",
    text_too_long: "Das ist zu lang für eine Nachricht.",
    server_trouble: "Auf dem Server ist etwas schiefgegangen. Versuche es gleich noch einmal.",

    // Sentences
    sign_in_to: |server| format!("Bei {server} anmelden"),
    join_server: |server| format!("Bei {server} mitmachen"),
    invites_you: |by, server| format!("{by} lädt dich zu {server} ein"),
    odd_answer: |status| format!("Der Server hat unerwartet geantwortet ({status})."),

    day_name: |day| match day {
        Day::Today => "Heute".to_owned(),
        Day::Yesterday => "Gestern".to_owned(),
        Day::Date { weekday, day, month, year } => {
            let date = format!("{}, {day}. {}", weekday_name(weekday), month_name(month));
            year.map_or(date.clone(), |year| format!("{date} {year}"))
        }
    },

    connection: |how| format!("Verbindung: {how}"),
    reconnecting: |seconds| match seconds {
        Some(seconds) => format!("Verbindet neu … nächster Versuch in {seconds} s"),
        None => "Verbindet neu …".to_owned(),
    },
    offline_since: |since, waiting| match waiting {
        0 => format!("Offline seit {since}. Du kannst weiterschreiben."),
        waiting => format!(
            "Offline seit {since}. Du kannst weiterschreiben; {} {}.",
            of(waiting, "Nachricht", "Nachrichten"),
            if waiting == 1 { "wartet" } else { "warten" },
        ),
    },
    back_online: |caught_up| match caught_up {
        0 => "Wieder online".to_owned(),
        caught_up => format!("Wieder online · {caught_up} nachgeholt"),
    },

    room_spoken: |presence, unread, badge| {
        let mut spoken = presence.map(str::to_owned).unwrap_or_default();
        match badge {
            0 if unread => spoken.push_str(", ungelesen"),
            0 => {}
            badge => {
                spoken.push_str(&format!(", {} für dich", of(badge as usize, "Nachricht", "Nachrichten")));
            }
        }
        spoken
    },
    members_count: |members| of(members as usize, "Mitglied", "Mitglieder"),
    welcome_to: |room| format!("Willkommen in #{room}"),
    room_beginning: |room| format!("Hier fängt #{room} an."),
    direct_beginning: |names| format!("Hier fängt dein Gespräch mit {names} an."),
    leave_question: |room| format!("{room} verlassen?"),
    add_people_to: |room| format!("Leute zu {room} hinzufügen"),
    no_channel_found: |search| match search.trim() {
        "" => "Es gibt noch keine Kanäle.".to_owned(),
        search => format!("Kein Kanal passt zu „{search}“."),
    },
    invite_to: |server| format!("Leute zu {server} einladen"),
    invite_limits: |uses, until| {
        format!("Gilt für {} – bis: {until}.", of(uses as usize, "Person", "Personen"))
    },

    search_for: |text| format!("Nachrichten nach „{text}“ durchsuchen"),
    search_count: |count, capped| match capped {
        true => format!("Mehr als {count} Nachrichten, die neuesten zuerst"),
        false if count > 1 => format!("{count} Nachrichten, die neuesten zuerst"),
        false => of(count as usize, "Nachricht", "Nachrichten"),
    },
    search_drop: |part| format!("Ohne {part} suchen"),
    search_no_value: |part| format!("Was kommt nach „{part}“?"),
    search_not_one_of: |part, words| format!("„{part}“ ist nicht bekannt. Möglich: {words}."),
    search_not_a_day: |part| {
        format!("„{part}“ ist kein Tag. Schreib ihn wie 2026-11-25, oder today, yesterday.")
    },

    message_to: |room| format!("Nachricht an {room}"),
    message_by: |name, time| format!("{name} um {time}"),
    new_since: |number, since| match since {
        Some(since) => format!("{} neu seit {since}", count(number)),
        None => format!("{} neu", count(number)),
    },
    new_below: |number| format!("{number} neu"),
    react_with: |emoji| format!("Mit {emoji} reagieren"),
    reacted: |names, more, emoji| match more {
        0 => format!("Mit {emoji}: {names}"),
        more => format!("Mit {emoji}: {names} und {more} weitere"),
    },
    too_many_files: |most| format!("An eine Nachricht passen höchstens {most} Dateien."),
    drop_files: |room| format!("Dateien loslassen, um sie in {room} zu teilen"),
    remove_named: |name| format!("{name} entfernen"),
    open_named: |name| format!("{name} öffnen"),
    download_named: |name| format!("{name} herunterladen"),
    typing_one: |name| format!("{name} schreibt …"),
    typing_two: |one, two| format!("{one} und {two} schreiben …"),
};

fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Montag",
        Weekday::Tuesday => "Dienstag",
        Weekday::Wednesday => "Mittwoch",
        Weekday::Thursday => "Donnerstag",
        Weekday::Friday => "Freitag",
        Weekday::Saturday => "Samstag",
        Weekday::Sunday => "Sonntag",
    }
}

/// `month` is 1 to 12.
fn month_name(month: u32) -> &'static str {
    const NAMES: [&str; 12] = [
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
    NAMES.get((month as usize).wrapping_sub(1)).copied().unwrap_or_default()
}
