//! Where one may want to go.

use leptos::prelude::*;
use natter_client::Chat;
use natter_client::fuzzy::{BOOST, Names};
use natter_protocol::room::RoomListing;
use natter_protocol::{Right, RoomId, RoomKind, User, UserId};

use crate::browser::later;
use crate::state::{App, Aspect, Dialog, ThemeChoice};
use crate::text::{s, t};
use crate::views::icon::Icon;
use crate::views::sidebar::entries;

/// In milliseconds: by then the dialog is on the screen.
const DRAWN: u64 = 50;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    Room {
        room: RoomId,
        kind: RoomKind,
        other: Option<UserId>,
        name: String,
        unread: bool,
    },
    Person {
        user: UserId,
        name: String,
        username: String,
    },
    Command {
        command: Command,
        name: String,
    },
    /// A channel one is not in.
    Channel {
        room: RoomId,
        name: String,
        member_count: u32,
    },
    /// What was written, in what was said.
    Search(String),
}

/// What can be done from anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Open(Dialog),
    Search,
    Settings,
    Theme(ThemeChoice),
}

impl Command {
    pub fn icon(self) -> Icon {
        match self {
            Self::Search => Icon::Search,
            Self::Settings => Icon::Settings,
            Self::Theme(ThemeChoice::System) => Icon::Monitor,
            Self::Theme(ThemeChoice::Light) => Icon::Sun,
            Self::Theme(ThemeChoice::Dark) => Icon::Moon,
            Self::Open(Dialog::Browse) => Icon::Compass,
            Self::Open(Dialog::Invite) => Icon::InvitePeople,
            Self::Open(Dialog::NewDirect) => Icon::Compose,
            Self::Open(Dialog::Keys) => Icon::Keyboard,
            Self::Open(Dialog::Status) => Icon::Smile,
            Self::Open(_) => Icon::Plus,
        }
    }

    fn run(self, app: App) {
        match self {
            Self::Open(dialog) => app.overlay.open(dialog),
            Self::Search => app.overlay.open_search(Some(String::new())),
            Self::Settings => app.overlay.open_settings(None),
            Self::Theme(choice) => {
                app.overlay.close_dialog();
                app.settings.theme.choose(choice);
            }
        }
    }
}

/// Without those that the server's rules keep for others.
fn commands(app: App) -> Vec<(Command, String)> {
    let mut commands = all_commands().to_vec();
    commands.retain(|(command, _)| match command {
        Command::Open(Dialog::CreateRoom) => app.may_create_any(),
        Command::Open(Dialog::Invite) => app.may(Right::Invite),
        _ => true,
    });
    commands
}

fn all_commands() -> [(Command, String); 11] {
    let theme = |choice, name: &str| (Command::Theme(choice), format!("{}: {name}", t().theme));
    [
        (Command::Search, t().search_placeholder.to_owned()),
        (Command::Open(Dialog::NewDirect), t().new_message.to_owned()),
        (Command::Open(Dialog::Browse), t().search_all.to_owned()),
        (Command::Open(Dialog::CreateRoom), t().create_channel.to_owned()),
        (Command::Open(Dialog::Invite), t().invite_people.to_owned()),
        (Command::Open(Dialog::Keys), t().keys.to_owned()),
        (Command::Settings, t().settings.to_owned()),
        (Command::Open(Dialog::Status), s().set_status.to_owned()),
        theme(ThemeChoice::Light, t().theme_light),
        theme(ThemeChoice::Dark, t().theme_dark),
        theme(ThemeChoice::System, t().theme_system),
    ]
}

impl Goal {
    /// Whether it is a person, and the other goal the conversation with no one else.
    pub fn is_met_in(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Person { user, name, .. }, Self::Room { other, name: called, .. }) => {
                *other == Some(*user) && name == called
            }
            _ => false,
        }
    }

    pub fn reach(&self, app: App) {
        match self {
            Self::Room { room, .. } | Self::Channel { room, .. } => {
                app.overlay.close_dialog();
                app.go(&format!("/r/{room}"));
            }
            Self::Person { user, .. } => {
                app.overlay.close_dialog();
                app.open_direct(vec![*user]);
            }
            Self::Command { command, .. } => command.run(app),
            Self::Search(text) => {
                app.remember_search(text);
                app.overlay.open_search(Some(text.clone()));
            }
        }
    }
}

/// One's rooms, prepared for choosing among them.
#[derive(Debug, Clone, Default)]
struct Rooms(Vec<Goal>, Names);

impl Rooms {
    fn of(chat: &Chat) -> Self {
        let mut all: Vec<_> = entries(chat).all().collect();
        // The latest first, and before them what is unread: the order among names that fit alike.
        all.sort_by_key(|entry| (entry.unread == 0, std::cmp::Reverse(entry.last_at)));
        let recent = u32::try_from(all.len()).unwrap_or(u32::MAX).max(1);
        let boosts = (0..recent).map(|place| (recent - place) * (BOOST / 2) / recent);
        let boosts: Vec<u32> = all
            .iter()
            .zip(boosts)
            .map(|(e, boost)| boost + if e.unread > 0 { BOOST / 2 } else { 0 })
            .collect();
        let names = Names::new(all.iter().zip(boosts).map(|(entry, boost)| ([entry.name.as_str()], boost)));
        let rooms = all.into_iter().map(|entry| Goal::Room {
            room: entry.room,
            kind: entry.kind,
            other: entry.other,
            unread: entry.unread > 0,
            name: entry.name,
        });
        Self(rooms.collect(), names)
    }

    fn best(&self, letters: &str, most: usize) -> Vec<(u32, Goal)> {
        let found = self.1.best_with_fit(letters, most).into_iter();
        found.map(|(fit, at)| (fit, self.0[at].clone())).collect()
    }
}

/// Whom one may write to.
fn people(chat: &Chat) -> impl Iterator<Item = &User> {
    let me = chat.me().user.id;
    chat.users().filter(move |user| user.id != me && user.deactivated_at.is_none())
}

fn person(user: &User) -> Goal {
    Goal::Person { user: user.id, name: user.display_name.clone(), username: user.username.clone() }
}

/// People and commands, which are shown only when letters ask for them. Of the thousands of people only ids are kept
/// here, and what they are chosen by.
#[derive(Debug, Clone, Default)]
struct Others {
    people: Vec<UserId>,
    commands: Vec<(Command, String)>,
    names: Names,
}

impl Others {
    fn of(chat: &Chat, commands: Vec<(Command, String)>) -> Self {
        // An empty name fits no letters.
        let named = people(chat).map(|user| [user.display_name.as_str(), user.username.as_str()]);
        let names = named.chain(commands.iter().map(|(_, name)| [name.as_str(), ""])).map(|names| (names, 0));
        let names = Names::new(names);
        Self { people: people(chat).map(|user| user.id).collect(), commands, names }
    }

    fn best(&self, chat: &Chat, letters: &str, most: usize) -> Vec<(u32, Goal)> {
        let found = self.names.best_with_fit(letters, most).into_iter();
        found.filter_map(|(fit, at)| Some((fit, self.goal(chat, at)?))).collect()
    }

    fn goal(&self, chat: &Chat, at: usize) -> Option<Goal> {
        let Some(user) = self.people.get(at) else {
            let (command, name) = self.commands.get(at - self.people.len())?.clone();
            return Some(Goal::Command { command, name });
        };
        chat.user(*user).map(person)
    }
}

/// What is known in the browser, prepared when rooms or people change and not for each key: there may be thousands.
#[derive(Debug, Clone, Copy)]
pub struct Goals {
    app: App,
    rooms: Memo<Rooms>,
    others: Memo<Others>,
}

impl Goals {
    /// For the calling dialog. People are not shown before there are letters, so it is drawn first.
    pub fn known(app: App) -> Self {
        let rooms = Memo::new_with_compare(
            move |_| {
                app.replica.track(Aspect::People);
                app.replica.read(Aspect::Rooms, Rooms::of).unwrap_or_default()
            },
            |_, _| true,
        );
        let others = Memo::new_with_compare(
            move |_| {
                let commands = untrack(|| commands(app));
                app.replica.read(Aspect::People, |chat| Others::of(chat, commands)).unwrap_or_default()
            },
            |_, _| true,
        );
        let drawn = RwSignal::new(false);
        later(DRAWN, move || {
            drawn.try_set(true);
        });
        Effect::new(move |_| {
            if drawn.get() {
                others.with(|_| ());
            }
        });
        Self { app, rooms, others }
    }

    /// The best of what the letters fit, with what the server listed for them. Tracked.
    pub fn best(self, letters: &str, listed: &[RoomListing], most: usize) -> Vec<Goal> {
        let find = |others: &Others| {
            self.rooms.with(|rooms| {
                self.app
                    .replica
                    .peek(|chat| best(chat, rooms, others, listed, letters, most))
                    .unwrap_or_default()
            })
        };
        if letters.is_empty() { find(&Others::default()) } else { self.others.with(find) }
    }

    /// Some people, where nothing was written that would choose among them. Tracked.
    pub fn people(self, most: usize) -> Vec<Goal> {
        let some = |chat: &Chat| people(chat).take(most).map(person).collect();
        self.app.replica.read(Aspect::People, some).unwrap_or_default()
    }
}

/// The channels among those listed that one is not in and whose name or topic the letters fit.
fn channels(listed: &[RoomListing], letters: &str, most: usize) -> Vec<(u32, Goal)> {
    let unknown: Vec<_> = listed.iter().filter(|listing| !listing.joined).collect();
    let names = Names::new(unknown.iter().map(|listing| {
        let room = &listing.room;
        ([room.name.as_str(), room.topic.as_str()], 0)
    }));
    let goal = |listing: &RoomListing| {
        let RoomListing { room, member_count, .. } = listing;
        Goal::Channel { room: room.id, name: room.name.clone(), member_count: *member_count }
    };
    let found = names.best_with_fit(letters, most).into_iter();
    found.map(|(fit, at)| (fit, goal(unknown[at]))).collect()
}

/// The best goals. What the server listed for these letters arrives later than what is known here: it never takes the place
/// of the first, which may be chosen just now. The last one is always to search for what was written.
fn best(
    chat: &Chat,
    rooms: &Rooms,
    others: &Others,
    listed: &[RoomListing],
    letters: &str,
    most: usize,
) -> Vec<Goal> {
    let bare = letters.trim().trim_start_matches(['#', '@']);
    let mut found = rooms.best(bare, most);
    if !bare.is_empty() {
        let mut others = others.best(chat, bare, most);
        others.retain(|(_, goal)| !found.iter().any(|(_, room)| goal.is_met_in(room)));
        found.extend(others);
        // Stable: a room comes before a person who fits alike.
        found.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
        found.extend(channels(listed, bare, most));
        if let Some((_, rest)) = found.split_first_mut() {
            rest.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
        }
        found.truncate(most - 1);
    }
    let search = (!bare.is_empty()).then(|| Goal::Search(letters.trim().to_owned()));
    found.into_iter().map(|(_, goal)| goal).chain(search).collect()
}
