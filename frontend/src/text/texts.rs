//! How a set of texts is written down once, in English, and what another language must then have too.

/// Defines a set of texts and its English. Another language is another `static` of the same type, a plain
/// struct literal, which does not compile until it is complete.
macro_rules! texts {
    (
        $set:ident = $english:ident;
        words { $($word:ident = $text:literal,)* }
        sentences { $($name:ident($($part:ident: $kind:ty),+) = $sentence:expr,)* }
    ) => {
        /// The texts of one language: plain ones, and those with something put in.
        #[derive(Debug)]
        pub struct $set {
            $(pub $word: &'static str,)*
            $(pub $name: fn($($kind),+) -> String,)*
        }

        pub static $english: $set = $set {
            $($word: $text,)*
            $($name: |$($part: $kind),+| $sentence,)*
        };

        #[cfg(test)]
        impl $set {
            /// Every text by its name; sentences with something put in.
            pub fn all(&self) -> Vec<(&'static str, String)> {
                vec![
                    $((stringify!($word), self.$word.to_owned()),)*
                    $((stringify!($name), (self.$name)($(<$kind as super::tests::Sample>::sample()),+)),)*
                ]
            }
        }
    };
}

/// "1 message", "2 messages".
pub fn of(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
