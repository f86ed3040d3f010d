//! Who may invite, for how long, and how many.

use natter_protocol::account::Registration;
use natter_protocol::command::CreateInvite;
use natter_protocol::{Code, Millis, Problem, Right, Rules, ServerRole, UserId};

use super::number::within;
use super::policy;

const USES: std::ops::RangeInclusive<u32> = 1..=1000;
const USES_DEFAULT: u32 = 25;
const SECONDS: std::ops::RangeInclusive<u32> = 60..=30 * 24 * 60 * 60;
const SECONDS_DEFAULT: u32 = 7 * 24 * 60 * 60;

/// What a new invitation is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    pub uses: u32,
    pub expires_at: Millis,
}

/// Everyone may invite where invitations open the door, unless that is kept for admins.
pub fn create(
    rules: &Rules,
    role: ServerRole,
    command: &CreateInvite,
    now: Millis,
) -> Result<Terms, Problem> {
    policy::allows(rules, Right::Invite, role)?;
    if rules.registration == Registration::Closed {
        return Err(Problem::new(Code::RegistrationClosed));
    }
    let uses = within(command.max_uses.unwrap_or(USES_DEFAULT), &USES, "max_uses")?;
    let seconds = within(command.expires_in_s.unwrap_or(SECONDS_DEFAULT), &SECONDS, "expires_in_s")?;
    Ok(Terms { uses, expires_at: now.plus_seconds(i64::from(seconds)) })
}

/// Whose invitations a person may see and withdraw: one's own; everybody's with a role on the server.
#[must_use]
pub fn visible_to(user: UserId, role: ServerRole) -> Option<UserId> {
    (role == ServerRole::Member).then_some(user)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_has_bounds_and_defaults() {
        let now = Millis(1_000);
        let rules = Rules::usual(Registration::Open);
        let by = ServerRole::Member;
        let terms = create(&rules, by, &CreateInvite::default(), now).expect("default terms");
        assert_eq!(terms, Terms { uses: 25, expires_at: now.plus_seconds(7 * 86_400) });
        for (uses, seconds, field) in
            [(Some(0), None, "max_uses"), (Some(1001), None, "max_uses"), (None, Some(59), "expires_in_s")]
        {
            let command = CreateInvite { max_uses: uses, expires_in_s: seconds };
            let problem = create(&rules, by, &command, now).expect_err(field);
            assert_eq!((problem.code, problem.field.as_deref()), (Code::InvalidField, Some(field)));
        }
    }

    #[test]
    fn a_closed_server_gives_no_invitations() {
        let tries = |rules: &Rules| {
            let refused = create(rules, ServerRole::Member, &CreateInvite::default(), Millis(0));
            refused.expect_err("refused").code
        };
        assert_eq!(tries(&Rules::usual(Registration::Closed)), Code::RegistrationClosed);
        let admins_only = vec![Right::Invite];
        assert_eq!(tries(&Rules { admins_only, ..Rules::usual(Registration::Invite) }), Code::Forbidden);
    }

    #[test]
    fn members_see_their_own_invitations_and_admins_all() {
        let ana = UserId::from_parts(Millis(1), 1);
        assert_eq!(visible_to(ana, ServerRole::Member), Some(ana));
        assert_eq!(visible_to(ana, ServerRole::Admin), None);
    }
}
