//! Everything the interface says, in one place per language. English defines which texts there are; another
//! language is another `static` of the type [`Text`], which does not compile until it is complete.

#[macro_use]
mod texts;

mod english;
mod german;
mod language;
mod moments;
mod problems;

pub use english::Text;
pub use language::Language;
pub use moments::{
    clock, clock_numbers, day_called, day_of, full_time, locale_has_twelve_hours, moment, preferred_tags,
    tell_time_in_twelve,
};
pub use problems::problem_text;

/// The texts in the person's language.
pub fn t() -> &'static Text {
    match Language::spoken() {
        Language::English => &english::ENGLISH,
        Language::German => &german::GERMAN,
    }
}

#[cfg(test)]
mod tests;
