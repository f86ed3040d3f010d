//! Where in a text stands what was looked for.

use natter_protocol::search::Span;

use super::{Term, Terms, Token, tokens};

/// The stretches of `text` that a query's words and phrases fit; ascending, and apart from each other.
#[must_use]
pub fn highlights(text: &str, terms: &Terms) -> Vec<Span> {
    let words = tokens(text);
    let words = words.as_slice();
    let mut found: Vec<(usize, usize)> = terms
        .all
        .iter()
        .flat_map(|term| {
            places(words, term).map(move |at| (words[at].from, words[at + term.words.len() - 1].to))
        })
        .collect();
    found.sort_unstable();
    let mut apart: Vec<(usize, usize)> = Vec::new();
    for (from, to) in found {
        match apart.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => apart.push((from, to)),
        }
    }
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    apart.into_iter().map(|(from, to)| Span { from: place(from), to: place(to) }).collect()
}

/// The words at which a term begins.
pub(super) fn places<'a>(words: &'a [Token], term: &'a Term) -> impl Iterator<Item = usize> + 'a {
    let fits = move |(at, wanted): (usize, &String), word: &Token| {
        let is_last = at + 1 == term.words.len();
        if term.prefix && is_last { word.text.starts_with(wanted.as_str()) } else { word.text == *wanted }
    };
    let stretches = words.windows(term.words.len().max(1)).enumerate();
    let fitting = stretches.filter(move |(_, stretch)| {
        term.words.iter().enumerate().zip(stretch.iter()).all(|(wanted, word)| fits(wanted, word))
    });
    fitting.map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, query: &str) -> String {
        let spans = highlights(text, &Terms::of(&query.parse().expect(query)));
        let mut marked = text.to_owned();
        for span in spans.iter().rev() {
            marked.insert(span.to as usize, ']');
            marked.insert(span.from as usize, '[');
        }
        marked
    }

    #[test]
    fn words_phrases_and_beginnings_are_marked() {
        assert_eq!(marked("Deploy the deployment", "deploy"), "[Deploy] the deployment");
        assert_eq!(marked("Deploy the deployment", "deploy*"), "[Deploy] the [deployment]");
        assert_eq!(marked("new plan, a new one", "\"new plan\" new"), "[new plan], a [new] one");
        assert_eq!(marked("Schöne GRÜSSE!", "gruße"), "Schöne [GRÜSSE]!");
        assert_eq!(marked("call foo_bar(1)", "foo_b*"), "call [foo_bar](1)");
        assert_eq!(marked("東京都に住む", "京都"), "東[京都]に住む");
        assert_eq!(marked("🚀🚀 go", "🚀"), "[🚀🚀] go");
        assert_eq!(marked("nothing here", "-nothing from:me"), "nothing here");
    }
}
