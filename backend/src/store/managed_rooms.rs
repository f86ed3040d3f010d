//! Rooms as those who run the server see them.

use natter_protocol::administration::{AuditAction, ManagedRoom};
use natter_protocol::{Body, Millis, Notice, Problem, Room, RoomId, RoomKind, UserId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter};

use super::audit::{self, Deed};
use super::column::count;
use super::entities::rooms::{Column, Entity, Model};
use super::outbox::Committed;
use super::{Error, Store, rooms, sql};
use crate::chat::rooms::name_key;

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    room: Model,
    member_count: i64,
}

impl Store {
    /// Every public and private room, by name.
    pub async fn managed_rooms(&self) -> Result<Vec<ManagedRoom>, DbErr> {
        const SQL: &str = "SELECT r.*, (SELECT COUNT(*) FROM members AS m WHERE m.room_id = r.id) AS member_count \
            FROM rooms AS r WHERE r.kind <> 'direct'";
        let rows = Row::find_by_statement(sql(&self.read, SQL, [])).all(&self.read).await?;
        let room =
            |row: Row| Ok(ManagedRoom { room: row.room.try_into()?, member_count: count(row.member_count) });
        let mut rooms = rows.into_iter().map(room).collect::<Result<Vec<_>, DbErr>>()?;
        rooms.sort_by_cached_key(|managed| (name_key(&managed.room.name), managed.room.id));
        Ok(rooms)
    }

    /// Archives a room or opens it again, if `decide` (given its kind and whether it is archived) finds that
    /// something is to change.
    pub async fn archive_room(
        &self,
        caller: UserId,
        room: RoomId,
        decide: impl FnOnce(RoomKind, bool) -> Result<Option<bool>, Problem>,
    ) -> Result<Committed<Room>, Error> {
        let mut w = self.writing().await?;
        let mut room = rooms::locked(&w, room).await?;
        let Some(archive) = decide(room.kind, room.archived_at.is_some())? else {
            return Ok(w.commit(room).await?);
        };
        room.archived_at = archive.then(Millis::now);
        Entity::update_many()
            .col_expr(Column::ArchivedAt, Expr::val(room.archived_at.map(|at| at.0)))
            .filter(Column::Id.eq(room.id.to_string()))
            .exec(&w.txn)
            .await?;
        rooms::announce(&mut w, &room, Body::RoomUpdated { details: room.clone() }).await?;
        let notice = if archive { Notice::Archived } else { Notice::Unarchived };
        rooms::note(&mut w, &room, caller, notice).await?;
        let action = if archive { AuditAction::RoomArchived } else { AuditAction::RoomUnarchived };
        let deed = Deed { room: Some(room.id), detail: Some(&room.name), ..Deed::of(caller, action) };
        audit::put(&w, deed).await?;
        Ok(w.commit(room).await?)
    }
}
