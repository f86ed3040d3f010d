//! Buttons that write Markdown.

use leptos::prelude::*;

use super::composing::Composing;
use super::growing::{around_selection, set_around};
use crate::state::app;
use crate::text::t;
use crate::views::icon::{Glyph, Icon};

#[derive(Debug, Clone, Copy)]
enum Mark {
    /// Around what is selected.
    Around(&'static str, &'static str),
    /// Before each line of it.
    Lines(&'static str),
    /// Numbers before its lines.
    Numbers,
}

#[component]
pub fn FormatBar(composing: Composing) -> impl IntoView {
    let groups = [
        vec![
            (Icon::Bold, t().bold, Mark::Around("**", "**")),
            (Icon::Italic, t().italic, Mark::Around("_", "_")),
            (Icon::Strike, t().strike, Mark::Around("~~", "~~")),
        ],
        vec![
            (Icon::Link, t().link, Mark::Around("[", "](https://)")),
            (Icon::List, t().list, Mark::Lines("- ")),
            (Icon::ListOrdered, t().list_ordered, Mark::Numbers),
            (Icon::Quote, t().quote, Mark::Lines("> ")),
        ],
        vec![
            (Icon::Code, t().code, Mark::Around("`", "`")),
            (Icon::CodeBlock, t().code_block, Mark::Around("```\n", "\n```")),
        ],
    ];
    let app = app();
    let apply = move |mark: Mark| {
        let Some(area) = composing.area.get() else { return };
        write(&area, mark);
        let _ = area.focus();
        composing.changed(app);
    };
    view! {
        <div class="format-bar" role="toolbar" aria-label=t().formatting>
            {groups.into_iter().map(|group| view! {
                <span>
                    {group.into_iter().map(|(icon, name, mark)| view! {
                        <button class="icon-button" title=name aria-label=name tabindex="-1"
                            on:pointerdown=|event| event.prevent_default()
                            on:click=move |_| apply(mark)>
                            <Glyph icon size=16/>
                        </button>
                    }).collect_view()}
                </span>
            }).collect_view()}
        </div>
    }
}

fn write(area: &web_sys::HtmlTextAreaElement, mark: Mark) {
    let (before, selected, after) = around_selection(area);
    match mark {
        Mark::Around(begin, end) => {
            let own_line = begin.ends_with('\n') && !before.is_empty() && !before.ends_with('\n');
            let gap = if own_line { "\n" } else { "" };
            set_around(area, &format!("{before}{gap}{begin}"), &selected, &format!("{end}{after}"));
        }
        Mark::Lines(_) | Mark::Numbers => {
            // The whole of the first line, from its beginning.
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            let (kept, begun) = before.split_at(start);
            let lines: Vec<String> = format!("{begun}{selected}")
                .split('\n')
                .enumerate()
                .map(|(at, line)| match mark {
                    Mark::Lines(mark) => format!("{mark}{line}"),
                    _ => format!("{}. {line}", at + 1),
                })
                .collect();
            set_around(area, &format!("{kept}{}", lines.join("\n")), "", &after);
        }
    }
}
