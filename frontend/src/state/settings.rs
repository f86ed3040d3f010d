//! How this person likes the interface, kept on this device.

use leptos::prelude::*;

use super::theme::Theme;
use crate::browser::document;
use crate::native;
use crate::text::{Language, locale_has_twelve_hours, preferred_tags, tell_time_in_twelve};

const LANGUAGE: &str = "natter.language";

#[derive(Debug, Clone, Copy)]
pub struct Settings {
    pub theme: Theme,
    /// None follows the browser.
    pub language: RwSignal<Option<Language>>,
}

impl Settings {
    pub fn new() -> Self {
        let language = RwSignal::new(native::read(LANGUAGE).as_deref().and_then(Language::of_tag));
        let settings = Self { theme: Theme::new(), language };
        settings.speak();
        tell_time_in_twelve(locale_has_twelve_hours());
        settings
    }

    pub fn choose_language(self, language: Language) {
        native::write(LANGUAGE, language.code());
        self.language.update_untracked(|chosen| *chosen = Some(language));
        self.speak();
        self.language.notify();
    }

    fn speak(self) {
        let chosen = self.language.get_untracked();
        let language = chosen.unwrap_or_else(|| {
            let tags = preferred_tags();
            Language::preferred(tags.iter().map(String::as_str))
        });
        language.speak();
        // Hyphenation, quotation marks and screen readers follow it. Both languages run from left to right.
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("lang", language.code());
        }
    }
}
