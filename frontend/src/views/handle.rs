//! How a person is written to be called.

use leptos::prelude::*;

/// `@ana`, whose sign stays before the name where lines run from right to left.
pub fn handle(username: String) -> impl IntoView {
    view! { <bdi dir="ltr">"@" {username}</bdi> }
}
