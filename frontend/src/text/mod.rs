//! Everything the interface says, in one place per language. English defines which texts there are; another
//! language is another `static` of the type [`Text`], which does not compile until it is complete.

#[macro_use]
mod texts;

mod admin_english;
mod admin_german;
mod case;
mod english;
mod fetched;
mod german;
mod language;
mod moments;
mod poll_english;
mod poll_german;
mod problems;
mod settings_english;
mod settings_german;

pub use admin_english::AdminText;
pub use case::{lowercase, uppercase};
pub use english::Text;
pub use language::Language;
pub use moments::{
    clock, clock_in, clock_numbers, day_called, day_of, full_time, locale_has_twelve_hours, moment,
    preferred_tags, tell_time_in_twelve, time_zone_here, time_zones,
};
pub use poll_english::PollText;
pub use problems::{problem_text, refusal_text};
pub use settings_english::SettingsText;

/// The texts in the person's language.
pub fn t() -> &'static Text {
    fetched::texts().map_or(&english::ENGLISH, |texts| texts.main)
}

/// The texts of the settings, and of what belongs to people.
pub fn s() -> &'static SettingsText {
    fetched::texts().map_or(&settings_english::ENGLISH, |texts| texts.settings)
}

/// The texts of polls.
pub fn p() -> &'static PollText {
    fetched::texts().map_or(&poll_english::ENGLISH, |texts| texts.polls)
}

/// The texts of running a server.
pub fn a() -> &'static AdminText {
    fetched::texts().map_or(&admin_english::ENGLISH, |texts| texts.admin)
}

#[cfg(test)]
mod tests;
