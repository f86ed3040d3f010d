//! Commands: what begins with `/` in the composer. A leading `//` or a space sends it as text.

mod status;

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::Draft;
use natter_protocol::command::{RoomSort, UpdateRoom};
use natter_protocol::{Millis, RoomId, UserId};

use crate::api::{Failure, calls};
use crate::browser::{local_time, now};
use crate::state::{App, Dialog, OpenRoom, reminder};
use crate::text::{problem_text, t};

/// A command: a new one is one more entry of [`ALL`].
#[derive(Debug, Clone, Copy)]
pub struct Command {
    pub name: &'static str,
    /// What follows the name.
    pub usage: &'static str,
    about: fn() -> &'static str,
    run: fn(App, OpenRoom, &str) -> Outcome,
}

impl PartialEq for Command {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Command {
    pub fn about(&self) -> &'static str {
        (self.about)()
    }
}

/// What becomes of a command.
enum Outcome {
    Done,
    /// This is said in its place.
    Say(String),
    /// It could not be understood: it stands in the composer again.
    Wrong(&'static str),
    /// It is under way; where it fails it stands in the composer again.
    Underway(std::pin::Pin<Box<dyn Future<Output = Result<(), Failure>>>>),
}

pub static ALL: &[Command] = &[
    Command { name: "dm", usage: "@name", about: || t().slash_dm, run: dm },
    Command { name: "invite", usage: "@name", about: || t().slash_invite, run: invite },
    Command { name: "join", usage: "#channel", about: || t().slash_join, run: join },
    Command { name: "leave", usage: "", about: || t().leave_channel, run: leave },
    Command { name: "me", usage: "…", about: || t().slash_me, run: me },
    Command { name: "mute", usage: "[1h]", about: || t().slash_mute, run: mute },
    Command { name: "remind", usage: "me … in 20 minutes", about: || t().slash_remind, run: remind },
    Command { name: "shrug", usage: "[…]", about: || t().slash_shrug, run: shrug },
    Command { name: "star", usage: "", about: || t().slash_star, run: star },
    Command { name: "status", usage: "[🍕] … [for 1h]", about: || t().slash_status, run: status::run },
    Command { name: "topic", usage: "…", about: || t().slash_topic, run: topic },
];

/// What a text is that is about to be sent.
pub enum Slash {
    Text(String),
    Command(&'static Command, String),
    Unknown(String),
}

pub fn read(text: &str) -> Slash {
    let Some(rest) = text.strip_prefix('/') else { return Slash::Text(text.to_owned()) };
    if rest.starts_with('/') {
        return Slash::Text(rest.to_owned());
    }
    let (name, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    if name.is_empty() {
        return Slash::Text(text.to_owned());
    }
    match ALL.iter().find(|command| command.name == name) {
        Some(command) => Slash::Command(command, rest.trim().to_owned()),
        None => Slash::Unknown(name.to_owned()),
    }
}

/// The letters after a `/` that begins the text, as long as the caret stands in the command's name.
pub fn asked(before_caret: &str) -> Option<&str> {
    let letters = before_caret.strip_prefix('/')?;
    (!letters.contains(|c: char| c.is_whitespace() || c == '/')).then_some(letters)
}

/// Commands that begin so; none once the name is whole: then Enter runs it.
pub fn matching(letters: &str) -> Vec<&'static Command> {
    if ALL.iter().any(|command| command.name == letters) {
        return Vec::new();
    }
    ALL.iter().filter(|command| command.name.starts_with(letters)).collect()
}

pub fn run(app: App, open: OpenRoom, command: &Command, rest: &str) {
    let room = open.room;
    let whole = format!("/{} {rest}", command.name);
    match (command.run)(app, open, rest) {
        Outcome::Done => {}
        Outcome::Say(text) => {
            app.sending.say(
                app,
                Draft { room, text, thread: open.thread, attachments: Vec::new(), broadcast: false },
            );
            open.jump_to_present();
        }
        Outcome::Wrong(why) => {
            app.overlay.trouble(why);
            app.give_back(room, whole);
        }
        Outcome::Underway(work) => spawn_local(async move {
            if let Err(failure) = work.await {
                app.overlay.trouble(problem_text(&failure));
                app.give_back(room, whole);
            }
        }),
    }
}

fn topic(_: App, open: OpenRoom, rest: &str) -> Outcome {
    let (room, topic) = (open.room, Some(rest.to_owned()));
    Outcome::Underway(Box::pin(
        async move { calls::update_room(room, &UpdateRoom { name: None, topic }).await },
    ))
}

fn invite(app: App, open: OpenRoom, rest: &str) -> Outcome {
    let (room, name) = (open.room, username(rest));
    if name.is_empty() {
        return Outcome::Wrong(t().slash_whom);
    }
    Outcome::Underway(Box::pin(async move {
        match person(app, &name).await? {
            Some(user) => calls::put_member(room, user, None).await,
            None => nobody(app, room, &format!("/invite @{name}")),
        }
    }))
}

fn dm(app: App, open: OpenRoom, rest: &str) -> Outcome {
    let (room, name) = (open.room, username(rest));
    if name.is_empty() {
        return Outcome::Wrong(t().slash_whom);
    }
    Outcome::Underway(Box::pin(async move {
        match person(app, &name).await? {
            Some(user) => {
                app.open_direct(vec![user]);
                Ok(())
            }
            None => nobody(app, room, &format!("/dm @{name}")),
        }
    }))
}

fn nobody(app: App, room: RoomId, whole: &str) -> Result<(), Failure> {
    app.overlay.trouble(t().nobody_found);
    app.give_back(room, whole.to_owned());
    Ok(())
}

fn username(rest: &str) -> String {
    rest.split_whitespace().next().unwrap_or_default().trim_start_matches('@').to_lowercase()
}

async fn person(app: App, name: &str) -> Result<Option<UserId>, Failure> {
    let known =
        |chat: &natter_client::Chat| chat.users().find(|user| user.username == name).map(|user| user.id);
    if let Some(user) = app.replica.peek(known).flatten() {
        return Ok(Some(user));
    }
    let found = calls::users(name).await?;
    Ok(found.into_iter().find(|user| user.username == name).map(|user| user.id))
}

fn join(app: App, open: OpenRoom, rest: &str) -> Outcome {
    let (room, name) = (open.room, rest.trim_start_matches('#').to_lowercase());
    if name.is_empty() {
        return Outcome::Wrong(t().slash_which);
    }
    Outcome::Underway(Box::pin(async move {
        let rooms = calls::find_rooms(&name, RoomSort::Members, None).await?.rooms;
        match rooms.into_iter().find(|listing| listing.room.name.to_lowercase() == name) {
            Some(listing) => app.join(listing.room.id),
            None => {
                app.overlay.trouble((t().no_channel_found)(&name));
                app.give_back(room, format!("/join #{name}"));
            }
        }
        Ok(())
    }))
}

fn leave(app: App, open: OpenRoom, _: &str) -> Outcome {
    app.overlay.open(Dialog::LeaveRoom(open.room));
    Outcome::Done
}

fn me(_: App, _: OpenRoom, rest: &str) -> Outcome {
    if rest.is_empty() { Outcome::Wrong(t().slash_what) } else { Outcome::Say(format!("_{rest}_")) }
}

fn shrug(_: App, _: OpenRoom, rest: &str) -> Outcome {
    Outcome::Say(format!(r"{rest} ¯\\\_(ツ)\_/¯").trim_start().to_owned())
}

fn star(app: App, open: OpenRoom, _: &str) -> Outcome {
    app.toggle_star(open.room);
    Outcome::Done
}

fn mute(app: App, open: OpenRoom, rest: &str) -> Outcome {
    if app.prefs(open.room).is_muted(now()) && rest.is_empty() {
        app.unmute(open.room);
        app.overlay.notice(t().unmuted);
        return Outcome::Done;
    }
    let until = if rest.is_empty() {
        None
    } else {
        Some(moment(&format!("it in {rest}")).or_else(|| moment(&format!("it {rest}"))))
    };
    match until {
        Some(None) => return Outcome::Wrong(t().slash_when),
        Some(until @ Some(_)) => app.mute(open.room, until),
        None => app.mute(open.room, None),
    }
    app.overlay.notice(t().muted);
    Outcome::Done
}

fn moment(text: &str) -> Option<Millis> {
    reminder(text).map(|(_, when)| when.moment(now(), local_time))
}

fn remind(app: App, _: OpenRoom, rest: &str) -> Outcome {
    let Some((text, when)) = reminder(rest) else { return Outcome::Wrong(t().slash_when) };
    app.remind(None, text, when.moment(now(), local_time));
    Outcome::Done
}

/// What may be meant, while a command's name is being written.
#[component]
pub fn CommandList(
    commands: Signal<Vec<&'static Command>>,
    at: RwSignal<usize>,
    #[prop(into)] choose: Callback<&'static Command>,
) -> impl IntoView {
    let list = move || {
        (!commands.with(Vec::is_empty)).then(|| view! {
            <div class="autocomplete commands" id="autocomplete" role="listbox" aria-label=t().commands data-testid="commands">
                {commands.get().into_iter().enumerate().map(|(index, command)| view! {
                    <button
                        class="switcher-row"
                        role="option"
                        tabindex="-1"
                        class:at=move || at.get() == index
                        aria-selected=move || (at.get() == index).to_string()
                        data-command=command.name
                        // Before the composer loses the focus.
                        on:pointerdown=move |event| {
                            event.prevent_default();
                            choose.run(command);
                        }
                    >
                        <b>"/"{command.name}</b>
                        <small class="command-usage">{command.usage}</small>
                        <small class="cut grow">{command.about()}</small>
                    </button>
                }).collect_view()}
            </div>
        })
    };
    list.into_any()
}

#[cfg(test)]
mod tests {
    use super::{Slash, asked, matching, read};

    #[test]
    fn commands_are_told_from_text() {
        let text = |given: &str| match read(given) {
            Slash::Text(text) => text,
            Slash::Command(command, rest) => format!("<{}|{rest}>", command.name),
            Slash::Unknown(name) => format!("?{name}"),
        };
        assert_eq!(text("/topic  New things "), "<topic|New things>");
        assert_eq!(text("/star"), "<star|>");
        assert_eq!(text("/me\nwaves"), "<me|waves>");
        assert_eq!(text("/nonsense x"), "?nonsense");
        assert_eq!(text("//topic is a command"), "/topic is a command");
        assert_eq!(text(" /topic"), " /topic");
        assert_eq!(text("/ or \\"), "/ or \\");
        assert_eq!(text("a /topic"), "a /topic");
    }

    #[test]
    fn a_name_is_completed_until_it_is_whole() {
        assert_eq!(asked("/to"), Some("to"));
        assert_eq!(asked("/"), Some(""));
        for no in ["", "x/", "/topic ", "//", "/usr/bin"] {
            assert_eq!(asked(no), None, "{no}");
        }
        assert_eq!(matching("m").iter().map(|c| c.name).collect::<Vec<_>>(), ["me", "mute"]);
        assert!(matching("me").is_empty() && matching("nonsense").is_empty());
    }
}
