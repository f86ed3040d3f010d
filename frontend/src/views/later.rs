//! The second part of the program: all that a first list of messages does without. It comes right after it.
//!
//! A view goes there as a [`Part`] that [`draw`] draws and [`later`] shows.

use futures_util::FutureExt as _;
use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::Item;
use natter_protocol::{Message, MessageId, RoomId, RoomKind};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::dialogs::OneDialog;
use super::door::DoorView;
use super::gather::Gathered;
use super::markdown::{Named, plain, show_marked};
use super::members::MembersPane;
use super::offer::NotifyOffer;
use super::polls::PollView;
use super::pops::OnePop;
use super::room::{
    AlsoSend, BringPeople, CallsMany, Chips, Composed, Composing, DropPlace, Editor, FilesPane, FormatBar,
    NoRooms, NotInRoom, NotSent, PinsPane, Preview, Suggestions, ThreadPane, Told, Tools,
};
use super::search::SearchPane;
use super::sidebar::InviteRow;
use super::threads::ThreadsPage;
use super::toasts::Toasts;
use crate::browser::{AGAIN, sleep};
use crate::native;
use crate::state::{App, Dialog, Door, Gathering, OpenRoom, Phase, Place, Pop, Spot};

/// In milliseconds after the chat is open: what it asks for itself goes first.
const HEAD_START: i32 = 300;

/// Whether the second part is here, and whether it was asked for.
#[derive(Debug, Clone, Copy)]
struct Later {
    here: RwSignal<bool>,
    asked: StoredValue<bool>,
}

impl Later {
    /// Gets it, unless that is done already.
    fn ask(self) {
        if self.asked.try_update_value(|asked| std::mem::replace(asked, true)) != Some(false) {
            return;
        }
        spawn_local(async move {
            while fetch().await.is_err() {
                sleep(AGAIN).await;
            }
            self.here.set(true);
        });
    }

    fn show(self, part: Part, meanwhile: impl Fn() -> Option<AnyView> + Send + 'static) -> AnyView {
        // What has arrived is drawn without waiting.
        let drawn = move || untrack(|| draw(part.clone()).now_or_never())?.ok();
        let shown: Box<dyn FnMut() -> Option<AnyView> + Send> =
            Box::new(move || if self.here.get() { drawn() } else { meanwhile() });
        shown.into_any()
    }
}

/// Gets the second part: at once for those at the door, who need it, and for the others once they are in. Says
/// whether it is here.
pub fn fetch_later(app: App) -> RwSignal<bool> {
    let later = Later { here: RwSignal::new(false), asked: StoredValue::new(false) };
    provide_context(later);
    Effect::new(move |_| {
        let (starting, in_chat) =
            app.session.phase.with(|phase| (matches!(phase, Phase::Starting { .. }), *phase == Phase::Chat));
        if starting && native::was_signed_in() {
            return;
        }
        spawn_local(async move {
            if in_chat && !is_itself_later(app) {
                sleep(HEAD_START).await;
            }
            later.ask();
        });
    });
    later.here
}

/// Whether what the address names is drawn by the second part.
fn is_itself_later(app: App) -> bool {
    app.session.place.with_untracked(|place| matches!(place, Place::Threads | Place::Gathered(_)))
}

/// What the second part draws.
#[derive(Debug, Clone)]
pub enum Part {
    /// Of a reply that is being written: whether the room sees it, too.
    AlsoSend(Box<Composing>),
    /// Who else could be in a room: at its beginning.
    BringPeople(RoomId, RoomKind),
    /// How many people a word would call in a room.
    CallsMany(RoomId, String),
    /// The files of the message that is being written.
    Chips(Box<Composing>),
    /// What is being written as it will be seen.
    Composed(Box<Composing>),
    Dialog(Dialog),
    Door(Door),
    /// Where files are dropped, while some are dragged.
    DropPlace(Spot, RwSignal<bool>),
    Editor(Box<OpenRoom>, MessageId),
    Files(Box<OpenRoom>),
    /// What writes Markdown in the composer.
    FormatBar(Box<Composing>),
    Gathered(Gathering),
    /// Below all rooms: who is not here yet.
    InviteRow,
    /// A text without its marks, in one line.
    Line(String),
    /// A text in which something is marked, and whom its names mean.
    Marked(String, Signal<Named>),
    Members(RoomId),
    NoRooms,
    NotInRoom(RoomId),
    /// What to do with a message that the server refused.
    NotSent(Box<Item>),
    /// The offer to turn on notifications.
    Offer,
    Pins(Box<OpenRoom>),
    Poll(Box<OpenRoom>, MessageId),
    Pop(Pop),
    /// Of the message that a text links to.
    Preview(Signal<String>),
    Search,
    /// What may be meant by what is being written.
    Suggestions(Box<Composing>),
    /// A room, the message that began the thread, and the reply that was asked for.
    Thread(RoomId, MessageId, Option<MessageId>),
    /// All threads.
    Threads,
    /// Short notices.
    Toasts,
    /// What happened to a room.
    Told(Vec<Message>),
    /// What can be done with the message under the pointer.
    Tools(Box<OpenRoom>, MessageId),
}

/// The way from the first part into the second for what is seen: whatever only this reaches is not in the first.
#[wasm_split(later, fallible, preload(fetch))]
fn draw(part: Part) -> Result<AnyView, SplitLoaderError> {
    Ok(match part {
        Part::AlsoSend(composing) => view! { <AlsoSend composing=*composing/> }.into_any(),
        Part::BringPeople(room, kind) => view! { <BringPeople room kind/> }.into_any(),
        Part::CallsMany(room, word) => view! { <CallsMany room word/> }.into_any(),
        Part::Chips(composing) => view! { <Chips composing=*composing/> }.into_any(),
        Part::Composed(composing) => view! { <Composed composing=*composing/> }.into_any(),
        Part::Dialog(dialog) => view! { <OneDialog dialog/> }.into_any(),
        Part::Door(door) => view! { <DoorView door/> }.into_any(),
        Part::DropPlace(spot, dragged) => view! { <DropPlace spot dragged/> }.into_any(),
        Part::Editor(open, id) => view! { <Editor open=*open id/> }.into_any(),
        Part::Files(open) => view! { <FilesPane open=*open/> }.into_any(),
        Part::FormatBar(composing) => view! { <FormatBar composing=*composing/> }.into_any(),
        Part::Gathered(place) => view! { <Gathered place/> }.into_any(),
        Part::InviteRow => view! { <InviteRow/> }.into_any(),
        Part::Line(text) => plain(&text).into_any(),
        Part::Marked(text, named) => show_marked(&text, named),
        Part::Members(room) => view! { <MembersPane room/> }.into_any(),
        Part::NoRooms => view! { <NoRooms/> }.into_any(),
        Part::NotInRoom(room) => view! { <NotInRoom room/> }.into_any(),
        Part::NotSent(item) => view! { <NotSent item=*item/> }.into_any(),
        Part::Offer => view! { <NotifyOffer/> }.into_any(),
        Part::Pins(open) => view! { <PinsPane open=*open/> }.into_any(),
        Part::Poll(open, id) => view! { <PollView open=*open id/> }.into_any(),
        Part::Pop(pop) => view! { <OnePop pop/> }.into_any(),
        Part::Preview(text) => view! { <Preview text/> }.into_any(),
        Part::Search => view! { <SearchPane/> }.into_any(),
        Part::Suggestions(composing) => view! { <Suggestions composing=*composing/> }.into_any(),
        Part::Thread(room, root, at) => view! { <ThreadPane room root at/> }.into_any(),
        Part::Threads => view! { <ThreadsPage/> }.into_any(),
        Part::Toasts => view! { <Toasts/> }.into_any(),
        Part::Told(notices) => view! { <Told notices/> }.into_any(),
        Part::Tools(open, id) => view! { <Tools open=*open id/> }.into_any(),
    })
}

/// Shows it; nothing until the second part is here.
pub fn later(part: Part) -> AnyView {
    expect_context::<Later>().show(part, || None)
}

/// Shows it, and something else until the second part is here, which is asked for at once.
pub fn later_instead(part: Part, meanwhile: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let later = expect_context::<Later>();
    later.ask();
    later.show(part, move || Some(meanwhile()))
}
