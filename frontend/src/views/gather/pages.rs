//! A list that the server has, page by page.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Bones;
use crate::api::Failure;
use crate::text::{problem_text, t};

/// A page, and where the next one begins.
pub type Page<T> = Result<(Vec<T>, Option<String>), Failure>;
type Fetch<T> = fn(Option<String>) -> Pin<Box<dyn Future<Output = Page<T>>>>;

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Loading,
    Failed(String),
    /// With `before` of the next page.
    Shown(Option<String>),
}

/// What is there of a list so far.
pub struct Pages<T: 'static> {
    pub items: RwSignal<Vec<T>>,
    state: RwSignal<State>,
    fetch: Fetch<T>,
    /// Counts beginnings: a page of an earlier one is not shown any more.
    turn: StoredValue<u32>,
}

impl<T> Clone for Pages<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Pages<T> {}

impl<T: Clone + Send + Sync + 'static> Pages<T> {
    pub fn new(fetch: Fetch<T>) -> Self {
        let state = RwSignal::new(State::Loading);
        Self { items: RwSignal::new(Vec::new()), state, fetch, turn: StoredValue::new(0) }
    }

    /// Begins (again) with the first page; what is there stays until it has come.
    pub fn begin(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.load(None);
    }

    pub fn is_empty(self) -> bool {
        self.state.with(|state| matches!(state, State::Shown(_))) && self.items.with(Vec::is_empty)
    }

    fn load(self, before: Option<String>) {
        let turn = self.turn.get_value();
        spawn_local(async move {
            let first = before.is_none();
            let answer = (self.fetch)(before).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok((page, next)) => {
                    self.items.update(|items| {
                        if first {
                            items.clear();
                        }
                        items.extend(page);
                    });
                    self.state.set(State::Shown(next));
                }
                Err(failure) => self.state.set(State::Failed(problem_text(&failure))),
            }
        });
    }

    /// What stands below the list: more, trouble, or that it is being fetched.
    pub fn foot(self) -> AnyView {
        let foot = move || match self.state.get() {
            State::Loading if self.items.with(Vec::is_empty) => view! { <Bones/> }.into_any(),
            State::Loading | State::Shown(None) => ().into_any(),
            State::Failed(why) => view! {
                <div class="gather-foot">
                    <p class="hint">{why}</p>
                    <button class="button small" on:click=move |_| self.begin()>{t().try_again}</button>
                </div>
            }
            .into_any(),
            State::Shown(Some(next)) => view! {
                <div class="gather-foot">
                    <button class="button small quiet" data-testid="older"
                        on:click=move |_| {
                            self.state.set(State::Loading);
                            self.load(Some(next.clone()));
                        }>
                        {t().show_older}
                    </button>
                </div>
            }
            .into_any(),
        };
        foot.into_any()
    }
}
