//! All emoji of Unicode: groups, names, words to find them by. The list is a file of its own (`emoji.txt`,
//! made from emojibase-data), which is fetched when someone opens the picker for the first time.

use natter_protocol::emoji::short_name;

use crate::text::lowercase;

/// One emoji of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emoji {
    pub text: String,
    pub name: String,
    words: String,
    /// What it is called in other chats, where that is not its name.
    codes: String,
    /// Whether a skin tone can be put on it.
    pub has_tones: bool,
    pub group: usize,
}

/// The groups in their order, by the word in the file.
pub const GROUPS: [&str; 9] =
    ["smileys", "people", "nature", "food", "travel", "activities", "objects", "symbols", "flags"];

/// The five tones of Fitzpatrick's scale (Unicode TR 51 §2.4).
pub const TONES: [char; 5] = ['\u{1F3FB}', '\u{1F3FC}', '\u{1F3FD}', '\u{1F3FE}', '\u{1F3FF}'];

/// Reads the file: `#group` begins a group, then `emoji<tab>name<tab>words<tab>codes`, with `*` where tones can be.
pub fn read(file: &str) -> Vec<Emoji> {
    let mut group = 0;
    let mut all = Vec::new();
    for line in file.lines() {
        if let Some(name) = line.strip_prefix('#').filter(|name| GROUPS.contains(name)) {
            group = GROUPS.iter().position(|known| *known == name).unwrap_or(0);
            continue;
        }
        let mut parts = line.split('\t');
        let (Some(text), Some(name)) = (parts.next(), parts.next()) else { continue };
        let bare = text.strip_suffix('*');
        all.push(Emoji {
            text: bare.unwrap_or(text).to_owned(),
            name: name.to_owned(),
            words: parts.next().unwrap_or("").to_owned(),
            codes: parts.next().unwrap_or("").to_owned(),
            has_tones: bare.is_some(),
            group,
        });
    }
    all
}

impl Emoji {
    /// Whether `:code:` means it.
    pub fn is_called(&self, code: &str) -> bool {
        short_name(&self.name) == code || self.codes.split(' ').any(|one| one == code)
    }

    /// What to write between colons, as close as can be to what was begun.
    pub fn code(&self, begun: &str) -> String {
        let like = self.codes.split(' ').find(|code| !begun.is_empty() && code.starts_with(begun));
        like.map_or_else(|| short_name(&self.name), ToOwned::to_owned)
    }
}

/// An emoji with a skin tone: the tone follows the first sign, in place of its variation selector.
pub fn toned(emoji: &Emoji, tone: Option<char>) -> String {
    let Some(tone) = tone.filter(|_| emoji.has_tones) else { return emoji.text.clone() };
    let mut signs = emoji.text.chars();
    let first: String = signs.by_ref().take(1).collect();
    let rest = signs.as_str();
    format!("{first}{tone}{}", rest.strip_prefix('\u{FE0F}').unwrap_or(rest))
}

/// What an emoji is called, whatever its tone.
pub fn name_of<'a>(all: &'a [Emoji], emoji: &str) -> Option<&'a str> {
    fn bare(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| !TONES.contains(c) && *c != '\u{FE0F}')
    }
    all.iter().find(|known| bare(&known.text).eq(bare(emoji))).map(|known| known.name.as_str())
}

/// Those whose name, words or codes begin like every part of what was written; first what is called just so, then those
/// whose name begins so.
pub fn search(all: &[Emoji], wanted: &str, most: usize) -> Vec<Emoji> {
    let wanted: Vec<String> = lowercase(wanted).split_whitespace().map(ToOwned::to_owned).collect();
    let begins = |text: &str, part: &str| {
        text.split(|c: char| !c.is_alphanumeric() && c != '+').any(|word| word.starts_with(part))
    };
    let begins_any = |emoji: &Emoji, part: &str| {
        [&emoji.name, &emoji.words, &emoji.codes].into_iter().any(|text| begins(text, part))
    };
    let fits = |emoji: &&Emoji| wanted.iter().all(|part| begins_any(emoji, part));
    let mut found: Vec<Emoji> = all.iter().filter(fits).cloned().collect();
    let code = wanted.join("_");
    found.sort_by_cached_key(|emoji| {
        (!emoji.is_called(&code), !wanted.iter().all(|part| begins(&emoji.name, part)))
    });
    found.truncate(most);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Emoji> {
        read(include_str!("../../../public/emoji.txt"))
    }

    fn named(name: &str) -> Emoji {
        all().into_iter().find(|emoji| emoji.name == name).unwrap()
    }

    #[test]
    fn the_list_is_whole() {
        let all = all();
        assert!(all.len() > 1_800, "{}", all.len());
        for group in 0..GROUPS.len() {
            assert!(all.iter().any(|emoji| emoji.group == group), "{}", GROUPS[group]);
        }
        assert!(all.iter().all(|emoji| !emoji.text.is_empty() && !emoji.text.is_ascii()));
        assert_eq!(named("keycap: #").text, "#\u{FE0F}\u{20E3}");
    }

    #[test]
    fn a_tone_stands_behind_the_first_sign() {
        let tone = Some(TONES[2]);
        assert_eq!(toned(&named("thumbs up"), None), "👍");
        assert_eq!(toned(&named("thumbs up"), tone), "👍🏽");
        assert_eq!(toned(&named("woman astronaut"), tone), "👩🏽\u{200D}🚀");
        assert_eq!(toned(&named("pizza"), tone), "🍕");
    }

    #[test]
    fn an_emoji_is_called_the_same_in_every_tone() {
        let all = all();
        assert_eq!(name_of(&all, "👍🏽"), Some("thumbs up"));
        assert_eq!(name_of(&all, "👍"), Some("thumbs up"));
        assert_eq!(name_of(&all, "❤"), name_of(&all, "❤\u{FE0F}"));
        assert_eq!(name_of(&all, ":party_parrot:"), None);
    }

    #[test]
    fn names_come_before_other_words() {
        let found = search(&all(), "rock", 50);
        assert!(found.first().is_some_and(|emoji| emoji.name.contains("rock")));
        assert!(found.iter().any(|emoji| emoji.text == "🚀"));
        assert!(search(&all(), "+1", 5).iter().any(|emoji| emoji.text == "👍"));
        assert!(search(&all(), "thumbs dow", 5).iter().all(|emoji| emoji.text == "👎"));
        assert!(search(&all(), "qqqq", 5).is_empty());
    }

    #[test]
    fn what_other_chats_call_it_is_found_and_first() {
        let first = |wanted: &str| search(&all(), wanted, 5).first().map(|emoji| emoji.text.clone());
        for (code, emoji) in [("tada", "🎉"), ("joy", "😂"), ("thumbsup", "👍"), ("heart", "❤️")] {
            assert_eq!(first(code).as_deref(), Some(emoji), "{code}");
            assert!(all().iter().filter(|one| one.is_called(code)).count() == 1, "{code}");
        }
        assert_eq!(first("white check").as_deref(), Some("✅"));
        let tada = named("party popper");
        assert_eq!([tada.code("ta"), tada.code("par")], ["tada", "party_popper"]);
    }
}
