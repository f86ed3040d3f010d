//! Rooms.

use natter_protocol::command::UpdateRoom;
use natter_protocol::room::{RoomDetails, RoomListing};
use natter_protocol::{
    Body, Code, Event, Message, Millis, Notice, Problem, Room, RoomId, RoomKind, RoomRole, Shard, User,
    UserId,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
};

use super::column::{Word, count, direct_key, id};
use super::entities::rooms::{ActiveModel, Column, Entity, Model};
use super::outbox::{Committed, Writing};
use super::{Error, Store, members, sql};
use crate::chat::rooms::{NewRoom, has_space, name_key};
use crate::fresh;
use crate::log::{Audience, subject};

/// A room as `/sync` needs it for one of its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomRow {
    pub room: Room,
    pub role: RoomRole,
    pub member_count: u32,
}

/// Every column of a room, how many are in it, and as what the asking person is.
#[derive(FromQueryResult)]
pub(super) struct Seen {
    #[sea_orm(nested)]
    pub(super) room: Model,
    pub(super) member_count: i64,
    pub(super) role: Option<String>,
}

const SEEN: &str = "SELECT r.*, mine.role AS role, \
    (SELECT COUNT(*) FROM members AS m WHERE m.room_id = r.id) AS member_count \
    FROM rooms AS r LEFT JOIN members AS mine ON mine.room_id = r.id AND mine.user_id = $1";

impl Store {
    pub async fn room(&self, id: RoomId) -> Result<Option<Room>, DbErr> {
        Entity::find_by_id(id.to_string()).one(&self.read).await?.map(Room::try_from).transpose()
    }

    /// A person's own rooms and every public one, by name.
    pub async fn room_listings(&self, user: UserId) -> Result<Vec<RoomListing>, DbErr> {
        let text = format!("{SEEN} WHERE mine.user_id IS NOT NULL OR r.kind = 'public'");
        let mut listings = Vec::new();
        for seen in self.seen(&text, user).await? {
            let (joined, member_count) = (seen.role.is_some(), count(seen.member_count));
            listings.push(RoomListing { room: seen.room.try_into()?, member_count, joined });
        }
        // By the key and not by SQL's collation, which differs between databases.
        listings.sort_by_cached_key(|listing| (name_key(&listing.room.name), listing.room.id));
        Ok(listings)
    }

    /// A person's rooms, by the time at which the rooms were made.
    pub async fn room_rows_for_sync(&self, user: UserId) -> Result<Vec<RoomRow>, DbErr> {
        let text = format!("{SEEN} WHERE mine.user_id IS NOT NULL ORDER BY r.created_at, r.id");
        let mut rooms = Vec::new();
        for seen in self.seen(&text, user).await? {
            let role = RoomRole::read(seen.role.as_deref().unwrap_or_default())?;
            rooms.push(RoomRow { role, member_count: count(seen.member_count), room: seen.room.try_into()? });
        }
        Ok(rooms)
    }

    async fn seen(&self, text: &str, user: UserId) -> Result<Vec<Seen>, DbErr> {
        Seen::find_by_statement(sql(&self.read, text, [user.to_string().into()])).all(&self.read).await
    }

    /// A room with its people, as one person sees it.
    pub async fn room_details(&self, room: Room, user: UserId) -> Result<RoomDetails, DbErr> {
        let members = self.members(room.id).await?;
        let role = members.iter().find(|member| member.user_id == user).map(|member| member.role);
        Ok(RoomDetails { room, role, members })
    }

    /// Makes a room whose only member owns it.
    pub async fn create_room(
        &self,
        new: NewRoom,
        creator: &User,
        shards: Shard,
    ) -> Result<Committed<Room>, Error> {
        let mut w = self.writing().await?;
        has_space(members::rooms_of(&w.txn, creator.id).await?)?;
        let room = insert(&mut w, new, creator.id, shards).await?;
        members::begin(&mut w, &room, creator, RoomRole::Owner, None).await?;
        Ok(w.commit(room).await?)
    }

    /// Changes name and topic as `decide` allows for the caller's role at that moment.
    pub async fn update_room(
        &self,
        room: RoomId,
        caller: UserId,
        decide: impl FnOnce(RoomKind, Option<RoomRole>) -> Result<UpdateRoom, Problem>,
    ) -> Result<Committed<Room>, Error> {
        let mut w = self.writing().await?;
        let mut room = locked(&w, room).await?;
        let change = decide(room.kind, members::role(&w.txn, room.id, caller).await?)?;
        let before = room.clone();
        room.name = change.name.unwrap_or(room.name);
        room.topic = change.topic.unwrap_or(room.topic);
        if room != before {
            let updated = Entity::update_many()
                .col_expr(Column::Name, room.name.as_str().into())
                .col_expr(Column::NameKey, name_key(&room.name).into())
                .col_expr(Column::Topic, room.topic.as_str().into())
                .filter(Column::Id.eq(room.id.to_string()));
            updated.exec(&w.txn).await.map_err(name_taken)?;
            announce(&mut w, &room, Body::RoomUpdated { details: room.clone() }).await?;
            if room.name != before.name {
                note(&mut w, &room, caller, Notice::Renamed { name: room.name.clone() }).await?;
            }
            if room.topic != before.topic {
                note(&mut w, &room, caller, Notice::Topic { topic: room.topic.clone() }).await?;
            }
        }
        Ok(w.commit(room).await?)
    }

    /// The one direct room of these people (sorted, each once), and whether it was made just now. Of two
    /// who ask at the same moment one makes it, and both get it.
    pub async fn open_direct(
        &self,
        people: &[UserId],
        caller: UserId,
        shards: Shard,
    ) -> Result<Committed<(Room, bool)>, Error> {
        let key = direct_key(people);
        if let Some(room) = direct(&self.read, &key).await? {
            return Ok(Committed { value: (room, false), announced: Vec::new(), last_row: None });
        }
        let mut w = self.writing().await?;
        let users = members::live_users(&w.txn, people).await?;
        if users.len() != people.len() {
            return Err(Problem::new(Code::UserNotFound).field("user_ids").into());
        }
        let room = Room {
            id: fresh::room_id(),
            kind: RoomKind::Direct,
            name: String::new(),
            topic: String::new(),
            shard: 0,
            created_at: Millis::now(),
            created_by: caller,
            direct_users: people.to_vec(),
            archived_at: None,
        };
        let room = Room { shard: subject::place(&room.id.to_string(), shards), ..room };
        let inserted = Entity::insert(row(&room))
            .on_conflict_do_nothing_on([Column::DirectKey])
            .exec_without_returning(&w.txn)
            .await?;
        if !matches!(inserted, sea_orm::TryInsertResult::Inserted(n) if n > 0) {
            // The other transaction has committed: PostgreSQL waited for it, SQLite lets one in at a time.
            let room = direct(&w.txn, &key).await?.ok_or_else(|| DbErr::RecordNotFound(key.clone()))?;
            return Ok(w.commit((room, false)).await?);
        }
        announce(&mut w, &room, Body::RoomCreated { details: room.clone() }).await?;
        for user in &users {
            let by = (user.id != caller).then_some(caller);
            members::begin(&mut w, &room, user, RoomRole::Member, by).await?;
        }
        Ok(w.commit((room, true)).await?)
    }
}

/// Writes a named room down and announces it. It has nobody in it yet.
pub(super) async fn insert(w: &mut Writing, new: NewRoom, by: UserId, shards: Shard) -> Result<Room, Error> {
    let id = fresh::room_id();
    let room = Room {
        id,
        kind: new.kind,
        name: new.name,
        topic: new.topic,
        shard: subject::place(&id.to_string(), shards),
        created_at: Millis::now(),
        created_by: by,
        direct_users: Vec::new(),
        archived_at: None,
    };
    Entity::insert(row(&room)).exec_without_returning(&w.txn).await.map_err(name_taken)?;
    announce(w, &room, Body::RoomCreated { details: room.clone() }).await?;
    Ok(room)
}

/// The room, with its row locked until the transaction ends: what is announced about it keeps its order
/// (see `outbox`), and what is decided about its members stays true.
pub(super) async fn locked(w: &Writing, room: RoomId) -> Result<Room, Error> {
    let row = Entity::find_by_id(room.to_string()).lock_exclusive().one(&w.txn).await?;
    Ok(row.ok_or_else(|| Problem::new(Code::RoomNotFound))?.try_into()?)
}

/// The server's first public room, where everyone begins; it may have been renamed since.
pub(super) async fn first_public(w: &Writing) -> Result<Option<RoomId>, DbErr> {
    let rooms = Entity::find().filter(Column::Kind.eq(RoomKind::Public.text()));
    let first = rooms.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).one(&w.txn).await?;
    first.map(|row| id(&row.id)).transpose()
}

pub(super) async fn announce(w: &mut Writing, room: &Room, body: Body) -> Result<(), DbErr> {
    let event = Event::unplaced(Some(room.id), Millis::now(), body);
    w.announce(Audience::Room(room.id, room.shard), event).await
}

/// Tells among the room's messages what happened to it.
pub(super) async fn note(w: &mut Writing, room: &Room, by: UserId, notice: Notice) -> Result<(), DbErr> {
    let message = Message::notice(fresh::message_id(), room.id, by, notice, Millis::now());
    announce(w, room, Body::MessageCreated { message, followers: Vec::new() }).await
}

async fn direct(on: &impl sea_orm::ConnectionTrait, key: &str) -> Result<Option<Room>, DbErr> {
    let found = Entity::find().filter(Column::DirectKey.eq(key)).one(on).await?;
    found.map(Room::try_from).transpose()
}

fn row(room: &Room) -> ActiveModel {
    let named = room.kind != RoomKind::Direct;
    ActiveModel {
        id: Set(room.id.to_string()),
        kind: Set(room.kind.text().to_owned()),
        name: Set(room.name.clone()),
        name_key: Set(named.then(|| name_key(&room.name))),
        direct_key: Set((!named).then(|| direct_key(&room.direct_users))),
        topic: Set(room.topic.clone()),
        shard: Set(i32::from(room.shard)),
        created_at: Set(room.created_at.0),
        created_by: Set(room.created_by.to_string()),
        archived_at: Set(room.archived_at.map(|at| at.0)),
    }
}

fn name_taken(error: DbErr) -> Error {
    if super::is_taken(&error) {
        return Problem::new(Code::RoomNameTaken).field("name").into();
    }
    error.into()
}
