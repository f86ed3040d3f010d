//! Where one writes.

use leptos::prelude::*;
use natter_protocol::{MessageId, User};

use super::autocomplete::{PeopleList, candidates};
use super::composing::Composing;
use super::format_bar::FormatBar;
use super::growing::{around_selection, composes, in_code_block};
use super::reference::quoted;
use super::uploads::{AttachButton, Chips, pasted};
use crate::state::{App, OpenRoom, PopKind, app};
use crate::text::t;
use crate::views::focus::focus_composer;
use crate::views::icon::{Glyph, Icon};
use crate::views::keys::is_command;
use crate::views::pops::EmojiSink;

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
    let choose = Callback::new(move |user: User| this.accept(app, &user));
    let sink = expect_context::<EmojiSink>().0;
    sink.set_value(Some(Callback::new(move |emoji: &'static str| this.insert(app, emoji))));
    Effect::new(move |_| {
        if open.reply_to.get().is_some() {
            focus_composer();
        }
    });
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let key = event.key();
        let listed = people.with_untracked(Vec::len);
        if listed > 0 && !composes(&event) && in_list(&key, &event, listed, at) {
            if key == "Enter" || key == "Tab" {
                people
                    .with_untracked(|people| people.get(at.get_untracked()).cloned())
                    .into_iter()
                    .for_each(|user| choose.run(user));
            } else if key == "Escape" {
                this.letters.set(None);
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
            "Escape" if open.reply_to.get_untracked().is_some() => {
                event.stop_propagation();
                open.reply_to.set(None);
            }
            _ => {}
        }
    };
    let label = move || (t().message_to)(&app.room_label(open.room));
    view! {
        <div class="composer-place">
            <PeopleList people=people.into() at choose/>
            <div class="composer">
                {move || open.reply_to.get().map(|message| view! { <Answering open message/> })}
                <Chips composing=this/>
                <FormatBar composing=this/>
                <textarea
                    node_ref=this.area
                    id="composer"
                    rows="1"
                    dir="auto"
                    placeholder=label
                    aria-label=label
                    aria-controls="autocomplete"
                    data-testid="composer"
                    data-region="composer"
                    on:input=move |_| {
                        at.set(0);
                        this.changed(app);
                    }
                    on:keydown=keys
                    on:paste=move |event| pasted(app, open.room, &event)
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

/// Moves in the list of people. True when the key was meant for it.
fn in_list(key: &str, event: &leptos::ev::KeyboardEvent, count: usize, at: RwSignal<usize>) -> bool {
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
    let is_empty =
        Memo::new(move |_| composing.empty.get() && app.sending.uploads.of(composing.open.room).is_empty());
    let open_emoji = move |_| {
        if let Some(button) = emoji.get() {
            app.overlay.toggle_pop(PopKind::Emoji, &button);
        }
    };
    let mention = move |_| {
        let Some(area) = composing.area.get() else { return };
        let apart = around_selection(&area).0.chars().next_back().is_none_or(char::is_whitespace);
        composing.insert(app, if apart { "@" } else { " @" });
    };
    view! {
        <div class="composer-foot">
            <AttachButton room=composing.open.room/>
            <button node_ref=emoji class="icon-button" title=t().emoji aria-label=t().emoji data-testid="emoji"
                on:click=open_emoji>
                <Glyph icon=Icon::Smile/>
            </button>
            <button class="icon-button" title=t().mention_someone aria-label=t().mention_someone on:click=mention>
                <Glyph icon=Icon::Mention/>
            </button>
            <span class="grow"></span>
            <button
                class="send"
                class:ready=move || !is_empty.get()
                class:waits=move || composing.waits.get()
                disabled=is_empty
                title=move || if composing.waits.get() { t().sends_when_uploaded } else { t().send }
                aria-label=t().send
                data-testid="send"
                on:click=move |_| send.run(())
            >
                <Glyph icon=Icon::Send/>
            </button>
        </div>
    }
}

/// Which message the next one answers.
#[component]
fn Answering(open: OpenRoom, message: MessageId) -> impl IntoView {
    let app = app();
    let quoted = Memo::new(move |_| quoted(open, message));
    view! {
        <div class="answering" data-testid="answering">
            <Glyph icon=Icon::Reply size=14/>
            <span class="cut grow" dir="auto">
                {move || quoted.get().map(|(author, text)| view! {
                    <b>{move || app.replica.name_of(author)}</b> " " {text}
                })}
            </span>
            <button class="icon-button small" aria-label=t().cancel on:click=move |_| open.reply_to.set(None)>
                <Glyph icon=Icon::Close size=14/>
            </button>
        </div>
    }
}
