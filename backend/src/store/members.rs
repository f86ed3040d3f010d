//! Who is in which room.

use natter_protocol::{
    Body, Code, Member, Millis, Notice, Problem, Room, RoomId, RoomRole, Shard, User, UserId,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, PaginatorTrait,
    QueryFilter, QueryOrder,
};

use super::column::{Word, collect, count, id, shard};
use super::entities::members::{ActiveModel, Column, Entity};
use super::entities::users;
use super::outbox::{Committed, Writing};
use super::users::{placeholders, texts};
use super::{Error, Store, preferences, rooms, sql};
use crate::chat::rooms::{Membership, Standing};

impl Store {
    /// The rooms whose events reach a person, with the shard of each.
    pub async fn rooms_of(&self, user: UserId) -> Result<Vec<(RoomId, Shard)>, DbErr> {
        #[derive(FromQueryResult)]
        struct Row {
            id: String,
            shard: i32,
        }
        const SQL: &str = "SELECT r.id, r.shard FROM members AS m JOIN rooms AS r ON r.id = m.room_id \
            WHERE m.user_id = $1";
        let rows = Row::find_by_statement(sql(&self.read, SQL, [user.to_string().into()]));
        let rows = rows.all(&self.read).await?;
        rows.into_iter().map(|row| Ok((id(&row.id)?, shard(row.shard)?))).collect()
    }

    /// A person's rooms and role in each.
    pub async fn memberships(&self, user: UserId) -> Result<Vec<(RoomId, RoomRole)>, DbErr> {
        let rows = Entity::find().filter(Column::UserId.eq(user.to_string())).all(&self.read).await?;
        rows.into_iter().map(|row| Ok((id(&row.room_id)?, RoomRole::read(&row.role)?))).collect()
    }

    /// As what a person is in a room; none for who is not.
    pub async fn role(&self, room: RoomId, user: UserId) -> Result<Option<RoomRole>, DbErr> {
        role(&self.read, room, user).await
    }

    /// A room's people, by the time of joining.
    pub async fn members(&self, room: RoomId) -> Result<Vec<Member>, DbErr> {
        let members = Entity::find().filter(Column::RoomId.eq(room.to_string()));
        let sorted = members.order_by_asc(Column::JoinedAt).order_by_asc(Column::UserId);
        collect(sorted.all(&self.read).await?)
    }

    /// Which of these usernames belong to people in the room: whom a message mentions.
    pub async fn member_usernames(
        &self,
        room: RoomId,
        names: &[String],
    ) -> Result<Vec<(String, UserId)>, DbErr> {
        #[derive(FromQueryResult)]
        struct Row {
            username: String,
            id: String,
        }
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let text = format!(
            "SELECT u.username, u.id FROM users AS u JOIN members AS m ON m.user_id = u.id \
             WHERE m.room_id = $1 AND u.username IN ({})",
            placeholders(2, names.len())
        );
        let values = texts([room]).chain(texts(names));
        let rows = Row::find_by_statement(sql(&self.read, &text, values)).all(&self.read).await?;
        rows.into_iter().map(|row| Ok((row.username, id(&row.id)?))).collect()
    }

    /// Changes one membership as `decide` finds right, knowing how things stand at that moment: the room is
    /// locked, so nobody else can leave or step down between the decision and the commit.
    pub async fn change_membership(
        &self,
        room: RoomId,
        caller: UserId,
        target: UserId,
        decide: impl FnOnce(&Standing) -> Result<Membership, Problem>,
    ) -> Result<Committed<Room>, Error> {
        let mut w = self.writing().await?;
        let room = rooms::locked(&w, room).await?;
        let standing = standing(&w, &room, caller, target).await?;
        let by = (caller != target).then_some(caller);
        match decide(&standing)? {
            Membership::Stays => {}
            Membership::Begins(role) => {
                let user = live_users(&w.txn, &[target]).await?.pop();
                let user = user.ok_or_else(|| Problem::new(Code::UserNotFound))?;
                begin(&mut w, &room, &user, role, by).await?;
                let notice = by.map_or(Notice::Joined, |_| Notice::Added { user_id: target });
                rooms::note(&mut w, &room, caller, notice).await?;
            }
            Membership::Becomes(role) => {
                Entity::update_many()
                    .col_expr(Column::Role, role.text().into())
                    .filter(Column::RoomId.eq(room.id.to_string()))
                    .filter(Column::UserId.eq(target.to_string()))
                    .exec(&w.txn)
                    .await?;
                rooms::announce(&mut w, &room, Body::MemberChanged { user_id: target, role }).await?;
            }
            Membership::Ends => {
                Entity::delete_by_id((room.id.to_string(), target.to_string())).exec(&w.txn).await?;
                let member_count = standing.members.saturating_sub(1);
                let body = Body::MemberLeft { user_id: target, by, member_count };
                rooms::announce(&mut w, &room, body).await?;
                let notice = by.map_or(Notice::Left, |_| Notice::Removed { user_id: target });
                rooms::note(&mut w, &room, caller, notice).await?;
            }
        }
        Ok(w.commit(room).await?)
    }
}

/// Writes a membership down and announces it. The room's row is locked, or not yet committed.
pub(super) async fn begin(
    w: &mut Writing,
    room: &Room,
    user: &User,
    role: RoomRole,
    by: Option<UserId>,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        room_id: Set(room.id.to_string()),
        user_id: Set(user.id.to_string()),
        role: Set(role.text().to_owned()),
        joined_at: Set(Millis::now().0),
    };
    Entity::insert(row).exec_without_returning(&w.txn).await?;
    let members = Entity::find().filter(Column::RoomId.eq(room.id.to_string())).count(&w.txn).await?;
    let member_count = u32::try_from(members).unwrap_or(u32::MAX);
    let body = Body::MemberJoined { user: user.clone(), role, by, details: room.clone(), member_count };
    rooms::announce(w, room, body).await?;
    preferences::say_again(w, room.id, user.id).await
}

pub(super) async fn role(
    on: &impl ConnectionTrait,
    room: RoomId,
    user: UserId,
) -> Result<Option<RoomRole>, DbErr> {
    let row = Entity::find_by_id((room.to_string(), user.to_string())).one(on).await?;
    row.map(|row| RoomRole::read(&row.role)).transpose()
}

/// In how many rooms a person is.
pub(super) async fn rooms_of(on: &impl ConnectionTrait, user: UserId) -> Result<u32, DbErr> {
    let rooms = Entity::find().filter(Column::UserId.eq(user.to_string())).count(on).await?;
    Ok(u32::try_from(rooms).unwrap_or(u32::MAX))
}

/// Those of these people whose accounts are in use.
pub(super) async fn live_users(on: &impl ConnectionTrait, ids: &[UserId]) -> Result<Vec<User>, DbErr> {
    let live = users::Entity::find()
        .filter(users::Column::Id.is_in(ids.iter().map(ToString::to_string)))
        .filter(users::Column::DeactivatedAt.is_null());
    collect(live.all(on).await?)
}

async fn standing(w: &Writing, room: &Room, caller: UserId, target: UserId) -> Result<Standing, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        members: i64,
        owners: i64,
    }
    const SQL: &str = "SELECT COUNT(*) AS members, \
        COUNT(CASE WHEN role = 'owner' THEN 1 END) AS owners FROM members WHERE room_id = $1";
    let counted = Row::find_by_statement(sql(&w.txn, SQL, [room.id.to_string().into()]));
    let counted = counted.one(&w.txn).await?.unwrap_or(Row { members: 0, owners: 0 });
    Ok(Standing {
        kind: room.kind,
        caller,
        caller_role: role(&w.txn, room.id, caller).await?,
        target,
        target_role: role(&w.txn, room.id, target).await?,
        owners: count(counted.owners),
        members: count(counted.members),
        target_rooms: rooms_of(&w.txn, target).await?,
    })
}
