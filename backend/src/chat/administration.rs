//! What those who run a server may do with accounts and rooms.

use natter_protocol::{Code, Problem, RoomKind, ServerRole, UserId, limits};

use super::text;

/// How things stand between an account and the person who wants to change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub caller: UserId,
    pub caller_role: ServerRole,
    pub target: UserId,
    pub target_role: ServerRole,
    pub target_is_active: bool,
    pub target_is_bot: bool,
    /// Owners whose accounts are in use.
    pub owners: u32,
}

/// What becomes of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountChange {
    /// It is as asked for already.
    Stays,
    Becomes(ServerRole),
    Deactivated,
    Reactivated,
}

/// Only owners give and take roles; the last one keeps theirs.
pub fn give_role(s: &Standing, role: ServerRole) -> Result<AccountChange, Problem> {
    if s.caller_role != ServerRole::Owner {
        return Err(forbidden("only owners give and take roles"));
    }
    if s.target_is_bot {
        return Err(forbidden("bots have no role on the server"));
    }
    if role == s.target_role {
        return Ok(AccountChange::Stays);
    }
    keeps_an_owner(s)?;
    Ok(AccountChange::Becomes(role))
}

/// Owners may lock anyone out but themselves, admins those below them.
pub fn deactivate(s: &Standing) -> Result<AccountChange, Problem> {
    stands_above(s)?;
    if !s.target_is_active {
        return Ok(AccountChange::Stays);
    }
    keeps_an_owner(s)?;
    Ok(AccountChange::Deactivated)
}

/// Whoever may lock someone out may let them in again.
pub fn reactivate(s: &Standing) -> Result<AccountChange, Problem> {
    stands_above(s)?;
    Ok(if s.target_is_active { AccountChange::Stays } else { AccountChange::Reactivated })
}

/// Makes a link for a new password, or takes a lost second factor away: as much as signing in as the other
/// person, so nobody may do it to those above or beside them.
pub fn recover(s: &Standing) -> Result<(), Problem> {
    stands_above(s)?;
    if s.target_is_bot {
        return Err(forbidden("bots have neither password nor second factor"));
    }
    if s.target_is_active { Ok(()) } else { Err(forbidden("this account is deactivated")) }
}

/// Whether a room is to become archived, or to be used again; none when it is so already.
pub fn archive(kind: RoomKind, is_archived: bool, wanted: bool) -> Result<Option<bool>, Problem> {
    if kind == RoomKind::Direct {
        return Err(forbidden("direct rooms are not archived"));
    }
    Ok((is_archived != wanted).then_some(wanted))
}

/// The server's name.
pub fn server_name(given: &str) -> Result<String, Problem> {
    text::line(given, "name", limits::SERVER_NAME_CHARS, false)
}

fn stands_above(s: &Standing) -> Result<(), Problem> {
    if s.caller == s.target {
        return Err(forbidden("not to oneself"));
    }
    if s.caller_role == ServerRole::Owner
        || (s.caller_role == ServerRole::Admin && s.target_role < s.caller_role)
    {
        return Ok(());
    }
    Err(forbidden("only owners do this to admins and owners, and only admins to members"))
}

fn keeps_an_owner(s: &Standing) -> Result<(), Problem> {
    if s.target_role == ServerRole::Owner && s.target_is_active && s.owners <= 1 {
        return Err(Problem::new(Code::LastOwner));
    }
    Ok(())
}

fn forbidden(why: &str) -> Problem {
    Problem::new(Code::Forbidden).detail(why)
}

#[cfg(test)]
mod tests {
    use natter_protocol::Millis;

    use super::*;

    fn standing(caller: ServerRole, target: ServerRole) -> Standing {
        let id = |n| UserId::from_parts(Millis(1), n);
        Standing {
            caller: id(1),
            caller_role: caller,
            target: id(2),
            target_role: target,
            target_is_active: true,
            target_is_bot: false,
            owners: 2,
        }
    }

    const ROLES: [ServerRole; 3] = [ServerRole::Member, ServerRole::Admin, ServerRole::Owner];

    fn code(result: Result<impl std::fmt::Debug, Problem>) -> Code {
        result.expect_err("refused").code
    }

    #[test]
    fn only_owners_give_roles_and_the_last_one_stays() {
        for role in ROLES {
            for wanted in ROLES {
                for caller in [ServerRole::Member, ServerRole::Admin] {
                    assert_eq!(code(give_role(&standing(caller, role), wanted)), Code::Forbidden);
                }
                let given = give_role(&standing(ServerRole::Owner, role), wanted);
                let change =
                    if role == wanted { AccountChange::Stays } else { AccountChange::Becomes(wanted) };
                assert_eq!(given, Ok(change));
            }
        }
        let mut last = standing(ServerRole::Owner, ServerRole::Owner);
        (last.target, last.owners) = (last.caller, 1);
        assert_eq!(code(give_role(&last, ServerRole::Admin)), Code::LastOwner);
        assert_eq!(give_role(&last, ServerRole::Owner), Ok(AccountChange::Stays));
    }

    #[test]
    fn nobody_locks_out_those_above_or_beside_them() {
        for caller in ROLES {
            for target in ROLES {
                let s = standing(caller, target);
                let may = caller == ServerRole::Owner || (caller == ServerRole::Admin && target < caller);
                assert_eq!(deactivate(&s).is_ok(), may, "{caller:?} deactivates {target:?}");
                assert_eq!(reactivate(&s).is_ok(), may, "{caller:?} reactivates {target:?}");
                assert_eq!(recover(&s).is_ok(), may, "{caller:?} recovers {target:?}");
            }
        }
    }

    #[test]
    fn nobody_locks_themselves_out() {
        let mut s = standing(ServerRole::Owner, ServerRole::Owner);
        s.target = s.caller;
        assert_eq!(code(deactivate(&s)), Code::Forbidden);
        s.caller = UserId::from_parts(Millis(1), 3);
        s.owners = 1;
        assert_eq!(code(deactivate(&s)), Code::LastOwner);
    }

    #[test]
    fn bots_have_no_role_and_no_password() {
        let mut s = standing(ServerRole::Owner, ServerRole::Member);
        s.target_is_bot = true;
        assert_eq!(code(give_role(&s, ServerRole::Admin)), Code::Forbidden);
        assert_eq!(code(recover(&s)), Code::Forbidden);
        assert_eq!(deactivate(&s), Ok(AccountChange::Deactivated));
    }

    #[test]
    fn the_same_again_changes_nothing() {
        let mut s = standing(ServerRole::Owner, ServerRole::Member);
        assert_eq!(reactivate(&s), Ok(AccountChange::Stays));
        s.target_is_active = false;
        assert_eq!(deactivate(&s), Ok(AccountChange::Stays));
        assert_eq!(code(recover(&s)), Code::Forbidden);
        assert_eq!(archive(RoomKind::Public, true, true), Ok(None));
        assert_eq!(archive(RoomKind::Private, false, true), Ok(Some(true)));
        assert_eq!(code(archive(RoomKind::Direct, false, true)), Code::Forbidden);
    }
}
