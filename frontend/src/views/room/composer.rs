//! Where one writes.

use leptos::prelude::*;

use super::composing::Composing;
use super::growing::{around_selection, composes, in_code_block};
use super::uploads::{AttachButton, pasted};
use crate::state::{App, Dialog, OpenRoom, PopKind, app};
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
    Effect::new(move |before: Option<String>| {
        let draft = app.drafts.watch(open.spot());
        if before.is_some_and(|before| before != draft) {
            this.brought(&draft);
        }
        draft
    });
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let key = event.key();
        let in_list = |keys: Callback<_, bool>| !composes(&event) && keys.run(event.clone());
        if this.list_keys.get_value().is_some_and(in_list) {
            event.prevent_default();
            event.stop_propagation();
            return;
        }
        let Some(area) = this.area.get_untracked() else { return };
        let bare = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        let (plain, only_shift) = (bare && !event.shift_key(), bare && event.shift_key());
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
            "ArrowUp" if only_shift && area.value().is_empty() && open.thread.is_none() => {
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
    let asks = Memo::new(move |_| this.asked.with(Option::is_some));
    let is_thread = open.thread.is_some();
    let shows = Memo::new(move |_| !is_thread && app.settings.preview.get() && !this.empty.get());
    let label = move || {
        if is_thread { t().reply_here.to_owned() } else { (t().message_to)(&app.room_label(open.room)) }
    };
    view! {
        <div class="composer-place">
            {move || asks.get().then(|| later(Part::Suggestions(Box::new(this))))}
            <div class="composer">
                {later(Part::Chips(Box::new(this)))}
                <div class="format-bar" role="toolbar" aria-label=t().formatting hidden=is_thread>
                    {later(Part::FormatBar(Box::new(this)))}
                </div>
                {move || shows.get().then(|| later(Part::Composed(Box::new(this))))}
                {move || this.calls.get().map(|word| later(Part::CallsMany(open.room, word)))}
                <textarea
                    node_ref=this.area
                    id=if is_thread { "thread-composer" } else { "composer" }
                    rows="1"
                    dir="auto"
                    placeholder=label
                    aria-label=label
                    aria-controls=move || asks.get().then_some("autocomplete")
                    data-testid=if is_thread { "thread-composer" } else { "composer" }
                    data-region=if is_thread { "thread" } else { "composer" }
                    on:input=move |_| this.changed(app)
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
    let when = NodeRef::<leptos::html::Button>::new();
    let moment = expect_context::<LaterSink>().0;
    let open_later = move |_| {
        if let Some(button) = when.get() {
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
            {in_room.then(|| view! {
                <button class="icon-button" title=t().new_poll aria-label=t().new_poll data-testid="new-poll"
                    on:click=move |_| app.overlay.open(Dialog::Poll(spot.0))>
                    <Glyph icon=Icon::Poll/>
                </button>
            })}
            <button node_ref=emoji class="icon-button" title=t().emoji aria-label=t().emoji data-testid="emoji"
                on:click=open_emoji>
                <Glyph icon=Icon::Smile/>
            </button>
            <button class="icon-button" title=t().mention_someone aria-label=t().mention_someone on:click=mention>
                <Glyph icon=Icon::Mention/>
            </button>
            <span class="grow"></span>
            {composing.open.thread.map(|_| later(Part::AlsoSend(Box::new(composing))))}
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
                node_ref=when
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
