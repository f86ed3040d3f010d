//! Everything the interface says, in one place per language. English defines which texts there are; another
//! language is another `static` of the type [`Text`], which does not compile until it is complete.

mod english;
mod problems;

pub use english::Text;
pub use problems::problem_text;

/// The texts in the person's language.
pub fn t() -> &'static Text {
    &english::ENGLISH
}
