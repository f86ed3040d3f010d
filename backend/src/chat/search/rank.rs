//! How well a text fits a query.

use super::highlight::places;
use super::{Terms, tokens};

/// More is better. Each word counts, the same word again less and less; whole words count more than
/// beginnings, and in a short text more than in a long one.
#[must_use]
pub fn score(text: &str, terms: &Terms) -> f64 {
    let words = tokens(text);
    let length = 1.0 + (1.0 + words.len() as f64 / 20.0).ln();
    let each = terms.all.iter().map(|term| {
        let (mut whole, mut begun) = (0.0_f64, 0.0_f64);
        for at in places(&words, term) {
            let is_whole = term.words.last() == words.get(at + term.words.len() - 1).map(|word| &word.text);
            if is_whole { whole += 1.0 } else { begun += 0.5 }
        }
        (1.0 + whole + begun).ln() * term.words.len() as f64
    });
    each.sum::<f64>() / length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_better_scores_higher() {
        let terms = Terms::of(&"plan*".parse().expect("a query"));
        let score = |text: &str| score(text, &terms);
        assert!(score("the plan") > score("the planet"));
        assert!(score("plan, plan B") > score("plan, thing B"));
        assert!(score("the plan") > score(&format!("the plan {}", "and more ".repeat(50))));
        assert!(score("nothing") == 0.0);
    }
}
