//! How this person likes the interface, kept on this device.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::email::Reader;

use super::theme::Theme;
use crate::browser::{AGAIN, document, sleep};
use crate::native;
use crate::text::{Language, locale_has_twelve_hours, preferred_tags, tell_time_in_twelve, time_zone_here};

const DENSITY: &str = "natter.density";
const LANGUAGE: &str = "natter.language";
const CLOCK: &str = "natter.clock";
const LETTERS: &str = "natter.single-letters";
const ENTER: &str = "natter.enter-sends";
const PREVIEW: &str = "natter.preview";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Density {
    Comfortable,
    Compact,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockChoice {
    /// As people where the browser comes from read it.
    Local,
    Twelve,
    TwentyFour,
}

#[derive(Debug, Clone, Copy)]
pub struct Settings {
    pub theme: Theme,
    pub density: RwSignal<Density>,
    /// None follows the browser.
    pub language: RwSignal<Option<Language>>,
    /// Whether it can be spoken: nothing is shown before.
    pub can_speak: RwSignal<bool>,
    pub clock: RwSignal<ClockChoice>,
    /// Whether single letters are keys.
    pub letters: RwSignal<bool>,
    /// Whether Enter sends, or Ctrl+Enter does.
    pub enter_sends: RwSignal<bool>,
    /// Whether what one writes is shown as it will be seen.
    pub preview: RwSignal<bool>,
}

impl Settings {
    pub fn new() -> Self {
        let is = |name: &str, value: &str| native::read(name).as_deref() == Some(value);
        let density = if is(DENSITY, "compact") { Density::Compact } else { Density::Comfortable };
        let clock = match native::read(CLOCK).as_deref() {
            Some("12") => ClockChoice::Twelve,
            Some("24") => ClockChoice::TwentyFour,
            _ => ClockChoice::Local,
        };
        let settings = Self {
            theme: Theme::new(),
            density: RwSignal::new(density),
            language: RwSignal::new(native::read(LANGUAGE).as_deref().and_then(Language::of_tag)),
            can_speak: RwSignal::new(false),
            clock: RwSignal::new(clock),
            letters: RwSignal::new(!is(LETTERS, "off")),
            enter_sends: RwSignal::new(!is(ENTER, "off")),
            preview: RwSignal::new(is(PREVIEW, "on")),
        };
        settings.speak();
        settings.space_out();
        settings
    }

    pub fn choose_density(self, density: Density) {
        keep(DENSITY, (density == Density::Compact).then_some("compact"));
        self.density.set(density);
        self.space_out();
    }

    pub fn choose_language(self, language: Option<Language>) {
        keep(LANGUAGE, language.map(Language::code));
        self.language.update_untracked(|chosen| *chosen = language);
        self.speak();
    }

    /// The texts with times in them are made anew with the whole interface.
    pub fn choose_clock(self, clock: ClockChoice) {
        let kept = match clock {
            ClockChoice::Local => None,
            ClockChoice::Twelve => Some("12"),
            ClockChoice::TwentyFour => Some("24"),
        };
        keep(CLOCK, kept);
        self.clock.set(clock);
        self.tell_time();
        self.language.notify();
    }

    pub fn choose_letters(self, on: bool) {
        keep(LETTERS, (!on).then_some("off"));
        self.letters.set(on);
    }

    pub fn choose_enter_sends(self, on: bool) {
        keep(ENTER, (!on).then_some("off"));
        self.enter_sends.set(on);
    }

    pub fn choose_preview(self, on: bool) {
        keep(PREVIEW, on.then_some("on"));
        self.preview.set(on);
    }

    fn preferred(self) -> Language {
        self.language.get_untracked().unwrap_or_else(|| {
            let tags = preferred_tags();
            Language::preferred(tags.iter().map(String::as_str))
        })
    }

    /// Speaks the language of the person as soon as its texts are here.
    fn speak(self) {
        let language = self.preferred();
        if language.is_here() {
            return self.begin_to_speak(language);
        }
        spawn_local(async move {
            while !language.fetch().await {
                // English is better than nothing.
                self.begin_to_speak(Language::spoken());
                sleep(AGAIN).await;
            }
            if language == self.preferred() {
                self.begin_to_speak(language);
            }
        });
    }

    fn begin_to_speak(self, language: Language) {
        language.speak();
        // Hyphenation, quotation marks and screen readers follow it. Both languages run from left to right.
        set_on_root("lang", language.code());
        self.tell_time();
        self.can_speak.set(true);
        self.language.notify();
    }

    fn tell_time(self) {
        tell_time_in_twelve(self.has_twelve_hours());
    }

    fn has_twelve_hours(self) -> bool {
        match self.clock.get_untracked() {
            ClockChoice::Local => locale_has_twelve_hours(),
            ClockChoice::Twelve => true,
            ClockChoice::TwentyFour => false,
        }
    }

    /// How mails are to be written.
    pub fn reader(self) -> Reader {
        Reader {
            language: self.preferred().code().to_owned(),
            time_zone: time_zone_here(),
            twelve_hours: self.has_twelve_hours(),
        }
    }

    fn space_out(self) {
        let compact = self.density.get_untracked() == Density::Compact;
        set_on_root("data-density", if compact { "compact" } else { "comfortable" });
    }
}

/// Keeps what differs from the default.
fn keep(name: &str, value: Option<&str>) {
    match value {
        Some(value) => {
            native::write(name, value);
        }
        None => native::remove(name),
    }
}

fn set_on_root(attribute: &str, value: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute(attribute, value);
    }
}
