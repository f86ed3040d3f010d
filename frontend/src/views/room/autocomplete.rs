//! `@` and some letters: whom it may mean.

use leptos::prelude::*;
use natter_protocol::emoji::is_name;
use natter_protocol::{RoomId, RoomKind, User, UserId};

use crate::state::{App, Aspect};
use crate::text::t;
use crate::views::avatar::Avatar;
use crate::views::icon::{Glyph, Icon};

const MOST: usize = 8;

/// The letters after an `@` that begins a word right before the caret.
pub fn asked(before_caret: &str) -> Option<&str> {
    let at = before_caret.rfind('@')?;
    let letters = &before_caret[at + 1..];
    let begins_word =
        before_caret[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || "([{\"'".contains(c));
    let fits = letters.chars().count() <= 32 && !letters.contains(char::is_whitespace);
    (begins_word && fits).then_some(letters)
}

/// The letters after a `:` that begins a word right before the caret: two of them at least, since `:)` and the
/// like are no question.
pub fn asked_emoji(before_caret: &str) -> Option<String> {
    let (before, letters) = before_caret.rsplit_once(':')?;
    let begins_word = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '/');
    let letters = letters.to_lowercase();
    (begins_word && is_name(&letters)).then_some(letters)
}

/// Whom an `@` and a word may call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Callee {
    Person(Box<User>),
    /// Many at once, by this word.
    Many(&'static str),
}

impl Callee {
    /// What stands after the `@`.
    pub fn name(&self) -> &str {
        match self {
            Self::Person(user) => &user.username,
            Self::Many(word) => word,
        }
    }
}

/// The people it may mean: those in the room first, then by name; then the words that call many.
pub fn candidates(app: App, room: RoomId, letters: &str) -> Vec<Callee> {
    let letters = letters.to_lowercase();
    app.replica.track(Aspect::People);
    app.replica
        .read(Aspect::Members(room), |chat| {
            let me = chat.me().user.id;
            let members = chat.room(room).map(natter_client::RoomState::members);
            let is_member = |user: UserId| members.is_some_and(|members| members.get(user).is_some());
            let knows_members = members.is_some_and(natter_client::state::MemberList::is_loaded);
            let begins = |user: &User| {
                user.username.starts_with(&letters)
                    || user
                        .display_name
                        .to_lowercase()
                        .split_whitespace()
                        .any(|word| word.starts_with(&letters))
            };
            // Only a member is told of being named.
            let may_be_meant =
                |user: &&User| user.id != me && begins(user) && (is_member(user.id) || !knows_members);
            let mut fit: Vec<User> = chat.users().filter(may_be_meant).cloned().collect();
            fit.sort_by_cached_key(|user| {
                (!user.username.starts_with(&letters), user.display_name.to_lowercase())
            });
            fit.truncate(MOST);
            let direct = chat.room(room).is_some_and(|room| room.details().kind == RoomKind::Direct);
            let many =
                ["all", "here", "channel"].into_iter().filter(|word| !direct && word.starts_with(&letters));
            fit.into_iter().map(|user| Callee::Person(Box::new(user))).chain(many.map(Callee::Many)).collect()
        })
        .unwrap_or_default()
}

#[component]
pub fn PeopleList(
    people: Signal<Vec<Callee>>,
    at: RwSignal<usize>,
    #[prop(into)] choose: Callback<Callee>,
) -> impl IntoView {
    move || {
        (!people.with(Vec::is_empty)).then(|| view! {
        <div class="autocomplete" id="autocomplete" role="listbox" aria-label=t().people data-testid="autocomplete">
            {people.get().into_iter().enumerate().map(|(index, callee)| {
                let picked = callee.clone();
                let name = callee.name().to_owned();
                let words = match callee {
                    Callee::Person(user) => {
                        let user = *user;
                        view! {
                        <Avatar user=user.id size=20 presence=true/>
                        <b class="cut" dir="auto">{user.display_name}</b>
                        <small>"@"{user.username}</small>
                    }.into_any()
                    }
                    Callee::Many(word) => view! {
                        <Glyph icon=Icon::People/>
                        <b>"@"{word}</b>
                        <small>{if word == "here" { t().calls_those_here } else { t().calls_everyone }}</small>
                    }.into_any(),
                };
                view! {
                    <button
                        class="switcher-row"
                        role="option"
                        tabindex="-1"
                        class:at=move || at.get() == index
                        aria-selected=move || (at.get() == index).to_string()
                        data-username=name
                        // Before the composer loses the focus.
                        on:pointerdown=move |event| {
                            event.prevent_default();
                            choose.run(picked.clone());
                        }
                    >
                        {words}
                    </button>
                }
            }).collect_view()}
        </div>
    })
    }
}

#[cfg(test)]
mod tests {
    use super::{asked, asked_emoji};

    #[test]
    fn an_at_sign_asks_only_at_the_beginning_of_a_word() {
        assert_eq!(asked("hi @an"), Some("an"));
        assert_eq!(asked("@"), Some(""));
        assert_eq!(asked("(@bo.l"), Some("bo.l"));
        assert_eq!(asked("ana@ex"), None);
        assert_eq!(asked("@ana how"), None);
    }

    #[test]
    fn two_letters_after_a_colon_ask_for_an_emoji() {
        assert_eq!(asked_emoji("so :Par").as_deref(), Some("par"));
        assert_eq!(asked_emoji(":+1").as_deref(), Some("+1"));
        for no in ["", ":", ":p", "12:30", "http://a", ":party:", "a: b", "std::fmt::"] {
            assert_eq!(asked_emoji(no), None, "{no}");
        }
    }
}
