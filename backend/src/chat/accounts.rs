//! Who may have an account, and what names and passwords it may have.

use natter_protocol::account::Registration;
use natter_protocol::{Code, Problem, Rules, ServerRole, limits};

use super::mention::many;
use super::text;

/// How someone gets in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// The first account: it owns the server.
    Owner,
    Member,
    /// A member, if this invitation can be used.
    Invited(String),
}

impl Admission {
    #[must_use]
    pub fn role(&self) -> ServerRole {
        match self {
            Self::Owner => ServerRole::Owner,
            Self::Member | Self::Invited(_) => ServerRole::Member,
        }
    }
}

/// Whether someone may register. The first is always let in. An open server ignores an invitation, so that
/// an expired link keeps nobody out.
pub fn admit(policy: Registration, needs_owner: bool, invite: Option<&str>) -> Result<Admission, Problem> {
    match (needs_owner, policy, invite.map(str::trim).filter(|code| !code.is_empty())) {
        (true, _, _) => Ok(Admission::Owner),
        (false, Registration::Closed, _) => Err(Problem::new(Code::RegistrationClosed)),
        (false, Registration::Open, _) => Ok(Admission::Member),
        (false, Registration::Invite, Some(code)) => Ok(Admission::Invited(code.to_owned())),
        (false, Registration::Invite, None) => Err(Problem::new(Code::InviteRequired).field("invite")),
    }
}

/// The username as it is stored. Capitals are folded, since telephones like to begin with one.
pub fn username(given: &str) -> Result<String, Problem> {
    let name = given.to_ascii_lowercase();
    let refuse = |why: &str| Err(Problem::new(Code::InvalidField).field("username").detail(why));
    if !(2..=limits::USERNAME_CHARS).contains(&name.len()) {
        return refuse("2 to 32 characters");
    }
    if !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b)) {
        return refuse("only letters a to z, digits, '.', '-' and '_'");
    }
    // "@ana." at the end of a sentence must mean ana.
    if [name.bytes().next(), name.bytes().last()].iter().flatten().any(|b| !b.is_ascii_alphanumeric()) {
        return refuse("it must begin and end with a letter or a digit");
    }
    if many(&name).is_some() {
        return refuse("this word is kept for calling many at once");
    }
    Ok(name)
}

/// A display name; without one the username serves.
pub fn display_name(given: Option<&str>, username: &str) -> Result<String, Problem> {
    match given.map(str::trim).filter(|name| !name.is_empty()) {
        None => Ok(username.to_owned()),
        Some(name) => text::line(name, "display_name", limits::DISPLAY_NAME_CHARS, false),
    }
}

/// A new password: long enough (NIST SP 800-63B §3.1.1.2 asks for length, not for kinds of characters) and
/// not the username.
pub fn new_password(rules: &Rules, given: &str, username: &str, field: &str) -> Result<(), Problem> {
    let refuse = |why: String| Err(Problem::new(Code::InvalidField).field(field).detail(why));
    let least = rules.password_chars.max(limits::PASSWORD_CHARS_MIN);
    if given.chars().count() < least as usize {
        return refuse(format!("at least {least} characters"));
    }
    if given.len() > limits::PASSWORD_BYTES {
        return refuse(format!("at most {} bytes", limits::PASSWORD_BYTES));
    }
    if given.eq_ignore_ascii_case(username) {
        return refuse("not the username".to_owned());
    }
    Ok(())
}

/// A device's own name (`User-Agent`) as it is listed: printable, at most 200 characters. It is only shown
/// to its owner, so what does not fit is left out.
#[must_use]
pub fn device(user_agent: Option<&str>) -> String {
    let printable = user_agent.unwrap_or_default().chars().filter(|c| !text::is_forbidden(*c));
    printable.take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(result: Result<impl std::fmt::Debug, Problem>) -> Code {
        result.expect_err("refused").code
    }

    #[test]
    fn the_first_account_owns_the_server_whatever_the_policy() {
        for policy in [Registration::Open, Registration::Invite, Registration::Closed] {
            assert_eq!(admit(policy, true, None), Ok(Admission::Owner));
        }
        assert_eq!(Admission::Owner.role(), ServerRole::Owner);
    }

    #[test]
    fn the_policy_decides_about_everyone_else() {
        assert_eq!(admit(Registration::Open, false, None), Ok(Admission::Member));
        assert_eq!(admit(Registration::Open, false, Some("expired")), Ok(Admission::Member));
        assert_eq!(admit(Registration::Invite, false, Some("abc")), Ok(Admission::Invited("abc".into())));
        assert_eq!(code(admit(Registration::Invite, false, None)), Code::InviteRequired);
        assert_eq!(code(admit(Registration::Invite, false, Some(" "))), Code::InviteRequired);
        assert_eq!(code(admit(Registration::Closed, false, Some("abc"))), Code::RegistrationClosed);
    }

    #[test]
    fn usernames_are_plain_and_have_one_spelling() {
        assert_eq!(username("Ana.M-2_x").as_deref(), Ok("ana.m-2_x"));
        let long = "a".repeat(33);
        for bad in ["a", "", "añа", "a b", "ana.", ".ana", "-a", "a\0b", "everyone", &long] {
            let problem = username(bad).expect_err(bad);
            assert_eq!((problem.code, problem.field.as_deref()), (Code::InvalidField, Some("username")));
        }
    }

    #[test]
    fn a_display_name_falls_back_to_the_username() {
        assert_eq!(display_name(None, "ana").as_deref(), Ok("ana"));
        assert_eq!(display_name(Some("  "), "ana").as_deref(), Ok("ana"));
        assert_eq!(display_name(Some(" Ana Mol "), "ana").as_deref(), Ok("Ana Mol"));
        assert_eq!(code(display_name(Some("a\u{7}b"), "ana")), Code::InvalidField);
        assert_eq!(code(display_name(Some(&"x".repeat(65)), "ana")), Code::InvalidField);
    }

    #[test]
    fn passwords_are_long_enough_and_not_the_name() {
        let rules = Rules::usual(Registration::Open);
        let try_password = |given: &str, name| new_password(&rules, given, name, "password");
        assert_eq!(try_password("correct horse", "ana"), Ok(()));
        assert_eq!(code(try_password("short", "ana")), Code::InvalidField);
        assert_eq!(code(try_password(&"x".repeat(257), "ana")), Code::InvalidField);
        assert_eq!(code(try_password("Anastasia", "anastasia")), Code::InvalidField);
        let strict = Rules { password_chars: 14, ..rules };
        assert_eq!(code(new_password(&strict, "correct horse", "ana", "new")), Code::InvalidField);
    }

    #[test]
    fn a_devices_name_cannot_carry_control_characters() {
        assert_eq!(device(Some("curl/8\r\nx")), "curl/8x");
        assert_eq!(device(None), "");
        assert_eq!(device(Some(&"é".repeat(500))).chars().count(), 200);
    }
}
