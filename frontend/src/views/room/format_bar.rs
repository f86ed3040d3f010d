//! Buttons that write Markdown, and the one that shows what will be seen of it.

use leptos::prelude::*;

use super::composing::Composing;
use super::formatting::Mark;
use crate::browser::is_mac;
use crate::state::app;
use crate::text::t;
use crate::views::icon::{Glyph, Icon};

#[component]
pub fn FormatBar(composing: Composing) -> impl IntoView {
    let groups = [
        vec![
            (Icon::Bold, t().bold, Mark::Bold),
            (Icon::Italic, t().italic, Mark::Italic),
            (Icon::Strike, t().strike, Mark::Strike),
        ],
        vec![
            (Icon::Link, t().link, Mark::Link),
            (Icon::List, t().list, Mark::List),
            (Icon::ListOrdered, t().list_ordered, Mark::Numbers),
            (Icon::Quote, t().quote, Mark::Quote),
        ],
        vec![(Icon::Code, t().code, Mark::Code), (Icon::CodeBlock, t().code_block, Mark::CodeBlock)],
    ];
    let app = app();
    let preview = app.settings.preview;
    view! {
        <div class="format-bar" role="toolbar" aria-label=t().formatting>
            {groups.into_iter().map(|group| view! {
                <span>
                    {group.into_iter().map(|(icon, name, mark)| view! {
                        <button class="icon-button" title=with_keys(name, mark) aria-label=name tabindex="-1"
                            on:pointerdown=|event| event.prevent_default()
                            on:click=move |_| composing.marks(app, mark)>
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
        </div>
    }
}

fn with_keys(name: &str, mark: Mark) -> String {
    let (ctrl, shift) = if is_mac() { ("⌘", "⇧") } else { ("Ctrl+", "Shift+") };
    let keys = |(shifted, key)| format!("{name} ({ctrl}{}{key})", if shifted { shift } else { "" });
    mark.key().map_or_else(|| name.to_owned(), keys)
}
