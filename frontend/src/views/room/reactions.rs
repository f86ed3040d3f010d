//! Pills below a message: which emoji, how many, who.

use leptos::prelude::*;
use natter_protocol::{MessageId, Reaction};

use super::message::Shown;
use crate::state::{App, OpenRoom, PopKind, app};
use crate::text::t;
use crate::views::emoji::emoji_view;
use crate::views::icon::{Glyph, Icon};

/// "Ana, Bo and 3 more".
fn names(app: App, reaction: &Reaction) -> String {
    let me = app.replica.me();
    let name = |user| {
        if Some(user) == me {
            t().you_reacted.to_owned()
        } else {
            app.replica.name_of(user).unwrap_or_default()
        }
    };
    let named: Vec<_> = reaction.users.iter().take(12).map(|user| name(*user)).collect();
    (t().reacted)(&named.join(", "), reaction.users.len().saturating_sub(12), &reaction.emoji)
}

#[component]
pub fn Reactions(open: OpenRoom, id: MessageId, shown: Memo<Option<Shown>>) -> impl IntoView {
    let app = app();
    let reactions = Memo::new(move |_| {
        shown.with(|shown| match shown {
            Some(Shown::Said(message)) => message.reactions.clone(),
            _ => Vec::new(),
        })
    });
    let add = NodeRef::<leptos::html::Button>::new();
    let open_picker = move |_| {
        if let Some(button) = add.get() {
            app.overlay.toggle_pop(PopKind::React(open.room, id), &button);
        }
    };
    let pill = move |reaction: Reaction| {
        let mine = app.replica.me().is_some_and(|me| reaction.users.contains(&me));
        let title = names(app, &reaction);
        let emoji = StoredValue::new(reaction.emoji.clone());
        view! {
            <button
                class="reaction"
                class:mine=mine
                aria-pressed=mine.to_string()
                aria-label=format!("{title}, {}", reaction.users.len())
                title=title
                data-testid="reaction"
                data-emoji=emoji.get_value()
                on:click=move |_| emoji.with_value(|emoji| app.toggle_reaction(open.room, id, emoji))
            >
                <span class="reaction-emoji">{move || emoji.with_value(|emoji| emoji_view(app, emoji))}</span>
                <span class="reaction-count">{reaction.users.len()}</span>
            </button>
        }
    };
    move || {
        reactions.with(|all| !all.is_empty()).then(|| view! {
        <div class="reactions">
            <For each=move || reactions.get() key=|reaction| (reaction.emoji.clone(), reaction.users.clone()) let:reaction>
                {pill(reaction)}
            </For>
            <button
                node_ref=add
                class="reaction add"
                aria-label=t().add_reaction
                title=t().add_reaction
                data-testid="add-reaction"
                on:click=open_picker
            >
                <Glyph icon=Icon::AddReaction size=16/>
            </button>
        </div>
    })
    }
}
