//! What people may do with rooms and memberships.

use natter_protocol::command::{CreateRoom, UpdateRoom};
use natter_protocol::{Code, Problem, Room, RoomKind, RoomRole, UserId, limits};

use super::text;

/// A room's name and topic after the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRoom {
    pub kind: RoomKind,
    pub name: String,
    pub topic: String,
}

/// How things stand between a room, the person who asks and the person it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub kind: RoomKind,
    pub caller: UserId,
    pub caller_role: Option<RoomRole>,
    /// The person whose membership is to change; the caller when joining and leaving.
    pub target: UserId,
    pub target_role: Option<RoomRole>,
    pub owners: u32,
    pub members: u32,
    /// In how many rooms the target is.
    pub target_rooms: u32,
}

/// What becomes of a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// It is as asked for already.
    Stays,
    Begins(RoomRole),
    Becomes(RoomRole),
    Ends,
}

/// A new room as asked for; direct rooms come another way.
pub fn create(command: &CreateRoom) -> Result<NewRoom, Problem> {
    if command.kind == RoomKind::Direct {
        let why = "direct rooms come from POST /direct";
        return Err(Problem::new(Code::InvalidField).field("kind").detail(why));
    }
    Ok(NewRoom {
        kind: command.kind,
        name: name(&command.name)?,
        topic: topic(command.topic.as_deref().unwrap_or_default())?,
    })
}

/// Name and topic, each only if it is to change. Moderators may.
pub fn edit(kind: RoomKind, role: Option<RoomRole>, command: &UpdateRoom) -> Result<UpdateRoom, Problem> {
    let role = member(role)?;
    if kind == RoomKind::Direct {
        return Err(forbidden("a direct room is named after its people"));
    }
    if role < RoomRole::Moderator {
        return Err(forbidden("only moderators and owners change a room"));
    }
    Ok(UpdateRoom {
        name: command.name.as_deref().map(name).transpose()?,
        topic: command.topic.as_deref().map(topic).transpose()?,
    })
}

/// A room's name as shown. A `#` is put before it when it is shown, never kept in it.
pub fn name(given: &str) -> Result<String, Problem> {
    let name = text::line(given, "name", limits::ROOM_NAME_CHARS, false)?;
    if name.starts_with('#') {
        return Err(Problem::new(Code::InvalidField).field("name").detail("without the #"));
    }
    Ok(name.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What makes two names the same.
#[must_use]
pub fn name_key(name: &str) -> String {
    name.to_lowercase()
}

fn topic(given: &str) -> Result<String, Problem> {
    text::line(given, "topic", limits::ROOM_TOPIC_CHARS, true)
}

/// Whether anything may still be said and changed in a room.
pub fn in_use(room: &Room) -> Result<(), Problem> {
    if room.archived_at.is_some() { Err(Problem::new(Code::RoomArchived)) } else { Ok(()) }
}

/// Anyone may join a public room. Whoever finds a public room empty owns it.
pub fn join(s: &Standing) -> Result<Membership, Problem> {
    match (s.kind, s.target_role) {
        (_, Some(_)) => Ok(Membership::Stays),
        (RoomKind::Public, None) if s.members == 0 => begins(s, RoomRole::Owner),
        (RoomKind::Public, None) => begins(s, RoomRole::Member),
        (RoomKind::Private | RoomKind::Direct, None) => Err(Problem::new(Code::RoomNotFound)),
    }
}

/// Anyone may leave but the last owner, who first makes another one.
pub fn leave(s: &Standing) -> Result<Membership, Problem> {
    member(s.target_role)?;
    fixed(s)?;
    keeps_an_owner(s)?;
    Ok(Membership::Ends)
}

/// Adds a person or changes a role. Every member may bring people in; only owners give and take roles.
pub fn put(s: &Standing, wanted: Option<RoomRole>) -> Result<Membership, Problem> {
    let caller = member(s.caller_role)?;
    fixed(s)?;
    let Some(current) = s.target_role else {
        let role = wanted.unwrap_or(RoomRole::Member);
        if role > RoomRole::Member && caller < RoomRole::Owner {
            return Err(forbidden("only owners give roles"));
        }
        return begins(s, role);
    };
    let role = wanted.unwrap_or(current);
    if role == current {
        return Ok(Membership::Stays);
    }
    let steps_down = s.caller == s.target && role < current;
    if caller < RoomRole::Owner && !steps_down {
        return Err(forbidden("only owners give and take roles"));
    }
    keeps_an_owner(s)?;
    Ok(Membership::Becomes(role))
}

/// Owners may remove anyone, moderators those below them; removing oneself is leaving.
pub fn remove(s: &Standing) -> Result<Membership, Problem> {
    let caller = member(s.caller_role)?;
    if s.caller == s.target {
        return leave(s);
    }
    fixed(s)?;
    let Some(target) = s.target_role else {
        return Err(Problem::new(Code::UserNotFound).detail("this person is not in the room"));
    };
    if caller == RoomRole::Owner || (caller == RoomRole::Moderator && target < caller) {
        return Ok(Membership::Ends);
    }
    Err(forbidden("only owners and moderators remove people, and moderators only members"))
}

/// The people of a direct room, the caller included: each once, sorted.
pub fn direct_people(caller: UserId, others: &[UserId]) -> Result<Vec<UserId>, Problem> {
    let mut people: Vec<UserId> = others.iter().copied().chain([caller]).collect();
    people.sort_unstable();
    people.dedup();
    if people.len() > limits::DIRECT_PEOPLE {
        let why = format!("at most {} people, you included", limits::DIRECT_PEOPLE);
        return Err(Problem::new(Code::InvalidField).field("user_ids").detail(why));
    }
    Ok(people)
}

/// Whether a person may be in one more room.
pub fn has_space(rooms: u32) -> Result<(), Problem> {
    if rooms < limits::ROOMS_PER_USER {
        return Ok(());
    }
    Err(Problem::new(Code::LimitReached)
        .detail(format!("at most {} rooms for each person", limits::ROOMS_PER_USER)))
}

fn begins(s: &Standing, role: RoomRole) -> Result<Membership, Problem> {
    has_space(s.target_rooms)?;
    Ok(Membership::Begins(role))
}

fn keeps_an_owner(s: &Standing) -> Result<(), Problem> {
    if s.target_role == Some(RoomRole::Owner) && s.owners <= 1 {
        return Err(Problem::new(Code::LastOwner));
    }
    Ok(())
}

fn fixed(s: &Standing) -> Result<(), Problem> {
    if s.kind == RoomKind::Direct {
        return Err(forbidden("the people of a direct room do not change"));
    }
    Ok(())
}

fn member(role: Option<RoomRole>) -> Result<RoomRole, Problem> {
    role.ok_or_else(|| Problem::new(Code::RoomNotFound))
}

fn forbidden(why: &str) -> Problem {
    Problem::new(Code::Forbidden).detail(why)
}

#[cfg(test)]
#[path = "rooms_tests.rs"]
mod tests;
