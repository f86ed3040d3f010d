//! Where one writes.

use leptos::prelude::*;
use natter_protocol::{Presence, UserId};

use super::autocomplete::{Callee, PeopleList, candidates};
use super::composing::Composing;
use super::format_bar::FormatBar;
use super::growing::{around_selection, composes, in_code_block};
use super::slash::{Command, CommandList, matching};
use super::uploads::{AttachButton, Chips, pasted};
use crate::state::{App, Aspect, OpenRoom, PopKind, app};
use crate::text::t;
use crate::views::focus::focus_composer;
use crate::views::icon::{Glyph, Icon};
use crate::views::keys::is_command;
use crate::views::later::{Part, later};
use crate::views::pops::{EmojiSink, LaterSink};

#[component]
pub fn Composer(open: OpenRoom) -> impl IntoView {
    let app = app();
    let this = Composing::new(open);
    this.area.on_load(move |area| {
        request_animation_frame(move || this.begin(app, &area));
    });
    let at = RwSignal::new(0_usize);
    let people = Memo::new(move |_| {
        let letters = this.letters.get();
        letters.map(|letters| candidates(app, open.room, &letters)).unwrap_or_default()
    });
    let choose = Callback::new(move |callee: Callee| this.accept(app, callee.name()));
    let commands =
        Memo::new(move |_| this.slash.with(|letters| letters.as_deref().map(matching)).unwrap_or_default());
    let choose_command = Callback::new(move |command: &'static Command| this.accept_command(app, command));
    Effect::new(move |before: Option<String>| {
        let draft = app.drafts.watch(open.spot());
        if before.is_some_and(|before| before != draft) {
            this.brought(&draft);
        }
        draft
    });
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let key = event.key();
        let in_names = |keys: Callback<_, bool>| !composes(&event) && keys.run(event.clone());
        if this.list_keys.get_value().is_some_and(in_names) {
            event.prevent_default();
            event.stop_propagation();
            return;
        }
        let listed = people.with_untracked(Vec::len) + commands.with_untracked(Vec::len);
        if listed > 0 && !composes(&event) && in_list(&key, &event, listed, at) {
            if key == "Enter" || key == "Tab" {
                people
                    .with_untracked(|people| people.get(at.get_untracked()).cloned())
                    .into_iter()
                    .for_each(|callee| choose.run(callee));
                commands
                    .with_untracked(|commands| commands.get(at.get_untracked()).copied())
                    .into_iter()
                    .for_each(|command| choose_command.run(command));
            } else if key == "Escape" {
                this.letters.set(None);
                this.slash.set(None);
            }
            event.prevent_default();
            event.stop_propagation();
            return;
        }
        let Some(area) = this.area.get_untracked() else { return };
        let plain = !event.shift_key() && !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        match key.as_str() {
            "Enter" if !composes(&event) && sends(app, &event, plain, &area) => {
                event.prevent_default();
                this.send(app);
            }
            "ArrowUp" if plain && area.value().is_empty() => {
                if let Some(message) = this.last_own(app) {
                    event.prevent_default();
                    open.editing.set(Some(message));
                }
            }
            "ArrowUp" if event.shift_key() && area.value().is_empty() && open.thread.is_none() => {
                if let Some(message) = this.last(app) {
                    event.prevent_default();
                    app.open_thread(open.room, message);
                }
            }
            "Escape" if open.thread.is_some() => {
                event.stop_propagation();
                app.overlay.pane.set(None);
                focus_composer();
            }
            _ => {}
        }
    };
    let asks_emoji = Memo::new(move |_| this.colon.with(Option::is_some));
    let is_listing = move || {
        people.with(|all| !all.is_empty()) || commands.with(|all| !all.is_empty()) || asks_emoji.get()
    };
    let is_thread = open.thread.is_some();
    let label = move || {
        if is_thread { t().reply_here.to_owned() } else { (t().message_to)(&app.room_label(open.room)) }
    };
    view! {
        <div class="composer-place">
            <PeopleList people=people.into() at choose/>
            {move || asks_emoji.get().then(|| later(Part::EmojiNames(Box::new(this))))}
            <CommandList commands=commands.into() at choose=choose_command/>
            <div class="composer">
                <Chips composing=this/>
                {(!is_thread).then(|| view! { <FormatBar composing=this/> })}
                <CallsMany composing=this/>
                <textarea
                    node_ref=this.area
                    id=if is_thread { "thread-composer" } else { "composer" }
                    rows="1"
                    dir="auto"
                    placeholder=label
                    aria-label=label
                    aria-controls=move || is_listing().then_some("autocomplete")
                    data-testid=if is_thread { "thread-composer" } else { "composer" }
                    data-region=if is_thread { "thread" } else { "composer" }
                    on:input=move |_| {
                        at.set(0);
                        this.changed(app);
                    }
                    on:keydown=keys
                    on:paste=move |event| pasted(app, open.spot(), &event)
                ></textarea>
                <Actions composing=this send=move |()| this.send(app)/>
            </div>
        </div>
    }
}

/// Whether this Enter sends: as the person likes it, but not inside of a code block. Ctrl+Enter does always.
fn sends(
    app: App,
    event: &leptos::ev::KeyboardEvent,
    plain: bool,
    area: &web_sys::HtmlTextAreaElement,
) -> bool {
    is_command(event)
        || (plain && app.settings.enter_sends.get_untracked() && !in_code_block(&around_selection(area).0))
}

/// Moves in a list above the composer. True when the key was meant for it.
pub fn in_list(key: &str, event: &leptos::ev::KeyboardEvent, count: usize, at: RwSignal<usize>) -> bool {
    match key {
        "ArrowDown" => at.update(|at| *at = (*at + 1) % count),
        "ArrowUp" => at.update(|at| *at = (*at + count - 1) % count),
        "Enter" | "Tab" => return !event.shift_key(),
        "Escape" => {}
        _ => return false,
    }
    true
}

/// Below the text: emoji, a mention, sending.
#[component]
fn Actions(composing: Composing, #[prop(into)] send: Callback<()>) -> impl IntoView {
    let app = app();
    let emoji = NodeRef::<leptos::html::Button>::new();
    let spot = composing.open.spot();
    let in_room = spot.1.is_none();
    let is_empty = Memo::new(move |_| composing.empty.get() && app.sending.uploads.of(spot).is_empty());
    let sink = expect_context::<EmojiSink>().0;
    let open_emoji = move |_| {
        if let Some(button) = emoji.get() {
            sink.set_value(Some(Callback::new(move |emoji: String| composing.insert_emoji(app, &emoji))));
            app.overlay.toggle_pop(PopKind::Emoji, &button);
        }
    };
    let later = NodeRef::<leptos::html::Button>::new();
    let moment = expect_context::<LaterSink>().0;
    let open_later = move |_| {
        if let Some(button) = later.get() {
            moment.set_value(Some(Callback::new(move |at| composing.send_later(app, at))));
            app.overlay.toggle_pop(PopKind::SendLater, &button);
        }
    };
    let mention = move |_| {
        let Some(area) = composing.area.get() else { return };
        let apart = around_selection(&area).0.chars().next_back().is_none_or(char::is_whitespace);
        composing.insert(app, if apart { "@" } else { " @" });
    };
    view! {
        <div class="composer-foot">
            <AttachButton spot/>
            <button node_ref=emoji class="icon-button" title=t().emoji aria-label=t().emoji data-testid="emoji"
                on:click=open_emoji>
                <Glyph icon=Icon::Smile/>
            </button>
            <button class="icon-button" title=t().mention_someone aria-label=t().mention_someone on:click=mention>
                <Glyph icon=Icon::Mention/>
            </button>
            <span class="grow"></span>
            {composing.open.thread.map(|_| view! { <AlsoSend composing/> })}
            <button
                class="send"
                class:ready=move || !is_empty.get()
                class:waits=move || composing.waits.get()
                disabled=is_empty
                title=move || if composing.waits.get() { t().sends_when_uploaded } else { t().send }
                aria-label=t().send
                data-testid=if composing.open.thread.is_some() { "thread-send" } else { "send" }
                on:click=move |_| send.run(())
            >
                <Glyph icon=Icon::Send/>
            </button>
            {in_room.then(|| view! {
            <button
                node_ref=later
                class="send-later"
                class:ready=move || !is_empty.get()
                disabled=is_empty
                title=t().send_later
                aria-label=t().send_later
                aria-haspopup="menu"
                aria-expanded=move || app.overlay.is_open(PopKind::SendLater).to_string()
                data-testid="send-later"
                on:click=open_later
            >
                <Glyph icon=Icon::ChevronDown size=14/>
            </button>
            })}
        </div>
    }
}

/// Says how many people a word would call, before it is sent.
#[component]
fn CallsMany(composing: Composing) -> impl IntoView {
    let app = app();
    let room = composing.open.room;
    let people = move |only_here: bool| {
        let me = app.replica.me();
        let members = app.replica.read(Aspect::Members(room), |chat| {
            let state = chat.room(room)?;
            let members = state.members().members();
            let others = members.iter().map(|member| member.user_id);
            let others: Vec<_> = others.filter(|user| Some(*user) != me).collect();
            let count = if state.members().is_loaded() {
                let is_called = |user: &&UserId| !only_here || chat.presence(**user) != Presence::Offline;
                others.iter().filter(is_called).count()
            } else {
                state.member_count().saturating_sub(1) as usize
            };
            Some((count, others))
        });
        let (count, others) = members.flatten().unwrap_or_default();
        if only_here {
            // Whoever comes or goes meanwhile is counted anew.
            others.into_iter().for_each(|user| app.replica.track(Aspect::Presence(user)));
        }
        count
    };
    move || {
        composing.calls.get().map(|word| {
            let text = (t().calls_people)(&word, people(word == "here"));
            view! { <p class="calls-many" role="status" data-testid="calls-many"><Glyph icon=Icon::Alert size=14/>{text}</p> }
        })
    }
}

/// Whether a reply shows in the room, too.
#[component]
fn AlsoSend(composing: Composing) -> impl IntoView {
    let app = app();
    view! {
        <label class="also-send">
            <input type="checkbox" bind:checked=composing.broadcast data-testid="also-send"/>
            <span class="cut">{move || (t().also_send_to)(&app.room_label(composing.open.room))}</span>
        </label>
    }
}
