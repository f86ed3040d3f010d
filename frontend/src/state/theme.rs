//! Light or dark.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use crate::browser::{document, window};
use crate::native;

const KEPT: &str = "natter.theme";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThemeChoice {
    /// As the system has it.
    System,
    Light,
    Dark,
}

impl ThemeChoice {
    fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Theme {
    pub choice: RwSignal<ThemeChoice>,
}

impl Theme {
    pub fn new() -> Self {
        let choice = match native::read(KEPT).as_deref() {
            Some("light") => ThemeChoice::Light,
            Some("dark") => ThemeChoice::Dark,
            _ => ThemeChoice::System,
        };
        let theme = Self { choice: RwSignal::new(choice) };
        theme.follow_system();
        theme.paint();
        theme
    }

    pub fn choose(self, choice: ThemeChoice) {
        self.choice.set(choice);
        native::write(KEPT, choice.as_str());
        self.paint();
    }

    fn paint(self) {
        let dark = match self.choice.get_untracked() {
            ThemeChoice::System => system_is_dark().is_some_and(|query| query.matches()),
            ThemeChoice::Light => false,
            ThemeChoice::Dark => true,
        };
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-theme", if dark { "dark" } else { "light" });
        }
        if let Ok(Some(meta)) = document().query_selector("meta[name=theme-color]") {
            let _ = meta.set_attribute("content", if dark { "#161a1a" } else { "#f3f1ec" });
        }
    }

    fn follow_system(self) {
        let Some(query) = system_is_dark() else { return };
        let changed = Closure::<dyn FnMut()>::new(move || self.paint());
        let _ = query.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
        // The app lives as long as the page.
        changed.forget();
    }
}

fn system_is_dark() -> Option<web_sys::MediaQueryList> {
    window().match_media("(prefers-color-scheme: dark)").ok().flatten()
}
