//! What begins with `/` in the composer. A leading `//` or a space sends it as text.

use leptos::prelude::*;

use super::asked::Asked;
use super::composing::Composing;
use super::suggestions::Offers;
use crate::state::{COMMANDS, commands_like};
use crate::text::t;

/// What a text is that is about to be sent.
pub enum Slash<'a> {
    Text(&'a str),
    /// Its name, and what follows.
    Command(&'a str, &'a str),
    Unknown(&'a str),
}

pub fn read(text: &str) -> Slash<'_> {
    let Some(rest) = text.strip_prefix('/') else { return Slash::Text(text) };
    if rest.starts_with('/') {
        return Slash::Text(rest);
    }
    let (name, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    if name.is_empty() {
        return Slash::Text(text);
    }
    if COMMANDS.contains(&name) { Slash::Command(name, rest.trim()) } else { Slash::Unknown(name) }
}

/// What may be meant, while a command's name is being written.
#[component]
pub fn CommandList(composing: Composing) -> impl IntoView {
    let commands = Memo::new(move |_| {
        composing.asked.with(|asked| match asked {
            Some(Asked::Command(letters)) => commands_like(letters),
            _ => Vec::new(),
        })
    });
    Offers {
        composing,
        name: t().commands,
        testid: "commands",
        found: commands,
        word: |command| command.name.to_owned(),
        show: |_, command| {
            view! {
                <b>"/"{command.name}</b>
                <small class="command-usage">{command.usage}</small>
                <small class="cut grow">{command.about()}</small>
            }
            .into_any()
        },
        accept: |app, composing, command| composing.accept_command(app, command.name),
    }
    .shown()
}

#[cfg(test)]
mod tests {
    use super::{Slash, read};

    #[test]
    fn commands_are_told_from_text() {
        let text = |given: &str| match read(given) {
            Slash::Text(text) => text.to_owned(),
            Slash::Command(name, rest) => format!("<{name}|{rest}>"),
            Slash::Unknown(name) => format!("?{name}"),
        };
        assert_eq!(text("/topic  New things "), "<topic|New things>");
        assert_eq!(text("/star"), "<star|>");
        assert_eq!(text("/me\nwaves"), "<me|waves>");
        assert_eq!(text("/nonsense x"), "?nonsense");
        assert_eq!(text("//topic is a command"), "/topic is a command");
        assert_eq!(text(" /topic"), " /topic");
        assert_eq!(text("/ or \\"), "/ or \\");
        assert_eq!(text("a /topic"), "a /topic");
    }
}
