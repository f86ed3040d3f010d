//! A long list whose rows come and go.

use std::hash::Hash;

use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos::tachys::view::keyed::keyed;

/// Rows that hang on one owner. An owner remembers each that ever hung on it.
const BATCH: u32 = 64;

/// As `For`, for lists that stand for hours while their rows change all the time: there the list's owner would remember
/// every row it ever had.
pub fn rows<T, K, V>(
    each: impl Fn() -> Vec<T> + Send + 'static,
    key: impl Fn(&T) -> K + Copy + Send + 'static,
    row: impl Fn(T) -> V + Copy + Send + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    K: Eq + Hash + 'static,
    V: IntoView + 'static,
{
    let list = Owner::current().unwrap_or_default();
    let batch = StoredValue::new((list.child(), 0));
    let draw = move |_, item| {
        let full = batch.with_value(|(_, rows)| *rows == BATCH);
        if full {
            batch.set_value((list.child(), 0));
        }
        batch.update_value(|(_, rows)| *rows += 1);
        let batch = batch.with_value(|(batch, _)| batch.clone());
        let owner = batch.child();
        let view = owner.with(|| row(item));
        // The batch is there for as long as one of its rows.
        owner.with(|| on_cleanup(move || drop(batch)));
        (drop, OwnedView::new_with_owner(view, owner))
    };
    move || keyed(each(), key, draw.clone())
}
