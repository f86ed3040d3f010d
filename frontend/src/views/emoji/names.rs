//! `:` and some letters: which emoji it may mean.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::emoji::short_name;

use super::catalog::search;
use super::custom::emoji_view;
use super::list::{listed, with_list};
use crate::state::{App, app};
use crate::text::t;
use crate::views::room::{Asked, Composing, take_keys};

const MOST: usize = 8;

/// What is written, and what it is called.
fn candidates(app: App, letters: &str) -> Vec<(String, String)> {
    let mut own: Vec<String> = app.custom_emoji().into_iter().map(|emoji| emoji.name).collect();
    own.retain(|name| name.contains(letters));
    own.sort_by_key(|name| !name.starts_with(letters));
    let mut found: Vec<(String, String)> =
        own.into_iter().take(MOST).map(|name| (format!(":{name}:"), name)).collect();
    let wanted = letters.replace('_', " ");
    let of_unicode = with_list(|all| search(all, &wanted, MOST));
    found.extend(of_unicode.into_iter().map(|emoji| (emoji.text, short_name(&emoji.name))));
    found.truncate(MOST);
    found
}

/// The list above the composer.
#[component]
pub fn EmojiNames(composing: Composing) -> impl IntoView {
    let app = app();
    let here = RwSignal::new(false);
    spawn_local(async move {
        listed().await;
        here.try_set(true);
    });
    let found = Memo::new(move |_| {
        here.track();
        composing.asked.with(|asked| match asked {
            Some(Asked::Emoji(letters)) => candidates(app, letters),
            _ => Vec::new(),
        })
    });
    let choose = move |index: usize| {
        let emoji = found.with_untracked(|found| found.get(index).map(|(text, _)| text.clone()));
        emoji.into_iter().for_each(|emoji| composing.accept_emoji(app, &emoji));
    };
    let at = take_keys(composing, Signal::derive(move || found.with(Vec::len)), Callback::new(choose));
    move || {
        let all = Some(found.get()).filter(|all| !all.is_empty())?;
        Some(view! {
            <div class="autocomplete" id="autocomplete" role="listbox" aria-label=t().emoji data-testid="emoji-names">
                {all.into_iter().enumerate().map(|(index, (text, name))| {
                    view! {
                        <button class="switcher-row" role="option" tabindex="-1"
                            class:at=move || at.get() == index
                            aria-selected=move || (at.get() == index).to_string()
                            data-emoji=text.clone()
                            // Before the composer loses the focus.
                            on:pointerdown=move |event| {
                                event.prevent_default();
                                choose(index);
                            }>
                            <span class="emoji-sign">{emoji_view(app, &text)}</span>
                            <b class="cut">":"{name}":"</b>
                        </button>
                    }
                }).collect_view()}
            </div>
        })
    }
}
