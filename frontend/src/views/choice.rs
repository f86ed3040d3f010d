//! A field whose keys choose among entries in a list near it: a combobox with a listbox, as WAI-ARIA names it. The focus
//! stays in the field, and a screen reader is told which entry is meant.

use leptos::prelude::*;

use crate::browser::{bring_into_view, document};

/// Which entry of a list is chosen.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// The list's id.
    pub list: &'static str,
    count: Signal<usize>,
    begins: Option<usize>,
    at: RwSignal<Option<usize>>,
}

impl Choice {
    /// Of so many entries the first is chosen until a key chooses another.
    pub fn first(list: &'static str, count: impl Fn() -> usize + Send + Sync + 'static) -> Self {
        Self::beginning(list, Signal::derive(count), Some(0))
    }

    /// None is chosen until a key chooses one.
    pub fn none(list: &'static str, count: impl Fn() -> usize + Send + Sync + 'static) -> Self {
        Self::beginning(list, Signal::derive(count), None)
    }

    fn beginning(list: &'static str, count: Signal<usize>, begins: Option<usize>) -> Self {
        Self { list, count, begins, at: RwSignal::new(begins) }
    }

    /// As at first: what the list is of has changed.
    pub fn begin(self) {
        if self.at.get_untracked() != self.begins {
            self.at.set(self.begins);
        }
    }

    /// Down, Up: to the next entry or the one before, in a ring. False for another key, or where there is no entry.
    pub fn takes(self, key: &str) -> bool {
        let count = self.count.get_untracked();
        if count == 0 {
            return false;
        }
        let next = match (key, self.chosen_untracked()) {
            ("ArrowDown", None) => 0,
            ("ArrowDown", Some(at)) => (at + 1) % count,
            ("ArrowUp", at) => at.unwrap_or(0).checked_sub(1).unwrap_or(count - 1),
            _ => return false,
        };
        self.at.set(Some(next));
        if let Some(entry) = document().get_element_by_id(&self.id(next)) {
            bring_into_view(&entry);
        }
        true
    }

    /// The pointer chooses too, where something is always chosen. Elsewhere Enter means what was written.
    fn point_at(self, index: usize) {
        if self.begins.is_some() && self.at.get_untracked() != Some(index) {
            self.at.set(Some(index));
        }
    }

    /// The chosen entry, if the list has it.
    pub fn chosen(self) -> Option<usize> {
        self.at.get().filter(|at| *at < self.count.get())
    }

    pub fn chosen_untracked(self) -> Option<usize> {
        untrack(|| self.chosen())
    }

    /// What `aria-activedescendant` of the field is: the id of the chosen entry.
    pub fn active(self) -> Option<String> {
        self.chosen().map(|at| self.id(at))
    }

    fn id(self, at: usize) -> String {
        format!("{}-{at}", self.list)
    }
}

/// One of the entries; a press takes it.
#[component]
pub fn Entry(
    choice: Choice,
    index: usize,
    #[prop(into)] take: Callback<()>,
    #[prop(default = "switcher-row")] class: &'static str,
    children: Children,
) -> impl IntoView {
    let is_chosen = move || choice.at.get() == Some(index);
    view! {
        <button
            type="button"
            class=class
            role="option"
            id=choice.id(index)
            tabindex="-1"
            class:at=is_chosen
            aria-selected=move || is_chosen().to_string()
            on:pointermove=move |_| choice.point_at(index)
            // The field keeps the focus.
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| take.run(())
        >
            {children()}
        </button>
    }
}
