//! What writes Markdown: buttons, keys, addresses that are pasted; and the button that shows what will be seen of it.

use leptos::prelude::*;

use super::composing::Composing;
use super::formatting::{Mark, linked};
use super::growing::{around_selection, set_around};
use crate::browser::is_mac;
use crate::state::{App, app};
use crate::text::t;
use crate::views::icon::{Glyph, Icon};

#[component]
pub fn FormatBar(composing: Composing) -> impl IntoView {
    let groups = [
        vec![(Icon::Bold, Mark::Bold), (Icon::Italic, Mark::Italic), (Icon::Strike, Mark::Strike)],
        vec![
            (Icon::Link, Mark::Link),
            (Icon::List, Mark::List),
            (Icon::ListOrdered, Mark::Numbers),
            (Icon::Quote, Mark::Quote),
        ],
        vec![(Icon::Code, Mark::Code), (Icon::CodeBlock, Mark::CodeBlock)],
    ];
    let app = app();
    listen(app, composing);
    if composing.open.thread.is_some() {
        return ().into_any();
    }
    let preview = app.settings.preview;
    view! {
        {groups.into_iter().map(|group| view! {
            <span>
                {group.into_iter().map(|(icon, mark)| view! {
                    <button class="icon-button" title=with_keys(mark) aria-label=mark.name() tabindex="-1"
                        on:pointerdown=|event| event.prevent_default()
                        on:click=move |_| marks(app, composing, mark)>
                        <Glyph icon size=16/>
                    </button>
                }).collect_view()}
            </span>
        }).collect_view()}
        <button class="icon-button preview-button" title=t().preview aria-label=t().preview data-testid="preview"
            aria-pressed=move || preview.get().to_string()
            on:pointerdown=|event| event.prevent_default()
            on:click=move |_| app.settings.choose_preview(!preview.get_untracked())>
            <Glyph icon=Icon::Eye size=16/>
        </button>
    }
    .into_any()
}

/// Keys write marks, too, and an address that is pasted over words makes them a link.
fn listen(app: App, composing: Composing) {
    let is_ours = move |event: &web_sys::Event| {
        let area = composing.area.get_untracked();
        !event.default_prevented() && area.is_some_and(|area| event.target() == Some(area.into()))
    };
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if is_ours(&event)
            && let Some(mark) = Mark::of_key(&event)
        {
            event.prevent_default();
            marks(app, composing, mark);
        }
    });
    let pasted = window_event_listener(leptos::ev::paste, move |event| {
        let Some(data) = event.clipboard_data().filter(|_| is_ours(&event)) else { return };
        if data.get_data("text/plain").is_ok_and(|text| links(app, composing, &text)) {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        keys.remove();
        pasted.remove();
    });
}

/// Marks what is selected.
fn marks(app: App, composing: Composing, mark: Mark) {
    let Some(area) = composing.area.get_untracked() else { return };
    mark.write(&area);
    let _ = area.focus();
    composing.changed(app);
}

/// Makes what is selected a link. False when it is no text, or what was pasted is no address.
fn links(app: App, composing: Composing, pasted: &str) -> bool {
    let Some(area) = composing.area.get_untracked() else { return false };
    let (before, selected, after) = around_selection(&area);
    let Some(link) = linked(&selected, pasted) else { return false };
    set_around(&area, &format!("{before}{link}"), "", &after);
    composing.changed(app);
    true
}

/// Its name and keys: `Bold (Ctrl+B)`.
fn with_keys(mark: Mark) -> String {
    let Some(keys) = mark.keys() else { return mark.name().to_owned() };
    let keys =
        if is_mac() { keys.replace("Ctrl ", "⌘").replace("Shift ", "⇧") } else { keys.replace(' ', "+") };
    format!("{} ({keys})", mark.name())
}
