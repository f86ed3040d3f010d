use natter_protocol::Millis;

use super::*;

fn person(n: u128) -> UserId {
    UserId::from_parts(Millis(1), n)
}

/// Ana (an owner) looks at Bo (a member) in a public room of three.
fn standing() -> Standing {
    Standing {
        kind: RoomKind::Public,
        caller: person(1),
        caller_role: Some(RoomRole::Owner),
        target: person(2),
        target_role: Some(RoomRole::Member),
        owners: 1,
        members: 3,
        target_rooms: 1,
    }
}

/// Someone about their own membership.
fn own(kind: RoomKind, role: Option<RoomRole>) -> Standing {
    Standing { kind, caller_role: role, target: person(1), target_role: role, ..standing() }
}

fn code(result: Result<Membership, Problem>) -> Code {
    result.expect_err("refused").code
}

#[test]
fn anyone_joins_a_public_room_and_nobody_a_private_one() {
    assert_eq!(join(&own(RoomKind::Public, None)), Ok(Membership::Begins(RoomRole::Member)));
    assert_eq!(code(join(&own(RoomKind::Private, None))), Code::RoomNotFound);
    assert_eq!(code(join(&own(RoomKind::Direct, None))), Code::RoomNotFound);
}

#[test]
fn joining_twice_changes_nothing() {
    assert_eq!(join(&own(RoomKind::Public, Some(RoomRole::Owner))), Ok(Membership::Stays));
}

#[test]
fn whoever_finds_a_public_room_empty_owns_it() {
    let empty = Standing { members: 0, owners: 0, ..own(RoomKind::Public, None) };
    assert_eq!(join(&empty), Ok(Membership::Begins(RoomRole::Owner)));
}

#[test]
fn nobody_is_in_more_rooms_than_the_limit() {
    let busy = Standing { target_rooms: limits::ROOMS_PER_USER, ..own(RoomKind::Public, None) };
    assert_eq!(code(join(&busy)), Code::LimitReached);
    assert_eq!(code(put(&Standing { target_role: None, ..busy_target() }, None)), Code::LimitReached);
}

fn busy_target() -> Standing {
    Standing { target_rooms: limits::ROOMS_PER_USER, ..standing() }
}

#[test]
fn the_last_owner_neither_leaves_nor_steps_down() {
    let last = own(RoomKind::Public, Some(RoomRole::Owner));
    assert_eq!(code(leave(&last)), Code::LastOwner);
    assert_eq!(code(put(&last, Some(RoomRole::Member))), Code::LastOwner);
    assert_eq!(code(remove(&last)), Code::LastOwner);
    let of_two = Standing { owners: 2, ..last };
    assert_eq!(leave(&of_two), Ok(Membership::Ends));
    assert_eq!(put(&of_two, Some(RoomRole::Member)), Ok(Membership::Becomes(RoomRole::Member)));
}

#[test]
fn every_member_brings_people_in_but_only_owners_give_roles() {
    let new = Standing { caller_role: Some(RoomRole::Member), target_role: None, ..standing() };
    assert_eq!(put(&new, None), Ok(Membership::Begins(RoomRole::Member)));
    assert_eq!(code(put(&new, Some(RoomRole::Moderator))), Code::Forbidden);
    let by_owner = Standing { caller_role: Some(RoomRole::Owner), ..new };
    assert_eq!(put(&by_owner, Some(RoomRole::Owner)), Ok(Membership::Begins(RoomRole::Owner)));
}

#[test]
fn moderators_give_no_roles_and_may_step_down() {
    let moderator = Standing { caller_role: Some(RoomRole::Moderator), ..standing() };
    assert_eq!(code(put(&moderator, Some(RoomRole::Moderator))), Code::Forbidden);
    let oneself = own(RoomKind::Private, Some(RoomRole::Moderator));
    assert_eq!(put(&oneself, Some(RoomRole::Member)), Ok(Membership::Becomes(RoomRole::Member)));
    assert_eq!(code(put(&oneself, Some(RoomRole::Owner))), Code::Forbidden);
}

#[test]
fn the_same_role_again_changes_nothing() {
    let member = Standing { caller_role: Some(RoomRole::Member), ..standing() };
    assert_eq!(put(&member, None), Ok(Membership::Stays));
    assert_eq!(put(&member, Some(RoomRole::Member)), Ok(Membership::Stays));
}

#[test]
fn moderators_remove_members_and_owners_remove_anyone() {
    let moderator = Standing { caller_role: Some(RoomRole::Moderator), ..standing() };
    assert_eq!(remove(&moderator), Ok(Membership::Ends));
    let peer = Standing { target_role: Some(RoomRole::Moderator), ..moderator };
    assert_eq!(code(remove(&peer)), Code::Forbidden);
    let owner = Standing { target_role: Some(RoomRole::Owner), owners: 2, ..standing() };
    assert_eq!(remove(&owner), Ok(Membership::Ends));
    let member = Standing { caller_role: Some(RoomRole::Member), ..standing() };
    assert_eq!(code(remove(&member)), Code::Forbidden);
}

#[test]
fn a_stranger_learns_nothing_about_a_room() {
    let stranger = Standing { caller_role: None, ..standing() };
    assert_eq!(code(put(&stranger, None)), Code::RoomNotFound);
    assert_eq!(code(remove(&stranger)), Code::RoomNotFound);
    assert_eq!(code(leave(&own(RoomKind::Public, None))), Code::RoomNotFound);
    let edited = edit(RoomKind::Private, None, &UpdateRoom::default());
    assert_eq!(edited.expect_err("stranger").code, Code::RoomNotFound);
}

#[test]
fn the_people_of_a_direct_room_do_not_change() {
    let direct = Standing { kind: RoomKind::Direct, ..standing() };
    assert_eq!(code(put(&Standing { target_role: None, ..direct }, None)), Code::Forbidden);
    assert_eq!(code(remove(&direct)), Code::Forbidden);
    assert_eq!(code(leave(&own(RoomKind::Direct, Some(RoomRole::Member)))), Code::Forbidden);
}

#[test]
fn moderators_rename_and_members_do_not() {
    let command = UpdateRoom { name: Some("  new   name ".into()), topic: None };
    let edited = edit(RoomKind::Public, Some(RoomRole::Moderator), &command).expect("moderator");
    assert_eq!(edited, UpdateRoom { name: Some("new name".into()), topic: None });
    let refused = edit(RoomKind::Public, Some(RoomRole::Member), &command);
    assert_eq!(refused.expect_err("member").code, Code::Forbidden);
    let refused = edit(RoomKind::Direct, Some(RoomRole::Member), &command);
    assert_eq!(refused.expect_err("direct").code, Code::Forbidden);
}

#[test]
fn a_room_has_a_name_that_can_be_seen() {
    let command = |name: &str| CreateRoom { kind: RoomKind::Public, name: name.into(), topic: None };
    assert_eq!(create(&command(" Tea & Cake ")).expect("fine").name, "Tea & Cake");
    for bad in ["", "#tea", "a\nb", &"x".repeat(81)] {
        let problem = create(&command(bad)).expect_err(bad);
        assert_eq!((problem.code, problem.field.as_deref()), (Code::InvalidField, Some("name")));
    }
    assert_eq!(name_key("TÉA"), name_key("téa"));
}

#[test]
fn direct_rooms_are_not_created_by_name() {
    let command = CreateRoom { kind: RoomKind::Direct, name: "x".into(), topic: None };
    assert_eq!(create(&command).expect_err("direct").field.as_deref(), Some("kind"));
}

#[test]
fn a_direct_room_is_a_set_of_people() {
    let ana = person(1);
    assert_eq!(direct_people(ana, &[person(3), person(2), person(3)]), Ok(vec![ana, person(2), person(3)]));
    assert_eq!(direct_people(ana, &[]), Ok(vec![ana]), "notes to oneself");
    let many: Vec<UserId> = (2..12).map(person).collect();
    assert_eq!(direct_people(ana, &many).expect_err("eleven").field.as_deref(), Some("user_ids"));
}
