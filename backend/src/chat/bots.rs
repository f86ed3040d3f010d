//! What bots may be called, and what is given to them.

use natter_protocol::bot::CreateBot;
use natter_protocol::{Millis, Problem, ServerRole, User, UserId, limits};

use super::{accounts, text};

/// A new bot after the rules for names.
pub fn create(command: &CreateBot, id: UserId) -> Result<User, Problem> {
    let username = accounts::username(&command.username)?;
    let name = accounts::display_name(command.display_name.as_deref(), &username)?;
    let title = command.title.as_deref().unwrap_or_default();
    let title = text::line(title, "title", limits::PROFILE_LINE_CHARS, true)?;
    let made_at: Millis = id.made_at();
    Ok(User {
        bot: true,
        title: Some(title).filter(|title| !title.is_empty()),
        ..User::new(id, username, name, ServerRole::Member, made_at)
    })
}

/// What a token or a webhook is for.
pub fn purpose(given: &str) -> Result<String, Problem> {
    text::line(given, "name", limits::INTEGRATION_NAME_CHARS, false)
}

#[cfg(test)]
mod tests {
    use natter_protocol::Code;

    use super::*;

    #[test]
    fn a_bot_is_named_like_anyone_and_is_a_member() {
        let id = UserId::from_parts(Millis(1_764_000_000_000), 1);
        let command = |username: &str, title: &str| CreateBot {
            username: username.to_owned(),
            display_name: None,
            title: Some(title.to_owned()),
        };
        let bot = create(&command("Deploys", " Tells of deployments "), id).unwrap();
        assert!(bot.bot && bot.role == ServerRole::Member && bot.created_at == id.made_at());
        assert_eq!((bot.username.as_str(), bot.title.as_deref()), ("deploys", Some("Tells of deployments")));
        assert_eq!(create(&command("deploys", " "), id).unwrap().title, None);
        let refused = |username: &str, title: &str| create(&command(username, title), id).unwrap_err();
        assert_eq!(refused("all", "").field.as_deref(), Some("username"));
        assert_eq!(refused("deploys", &"x".repeat(65)).field.as_deref(), Some("title"));
        assert_eq!(purpose(" CI ").as_deref(), Ok("CI"));
        assert_eq!(purpose("").unwrap_err().code, Code::InvalidField);
    }
}
