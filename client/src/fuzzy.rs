//! Choosing among many names by a few letters: rooms and people by the thousand, at every key.
//!
//! What a name is compared by is prepared once ([`Names::new`]); a key then costs one pass without memory being
//! asked for.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What a name is compared by.
#[derive(Debug, Clone, Copy)]
struct Key {
    /// Where its letters stand among all letters: lower case, accents dropped, words apart by one space or what stood
    /// between them.
    from: u32,
    to: u32,
    /// Which letters there are, as far as 64 bits tell: most names are passed over by a look at it.
    present: u64,
    /// Which entry it is a name of.
    entry: u32,
}

#[derive(Debug, Clone, Default)]
pub struct Names {
    letters: Vec<char>,
    keys: Vec<Key>,
    /// What lifts each entry.
    boosts: Vec<u32>,
}

/// How far a name fits; a better way to fit always comes first, and what is recent or unread only among those
/// that fit alike.
const EXACT: u32 = 5_000;
const BEGINNING: u32 = 4_000;
const WORD: u32 = 3_000;
const INSIDE: u32 = 2_000;
const SCATTERED: u32 = 1_000;
/// What recency and unread messages may add at most.
pub const BOOST: u32 = 500;
/// What length and gaps may cost at most.
const COST: u32 = 400;

impl Names {
    /// Each entry has one or more names (a person's name and username), and what lifts it among those that fit
    /// as well, at most [`BOOST`].
    pub fn new<'a, N: IntoIterator<Item = &'a str>>(entries: impl IntoIterator<Item = (N, u32)>) -> Self {
        let mut all = Self::default();
        for (names, boost) in entries {
            for name in names {
                let from = all.letters.len();
                write_key(name, &mut all.letters);
                all.keys.push(Key {
                    from: place(from),
                    to: place(all.letters.len()),
                    present: present(&all.letters[from..]),
                    entry: place(all.boosts.len()),
                });
            }
            all.boosts.push(boost.min(BOOST));
        }
        all
    }

    /// The places of the best `most` entries that the letters fit, the best first; of those that fit alike, the
    /// earlier. Without letters all fit.
    #[must_use]
    pub fn best(&self, letters: &str, most: usize) -> Vec<usize> {
        self.best_with_fit(letters, most).into_iter().map(|(_, at)| at).collect()
    }

    /// The same with how well each fits, so that what was chosen among several lists can be put into one.
    #[must_use]
    pub fn best_with_fit(&self, letters: &str, most: usize) -> Vec<(u32, usize)> {
        let mut wanted = Vec::new();
        write_key(letters, &mut wanted);
        let wanted_present = present(&wanted);
        let mut best = BinaryHeap::with_capacity(most + 1);
        for names in self.keys.chunk_by(|a, b| a.entry == b.entry) {
            let may_fit = |name: &&Key| wanted_present & !name.present == 0;
            let letters = |name: &Key| &self.letters[name.from as usize..name.to as usize];
            let fit = names.iter().filter(may_fit).filter_map(|name| fit(letters(name), &wanted)).max();
            if let Some(fit) = fit {
                let at = names[0].entry as usize;
                best.push(Reverse((fit + self.boosts[at], Reverse(at))));
                if best.len() > most {
                    best.pop();
                }
            }
        }
        best.into_sorted_vec().into_iter().map(|Reverse((fit, Reverse(at)))| (fit, at)).collect()
    }
}

/// All names together have fewer letters than that.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn present(letters: &[char]) -> u64 {
    letters.iter().filter(|c| **c != ' ').fold(0, |all, c| all | 1 << (u32::from(*c) % 64))
}

/// Adds what a name is compared by.
fn write_key(name: &str, key: &mut Vec<char>) {
    let begin = key.len();
    for c in name.trim().chars() {
        // Most letters need no table.
        if c.is_ascii() && !c.is_ascii_whitespace() {
            key.push(c.to_ascii_lowercase());
            continue;
        }
        for c in c.to_lowercase() {
            match c {
                '\u{300}'..='\u{36f}' => {}
                c if !c.is_whitespace() => key.push(plain(c)),
                _ if key[begin..].last() == Some(&' ') => {}
                _ => key.push(' '),
            }
        }
    }
}

/// The letter under the accent, for the Latin letters in use around Europe.
fn plain(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        c => c,
    }
}

/// How well the letters fit; more is better, none is not at all.
fn fit(name: &[char], letters: &[char]) -> Option<u32> {
    let short = |tier: u32, cost: usize| tier + COST - u32::try_from(cost).unwrap_or(COST).min(COST);
    if letters.is_empty() {
        return Some(0);
    }
    if let Some(at) = find(name, letters) {
        let tier = match at {
            0 if name.len() == letters.len() => EXACT,
            0 => BEGINNING,
            _ if begins_word(name, at) => WORD,
            _ => INSIDE,
        };
        return Some(short(tier, name.len()));
    }
    scattered(name, letters).map(|gaps| short(SCATTERED, gaps.saturating_mul(8) + name.len()))
}

fn begins_word(name: &[char], at: usize) -> bool {
    at == 0 || !name[at - 1].is_alphanumeric()
}

/// Where the letters stand together: at the beginning of a word if there is such a place.
fn find(name: &[char], letters: &[char]) -> Option<usize> {
    let mut inside = None;
    for at in 0..=name.len().checked_sub(letters.len())? {
        if name[at..].starts_with(letters) {
            if begins_word(name, at) {
                return Some(at);
            }
            inside = inside.or(Some(at));
        }
    }
    inside
}

/// The letters one after the other with gaps between: how much the gaps cost. A letter that begins a word
/// costs least, so `dr` is closer to `design-review` than to `hundreds`.
fn scattered(name: &[char], letters: &[char]) -> Option<usize> {
    let (mut at, mut cost) = (0, 0);
    for letter in letters.iter().filter(|letter| **letter != ' ') {
        let rest = &name[at..];
        let word = rest.iter().enumerate().position(|(i, c)| c == letter && begins_word(name, at + i));
        let near = rest.iter().position(|c| c == letter)?;
        // A word's beginning further on is taken only if the letters after it may still follow: else nearest.
        let step = word.filter(|word| *word == near || rest[near..*word].len() < 12).unwrap_or(near);
        cost += if begins_word(name, at + step) { 1 } else { 2 + step };
        at += step + 1;
    }
    Some(cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Vec<char> {
        let mut key = Vec::new();
        write_key(name, &mut key);
        key
    }

    fn ranked<'a>(names: &[&'a str], letters: &str) -> Vec<&'a str> {
        let all = Names::new(names.iter().map(|name| ([*name], 0)));
        all.best(letters, 10).into_iter().map(|at| names[at]).collect()
    }

    #[test]
    fn the_beginning_comes_before_a_word_and_a_word_before_letters_here_and_there() {
        let names = ["d-e-s-k-s", "undesigned", "web-design", "designers", "design"];
        assert_eq!(ranked(&names, "des"), ["design", "designers", "web-design", "undesigned", "d-e-s-k-s"]);
        assert_eq!(ranked(&names, "design"), ["design", "designers", "web-design", "undesigned"]);
        assert_eq!(ranked(&["hundreds", "design-review"], "dr"), ["hundreds", "design-review"]);
        assert_eq!(ranked(&["hundred-ears", "design-review"], "dvw"), ["design-review"]);
    }

    #[test]
    fn letters_must_stand_in_their_order() {
        assert_eq!(ranked(&["design-review"], "rd"), [""; 0]);
        assert_eq!(ranked(&["general"], ""), ["general"]);
        assert_eq!(ranked(&["Zoë Müller"], "zoe mul"), ["Zoë Müller"]);
        assert_eq!(ranked(&["Łukasz"], "lu"), ["Łukasz"]);
        assert_eq!(ranked(&["Ana  Duarte"], "ana d"), ["Ana  Duarte"]);
        assert_eq!(ranked(&["東京オフィス"], "オフィス"), ["東京オフィス"]);
    }

    #[test]
    fn what_is_unread_or_recent_comes_first_only_among_those_that_fit_alike() {
        let names = [(["planning"], 0), (["planners"], BOOST), (["our-plan"], BOOST), (["plan"], 0)];
        assert_eq!(Names::new(names).best("plan", 10), [3, 1, 0, 2]);
        assert_eq!(Names::new(names).best("", 10), [1, 2, 0, 3]);
    }

    #[test]
    fn any_of_its_names_will_do() {
        let people = [(["Ana Duarte", "ad77"], 0), (["Bo Berg", "bo"], 0)];
        assert_eq!(Names::new(people).best("ad7", 5), [0]);
        assert_eq!(Names::new(people).best("be", 5), [1]);
    }

    #[test]
    fn ten_thousand_names_give_what_looking_at_each_gives() {
        let names: Vec<String> =
            (0..10_000_u32).map(|n| format!("room {} {:x}", n % 97, n.wrapping_mul(2_654_435_761))).collect();
        let all = Names::new(names.iter().map(|name| ([name.as_str()], 0)));
        for letters in ["", "r", "room 7", "a1", "rf", "77", "zzz"] {
            let letters_key = key(letters);
            let mut each: Vec<(u32, Reverse<usize>)> = names
                .iter()
                .enumerate()
                .filter_map(|(at, name)| Some((fit(&key(name), &letters_key)?, Reverse(at))))
                .collect();
            each.sort_unstable_by(|a, b| b.cmp(a));
            let expected: Vec<usize> = each.iter().take(12).map(|(_, Reverse(at))| *at).collect();
            assert_eq!(all.best(letters, 12), expected, "{letters:?}");
        }
    }
}
