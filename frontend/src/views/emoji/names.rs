//! `:` and some letters: which emoji it may mean.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::catalog::{Emoji, search};
use super::custom::emoji_view;
use super::list::{listed, with_list};
use crate::state::{App, app};
use crate::text::t;
use crate::views::room::{Asked, Composing, Offers};

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
    found.extend(of_unicode.into_iter().map(|emoji| (emoji.text.clone(), emoji.code(letters))));
    found.truncate(MOST);
    found
}

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
    composing.emoji_named.set_value(Some(Callback::new(move |name: String| named(app, &name))));
    Offers {
        composing,
        name: t().emoji,
        testid: "emoji-names",
        found,
        word: |(text, _)| text.clone(),
        show: |app, (text, name)| {
            view! { <span class="emoji-sign">{emoji_view(app, &text)}</span><b class="cut">":"{name}":"</b> }
                .into_any()
        },
        accept: |app, composing, (text, _)| composing.accept_emoji(app, text),
    }
    .shown()
}

/// What a whole name means. One of the server's own is written as it is called.
fn named(app: App, name: &str) -> Option<String> {
    let called =
        |all: &[Emoji]| all.iter().find(|emoji| emoji.is_called(name)).map(|emoji| emoji.text.clone());
    let own = app.custom_emoji().into_iter().any(|emoji| emoji.name == name);
    with_list(called).filter(|_| !own)
}
