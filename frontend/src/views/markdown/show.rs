//! The tree as elements.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::highlight::highlight;
use super::inline::Inline;
use super::named::{Named, calls_many};
use super::parse::{Align, Block, Item, parse};
use crate::native;
use crate::text::{lowercase, t};
use crate::views::emoji::picture_view;
use crate::views::icon::{Glyph, Icon};

/// A text with all that is marked in it.
pub fn show_marked(text: &str, named: Signal<Named>) -> AnyView {
    let tree = parse(text);
    let shown = move || {
        let named = Arc::new(named.get());
        tree.iter().map(|block| show_block(block, &named)).collect_view()
    };
    shown.into_any()
}

type Names = Arc<Named>;

fn show_blocks(blocks: &[Block], named: &Names) -> AnyView {
    blocks.iter().map(|block| show_block(block, named)).collect_view().into_any()
}

fn show_block(block: &Block, named: &Names) -> AnyView {
    match block {
        Block::Paragraph(text) => view! { <p>{show(text, named)}</p> }.into_any(),
        Block::Heading(level, text) => {
            let class = if *level <= 2 { "heading large" } else { "heading" };
            view! { <p class=class role="heading" attr:aria-level=(*level).to_string()>{show(text, named)}</p> }.into_any()
        }
        Block::Code { language, text } => {
            view! { <CodeBlock language=language.clone() text=text.clone()/> }.into_any()
        }
        Block::Quote(inside) => view! { <blockquote>{show_blocks(inside, named)}</blockquote> }.into_any(),
        Block::List { start, items } => {
            let items = items.iter().map(|item| show_item(item, named)).collect_view();
            match start {
                Some(start) => view! { <ol start=start.to_string()>{items}</ol> }.into_any(),
                None => view! { <ul>{items}</ul> }.into_any(),
            }
        }
        Block::Table { align, rows } => show_table(align, rows, named),
        Block::Rule => view! { <hr/> }.into_any(),
    }
}

fn show_item(item: &Item, named: &Names) -> AnyView {
    let blocks = show_blocks(&item.blocks, named);
    match item.task {
        None => view! { <li>{blocks}</li> }.into_any(),
        Some(done) => view! {
            <li class="task" class:done=done>
                <span class="tick" role="img" aria-label=if done { t().done } else { t().not_done }>
                    {done.then(|| view! { <Glyph icon=Icon::Check size=12/> })}
                </span>
                <div>{blocks}</div>
            </li>
        }
        .into_any(),
    }
}

fn show_table(align: &[Align], rows: &[Vec<Vec<Inline>>], named: &Names) -> AnyView {
    let class = |column: usize| match align.get(column) {
        Some(Align::Center) => "center",
        Some(Align::End) => "end",
        _ => "",
    };
    let head = rows.first().into_iter().flatten().enumerate().map(|(column, cell)| {
        view! { <th class=class(column)>{show(cell, named)}</th> }
    });
    let body = rows.iter().skip(1).map(|row| {
        let cells = row.iter().enumerate().map(|(column, cell)| {
            view! { <td class=class(column)>{show(cell, named)}</td> }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <div class="table">
            <table>
                <thead><tr>{head.collect_view()}</tr></thead>
                <tbody>{body.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn show(inlines: &[Inline], named: &Names) -> AnyView {
    inlines.iter().map(|inline| show_inline(inline, named)).collect_view().into_any()
}

fn show_inline(inline: &Inline, named: &Names) -> AnyView {
    match inline {
        Inline::Text(text) => text.clone().into_any(),
        Inline::Code(text) => view! { <code>{text.clone()}</code> }.into_any(),
        Inline::Emphasis(inside) => view! { <em>{show(inside, named)}</em> }.into_any(),
        Inline::Strong(inside) => view! { <strong>{show(inside, named)}</strong> }.into_any(),
        Inline::Strike(inside) => view! { <s>{show(inside, named)}</s> }.into_any(),
        Inline::Break => view! { <br/> }.into_any(),
        Inline::Link { url, text } => show_link(url, text, named),
        Inline::Person(name) => match named.people.get(name) {
            Some((user, shown)) => {
                let me = named.me == Some(*user);
                view! { <span class="mention" class:me=me title=format!("@{name}")>"@"{shown.clone()}</span> }
                    .into_any()
            }
            None => match named.many.filter(|_| calls_many(name)) {
                Some(me) => view! { <span class="mention" class:me=me>"@"{name.clone()}</span> }.into_any(),
                None => view! { <bdi>"@" {name.clone()}</bdi> }.into_any(),
            },
        },
        Inline::Emoji(name) => {
            let text = format!(":{name}:");
            match named.emoji.get(name) {
                Some(picture) => picture_view(text, *picture),
                None => text.into_any(),
            }
        }
        Inline::Room(name) => match named.rooms.get(&lowercase(name)) {
            Some(room) => {
                view! { <a class="mention" href=format!("/r/{room}")>"#"{name.clone()}</a> }.into_any()
            }
            None => view! { <bdi>"#" {name.clone()}</bdi> }.into_any(),
        },
    }
}

/// Only addresses that lead to a page or a mailbox become links; `javascript:` and its like stay text.
fn is_safe(url: &str) -> bool {
    let lower = url.trim_start().to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
}

fn show_link(url: &str, text: &[Inline], named: &Names) -> AnyView {
    if !is_safe(url) {
        return show(text, named);
    }
    let inside = url.strip_prefix(&native::public_origin()).filter(|path| path.starts_with("/r/"));
    match inside {
        // A link into the chat stays in the window.
        Some(path) => view! { <a href=path.to_owned()>{show(text, named)}</a> }.into_any(),
        None => {
            let out = url.to_owned();
            let leave = move |event: leptos::ev::MouseEvent| {
                if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                    event.prevent_default();
                    native::open_link(&out);
                }
            };
            view! {
                <a href=url.to_owned() target="_blank" rel="noopener noreferrer nofollow" on:click=leave>
                    {show(text, named)}
                </a>
            }
            .into_any()
        }
    }
}

#[component]
fn CodeBlock(language: String, text: String) -> impl IntoView {
    let copied = RwSignal::new(false);
    let parts = highlight(&language, &text);
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            if native::copy(&text).await {
                copied.try_set(true);
                crate::browser::later(1_500, move || {
                    copied.try_set(false);
                });
            }
        });
    };
    view! {
        <div class="code" dir="ltr">
            <div class="code-bar">
                <span>{language}</span>
                <button class="icon-button small" title=t().copy aria-label=t().copy on:click=copy>
                    {move || {
                        let icon = if copied.get() { Icon::Check } else { Icon::Copy };
                        view! { <Glyph icon size=14/> }
                    }}
                </button>
            </div>
            <pre tabindex="0"><code>
                {parts.into_iter().map(|(kind, text)| match kind.class() {
                    "" => text.into_any(),
                    class => view! { <span class=class>{text}</span> }.into_any(),
                }).collect_view()}
            </code></pre>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn only_harmless_addresses_are_links() {
        assert!(is_safe("https://a.org") && is_safe("HTTP://a.org") && is_safe("mailto:a@b.org"));
        for bad in
            ["javascript:alert(1)", " javascript:x", "data:text/html,x", "/relative", "file:///etc", ""]
        {
            assert!(!is_safe(bad), "{bad}");
        }
    }
}
