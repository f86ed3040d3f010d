//! English is in the program. Another language is a part of its own, which those who speak it fetch.

use std::sync::OnceLock;

use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{AdminText, Language, PollText, SettingsText, Text};
use super::{admin_german, german, poll_german, settings_german};

/// All texts of a language.
#[derive(Debug)]
pub(super) struct Texts {
    pub main: &'static Text,
    pub settings: &'static SettingsText,
    pub admin: &'static AdminText,
    pub polls: &'static PollText,
}

static GERMAN: OnceLock<Texts> = OnceLock::new();

#[wasm_split(german, fallible)]
fn in_german() -> Result<Texts, SplitLoaderError> {
    Ok(Texts {
        main: &german::GERMAN,
        settings: &settings_german::GERMAN,
        admin: &admin_german::GERMAN,
        polls: &poll_german::GERMAN,
    })
}

/// The texts of the language that is spoken; none for English, or as long as they are not here.
pub(super) fn texts() -> Option<&'static Texts> {
    match Language::spoken() {
        Language::English => None,
        Language::German => GERMAN.get(),
    }
}

impl Language {
    /// Whether its texts are here.
    pub fn is_here(self) -> bool {
        self == Self::English || GERMAN.get().is_some()
    }

    /// Fetches its texts. False when they cannot be had.
    pub async fn fetch(self) -> bool {
        if let (false, Ok(texts)) = (self.is_here(), in_german().await) {
            GERMAN.get_or_init(|| texts);
        }
        self.is_here()
    }
}
