//! What the commands of the composer do. It comes with the second part of the program, where `views::later` has
//! them listed and [`super::deeds`] has them done.

mod quoted;
mod status;

use leptos::task::spawn_local;
use natter_client::Draft;
use natter_protocol::ballot::NewPoll;
use natter_protocol::command::{RoomSort, UpdateRoom};
use natter_protocol::{Millis, RoomId, UserId};

use self::quoted::quoted;
use super::{App, Dialog, OpenRoom, reminder};
use crate::api::{Failure, calls};
use crate::browser::{local_time, now};
use crate::text::{lowercase, p, problem_text, t};

/// What they are called. More is not known before the second part is here.
pub const NAMES: [&str; 12] =
    ["dm", "invite", "join", "leave", "me", "mute", "poll", "remind", "shrug", "star", "status", "topic"];

/// A command: a new one is one more entry of [`ALL`], and its name one of [`NAMES`].
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
    Say(String, Option<NewPoll>),
    /// It could not be understood: it stands in the composer again.
    Wrong(&'static str),
    /// It is under way; where it fails it stands in the composer again.
    Underway(std::pin::Pin<Box<dyn Future<Output = Result<(), Failure>>>>),
}

static ALL: &[Command] = &[
    Command { name: "dm", usage: "@name", about: || t().slash_dm, run: dm },
    Command { name: "invite", usage: "@name", about: || t().slash_invite, run: invite },
    Command { name: "join", usage: "#channel", about: || t().slash_join, run: join },
    Command { name: "leave", usage: "", about: || t().leave_channel, run: leave },
    Command { name: "me", usage: "…", about: || t().slash_me, run: me },
    Command { name: "mute", usage: "[1h]", about: || t().slash_mute, run: mute },
    Command { name: "poll", usage: "\"…\" \"…\" \"…\"", about: || p().slash_poll, run: poll },
    Command { name: "remind", usage: "me … in 20 minutes", about: || t().slash_remind, run: remind },
    Command { name: "shrug", usage: "[…]", about: || t().slash_shrug, run: shrug },
    Command { name: "star", usage: "", about: || t().slash_star, run: star },
    Command { name: "status", usage: "[🍕] … [for 1h]", about: || t().slash_status, run: status::run },
    Command { name: "topic", usage: "…", about: || t().slash_topic, run: topic },
];

/// Commands that begin so; none once the name is whole: then Enter runs it.
pub fn matching(letters: &str) -> Vec<&'static Command> {
    if NAMES.contains(&letters) {
        return Vec::new();
    }
    ALL.iter().filter(|command| command.name.starts_with(letters)).collect()
}

pub fn run(app: App, open: OpenRoom, name: &str, rest: &str) {
    let Some(command) = ALL.iter().find(|command| command.name == name) else { return };
    let room = open.room;
    let whole = format!("/{} {rest}", command.name);
    match (command.run)(app, open, rest) {
        Outcome::Done => {}
        Outcome::Say(text, poll) => {
            app.sending.say(
                app,
                Draft { room, text, thread: open.thread, attachments: Vec::new(), broadcast: false, poll },
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
    lowercase(rest.split_whitespace().next().unwrap_or_default().trim_start_matches('@'))
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
    let (room, name) = (open.room, lowercase(rest.trim_start_matches('#')));
    if name.is_empty() {
        return Outcome::Wrong(t().slash_which);
    }
    Outcome::Underway(Box::pin(async move {
        let rooms = calls::find_rooms(&name, RoomSort::Members, None).await?.rooms;
        match rooms.into_iter().find(|listing| lowercase(&listing.room.name) == name) {
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
    if rest.is_empty() { Outcome::Wrong(t().slash_what) } else { Outcome::Say(format!("_{rest}_"), None) }
}

fn shrug(_: App, _: OpenRoom, rest: &str) -> Outcome {
    Outcome::Say(format!(r"{rest} ¯\\\_(ツ)\_/¯").trim_start().to_owned(), None)
}

fn poll(app: App, open: OpenRoom, rest: &str) -> Outcome {
    if rest.is_empty() {
        app.overlay.open(Dialog::Poll(open.room));
        return Outcome::Done;
    }
    match quoted(rest).unwrap_or_default().split_first() {
        Some((question, options)) if options.len() > 1 && !question.is_empty() => {
            let poll = NewPoll { options: options.to_vec(), ..NewPoll::default() };
            Outcome::Say(question.clone(), Some(poll))
        }
        _ => Outcome::Wrong(p().slash_how),
    }
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

#[cfg(test)]
mod tests {
    use super::{ALL, NAMES, matching};

    #[test]
    fn every_command_is_known_by_its_name() {
        assert_eq!(ALL.iter().map(|command| command.name).collect::<Vec<_>>(), NAMES);
    }

    #[test]
    fn a_name_is_completed_until_it_is_whole() {
        assert_eq!(matching("m").iter().map(|c| c.name).collect::<Vec<_>>(), ["me", "mute"]);
        assert!(matching("me").is_empty() && matching("nonsense").is_empty());
    }
}
