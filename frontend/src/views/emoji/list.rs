//! The list of Unicode's emoji, fetched once.

use std::cell::OnceCell;

use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::catalog::{Emoji, read};
use crate::browser::window;

const LIST: &str = "/assets/emoji.txt";

thread_local! {
    static ALL: OnceCell<Vec<Emoji>> = const { OnceCell::new() };
}

/// Sees to it that the list is here. False when it cannot be had.
pub async fn listed() -> bool {
    if ALL.with(|all| all.get().is_some()) {
        return true;
    }
    match fetch().await {
        Some(list) => ALL.with(|all| all.set(list).is_ok() || all.get().is_some()),
        None => false,
    }
}

/// Looks at the list; it is empty until it is here.
pub fn with_list<T>(look: impl FnOnce(&[Emoji]) -> T) -> T {
    ALL.with(|all| look(all.get().map_or(&[], Vec::as_slice)))
}

async fn fetch() -> Option<Vec<Emoji>> {
    let answer: Response = JsFuture::from(window().fetch_with_str(LIST)).await.ok()?.dyn_into().ok()?;
    let text = JsFuture::from(answer.text().ok()?).await.ok()?;
    answer.ok().then(|| read(&text.as_string().unwrap_or_default()))
}
