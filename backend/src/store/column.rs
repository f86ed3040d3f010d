//! How values stand in columns, and how rows become `protocol` types.

use std::str::FromStr;

use natter_protocol::{Member, Millis, Room, RoomKind, RoomRole, ServerRole, Shard, Status, User, UserId};
use sea_orm::DbErr;

use super::entities::{members, rooms, users};

/// Reads an id; only a damaged database has another text there.
pub(super) fn id<T: FromStr>(text: &str) -> Result<T, DbErr> {
    text.parse().map_err(|_| DbErr::Type(format!("not an id: {text:?}")))
}

pub(super) fn shard(number: i32) -> Result<Shard, DbErr> {
    Shard::try_from(number).map_err(|_| DbErr::Type(format!("not a shard: {number}")))
}

/// A word of a closed set as it stands in the database: the same as on the wire.
pub(super) trait Word: Copy + PartialEq + 'static {
    const ALL: &[(Self, &'static str)];

    fn text(self) -> &'static str {
        Self::ALL.iter().find(|(value, _)| *value == self).map_or("", |(_, text)| text)
    }

    fn read(text: &str) -> Result<Self, DbErr> {
        let found = Self::ALL.iter().find(|(_, word)| *word == text);
        found.map(|(value, _)| *value).ok_or_else(|| DbErr::Type(format!("unknown word: {text:?}")))
    }
}

impl Word for ServerRole {
    const ALL: &[(Self, &'static str)] =
        &[(Self::Member, "member"), (Self::Admin, "admin"), (Self::Owner, "owner")];
}

impl Word for RoomRole {
    const ALL: &[(Self, &'static str)] =
        &[(Self::Member, "member"), (Self::Moderator, "moderator"), (Self::Owner, "owner")];
}

impl Word for RoomKind {
    const ALL: &[(Self, &'static str)] =
        &[(Self::Public, "public"), (Self::Private, "private"), (Self::Direct, "direct")];
}

impl TryFrom<users::Model> for User {
    type Error = DbErr;

    fn try_from(row: users::Model) -> Result<Self, DbErr> {
        Ok(Self {
            id: id(&row.id)?,
            username: row.username,
            display_name: row.display_name,
            role: ServerRole::read(&row.role)?,
            created_at: Millis(row.created_at),
            bot: row.bot,
            deactivated_at: row.deactivated_at.map(Millis),
            avatar: row.avatar.as_deref().map(id).transpose()?,
            title: row.title,
            pronouns: row.pronouns,
            time_zone: row.time_zone,
            status: (row.status_emoji.is_some() || row.status_text.is_some()).then_some(Status {
                emoji: row.status_emoji,
                text: row.status_text,
                expires_at: row.status_expires_at.map(Millis),
            }),
            dnd_until: row.dnd_until.map(Millis),
        })
    }
}

impl TryFrom<rooms::Model> for Room {
    type Error = DbErr;

    fn try_from(row: rooms::Model) -> Result<Self, DbErr> {
        Ok(Self {
            id: id(&row.id)?,
            kind: RoomKind::read(&row.kind)?,
            name: row.name,
            topic: row.topic,
            shard: shard(row.shard)?,
            created_at: Millis(row.created_at),
            created_by: id(&row.created_by)?,
            direct_users: row.direct_key.as_deref().map_or(Ok(Vec::new()), direct_users)?,
            archived_at: row.archived_at.map(Millis),
        })
    }
}

impl TryFrom<members::Model> for Member {
    type Error = DbErr;

    fn try_from(row: members::Model) -> Result<Self, DbErr> {
        Ok(Self {
            user_id: id(&row.user_id)?,
            role: RoomRole::read(&row.role)?,
            joined_at: Millis(row.joined_at),
        })
    }
}

/// What a direct room is found by: the ids of its people, each once, sorted.
pub(super) fn direct_key(people: &[UserId]) -> String {
    people.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn direct_users(key: &str) -> Result<Vec<UserId>, DbErr> {
    key.split(',').map(id).collect()
}

/// A count as the wire has it.
pub(super) fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(if number < 0 { 0 } else { u32::MAX })
}

pub(super) fn collect<Row, T>(rows: Vec<Row>) -> Result<Vec<T>, DbErr>
where
    T: TryFrom<Row, Error = DbErr>,
{
    rows.into_iter().map(T::try_from).collect()
}

/// A place in the log as a column holds it.
pub(super) fn seq(seq: natter_protocol::Seq) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}
