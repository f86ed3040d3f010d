//! What an owner decides for the whole server, and what follows from it for others.

use natter_protocol::{Code, Demand, Policy, Problem, Right, RoomKind, Rules, ServerRole, limits};

use super::number::within;

/// A policy as it may be. Owners decide: what it deletes does not come back.
pub fn change(role: ServerRole, mut wanted: Policy) -> Result<Policy, Problem> {
    if role != ServerRole::Owner {
        return Err(Problem::new(Code::Forbidden).detail("only owners of the server decide this"));
    }
    let password = limits::PASSWORD_CHARS_MIN..=limits::PASSWORD_CHARS_ASKED;
    within(wanted.rules.password_chars, &password, "password_chars")?;
    within(wanted.session_days, &(1..=limits::SESSION_DAYS), "session_days")?;
    if let Some(days) = wanted.retention_days {
        within(days, &(limits::RETENTION_DAYS_MIN..=limits::RETENTION_DAYS), "retention_days")?;
    }
    let asked = &wanted.rules.admins_only;
    wanted.rules.admins_only = RIGHTS.into_iter().filter(|right| asked.contains(right)).collect();
    Ok(wanted)
}

/// What differs between two, in the words of the wire; none where nothing does.
#[must_use]
pub fn difference(before: &Policy, after: &Policy) -> Option<String> {
    let (before, after) = (facts(before), facts(after));
    let changed = after.iter().zip(before).filter(|(after, before)| *after != before);
    let changed: Vec<String> = changed.map(|((name, value), _)| format!("{name}={value}")).collect();
    (!changed.is_empty()).then(|| changed.join(", "))
}

/// Whether someone may use a right that can be kept for admins.
pub fn allows(rules: &Rules, right: Right, role: ServerRole) -> Result<(), Problem> {
    if role >= ServerRole::Admin || !rules.admins_only.contains(&right) {
        return Ok(());
    }
    Err(Problem::new(Code::Forbidden).detail("on this server only admins do this"))
}

/// Whether a second factor is demanded of someone of this role.
#[must_use]
pub fn demands_factor(policy: &Policy, role: ServerRole, is_bot: bool) -> bool {
    let demanded = match policy.two_factor {
        Demand::Nobody => false,
        Demand::Admins => role >= ServerRole::Admin,
        Demand::Everyone => true,
    };
    demanded && !is_bot
}

/// What making a room of a kind takes; none for direct ones.
#[must_use]
pub fn right_to_create(kind: RoomKind) -> Option<Right> {
    match kind {
        RoomKind::Public => Some(Right::CreatePublicRoom),
        RoomKind::Private => Some(Right::CreatePrivateRoom),
        RoomKind::Direct => None,
    }
}

const RIGHTS: [Right; 3] = [Right::Invite, Right::CreatePublicRoom, Right::CreatePrivateRoom];

fn facts(policy: &Policy) -> [(&'static str, String); 6] {
    let rights: Vec<String> = policy.rules.admins_only.iter().map(word).collect();
    [
        ("registration", word(&policy.rules.registration)),
        ("admins_only", if rights.is_empty() { "nothing".to_owned() } else { rights.join("+") }),
        ("password_chars", policy.rules.password_chars.to_string()),
        ("two_factor", word(&policy.two_factor)),
        ("session_days", policy.session_days.to_string()),
        ("retention_days", policy.retention_days.map_or_else(|| "never".to_owned(), |days| days.to_string())),
    ]
}

/// A word of a closed set as the wire has it.
fn word(value: &impl serde::Serialize) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use natter_protocol::account::Registration;

    use super::*;

    fn usual() -> Policy {
        Policy::usual(Registration::Invite)
    }

    #[test]
    fn owners_decide_within_bounds() {
        for role in [ServerRole::Member, ServerRole::Admin] {
            assert_eq!(change(role, usual()).unwrap_err().code, Code::Forbidden);
        }
        assert_eq!(change(ServerRole::Owner, usual()), Ok(usual()));
        let weak = Policy { rules: Rules { password_chars: 7, ..usual().rules }, ..usual() };
        let eternal = Policy { session_days: 366, ..usual() };
        let hasty = Policy { retention_days: Some(6), ..usual() };
        for (wrong, field) in [(weak, "password_chars"), (eternal, "session_days"), (hasty, "retention_days")]
        {
            let problem = change(ServerRole::Owner, wrong).expect_err(field);
            assert_eq!((problem.code, problem.field.as_deref()), (Code::InvalidField, Some(field)));
        }
    }

    #[test]
    fn a_right_counts_once_and_an_unknown_one_not_at_all() {
        let admins_only = vec![Right::CreatePrivateRoom, Right::Other, Right::Invite, Right::Invite];
        let wanted = Policy { rules: Rules { admins_only, ..usual().rules }, ..usual() };
        let rules = change(ServerRole::Owner, wanted).unwrap().rules;
        assert_eq!(rules.admins_only, [Right::Invite, Right::CreatePrivateRoom]);
        assert_eq!(allows(&rules, Right::Invite, ServerRole::Member).unwrap_err().code, Code::Forbidden);
        assert_eq!(allows(&rules, Right::Invite, ServerRole::Admin), Ok(()));
        assert_eq!(allows(&rules, Right::CreatePublicRoom, ServerRole::Member), Ok(()));
    }

    #[test]
    fn a_second_factor_is_demanded_of_people_by_their_role() {
        let demanded =
            |two_factor, role, is_bot| demands_factor(&Policy { two_factor, ..usual() }, role, is_bot);
        assert!(!demanded(Demand::Nobody, ServerRole::Owner, false));
        assert!(!demanded(Demand::Admins, ServerRole::Member, false));
        assert!(demanded(Demand::Admins, ServerRole::Admin, false));
        assert!(demanded(Demand::Everyone, ServerRole::Member, false));
        assert!(!demanded(Demand::Everyone, ServerRole::Member, true), "bots have no password either");
    }

    #[test]
    fn what_changed_is_told_in_a_line() {
        assert_eq!(difference(&usual(), &usual()), None);
        let mut changed = Policy { retention_days: Some(90), ..usual() };
        changed.rules.admins_only = vec![Right::Invite, Right::CreatePublicRoom];
        let told = difference(&usual(), &changed).unwrap();
        assert_eq!(told, "admins_only=invite+create_public_room, retention_days=90");
        assert_eq!(difference(&changed, &usual()).unwrap(), "admins_only=nothing, retention_days=never");
    }
}
