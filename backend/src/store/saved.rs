//! Messages that people put aside.

use natter_protocol::own::SavedRef;
use natter_protocol::{Body, MessageId, Millis, RoomId, UserId, limits};
use sea_orm::{ConnectionTrait as _, DbErr, QueryResult};

use super::column::id;
use super::outbox::Committed;
use super::own::{Owner, has_space};
use super::{Error, Store, sql};

/// A place in a list that goes back in time: what stands there was on the page before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    pub at: Millis,
    pub message: MessageId,
}

impl Store {
    /// Puts a message aside; again changes nothing.
    pub async fn save(
        &self,
        owner: Owner,
        room_id: RoomId,
        message_id: MessageId,
    ) -> Result<Committed<()>, Error> {
        let mut w = self.writing_own(owner).await?;
        let saved_at = Millis::now();
        let insert = "INSERT INTO saved (user_id, room_id, message_id, saved_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT DO NOTHING";
        let [user, room, message] = key(owner.user, room_id, message_id);
        let values = [user, room, message, saved_at.0.into()];
        if w.txn.execute_raw(sql(&w.txn, insert, values)).await?.rows_affected() > 0 {
            has_space(&w, owner, "saved WHERE user_id = $1", limits::SAVED_MESSAGES).await?;
            w.tell(owner, Body::MessageSaved { room_id, message_id, saved_at }).await?;
        }
        Ok(w.commit(()).await?)
    }

    pub async fn unsave(
        &self,
        owner: Owner,
        room_id: RoomId,
        message_id: MessageId,
    ) -> Result<Committed<()>, DbErr> {
        let mut w = self.writing_own(owner).await?;
        let delete = "DELETE FROM saved WHERE user_id = $1 AND room_id = $2 AND message_id = $3";
        let values = key(owner.user, room_id, message_id);
        if w.txn.execute_raw(sql(&w.txn, delete, values)).await?.rows_affected() > 0 {
            w.tell(owner, Body::MessageUnsaved { room_id, message_id }).await?;
        }
        w.commit(()).await
    }

    /// The last saved first.
    pub async fn saved(
        &self,
        user: UserId,
        before: Option<Before>,
        limit: u16,
    ) -> Result<Vec<SavedRef>, DbErr> {
        let select = "SELECT room_id, message_id, saved_at FROM saved WHERE user_id = $1 \
             AND (saved_at < $2 OR (saved_at = $2 AND message_id < $3)) \
             ORDER BY saved_at DESC, message_id DESC LIMIT $4";
        let [at, message] = bounds(before);
        let values = [user.to_string().into(), at, message, i64::from(limit).into()];
        refs(&self.read.query_all_raw(sql(&self.read, select, values)).await?)
    }

    pub(super) async fn all_saved(&self, user: UserId) -> Result<Vec<SavedRef>, DbErr> {
        let select = "SELECT room_id, message_id, saved_at FROM saved WHERE user_id = $1 \
             ORDER BY room_id, message_id";
        refs(&self.read.query_all_raw(sql(&self.read, select, [user.to_string().into()])).await?)
    }
}

/// The values that stand for a place, or for the beginning: later than any time, above any id.
pub(super) fn bounds(before: Option<Before>) -> [sea_orm::Value; 2] {
    let at = before.map_or(i64::MAX, |before| before.at.0);
    [at.into(), before.map_or_else(String::new, |before| before.message.to_string()).into()]
}

fn key(user: UserId, room: RoomId, message: MessageId) -> [sea_orm::Value; 3] {
    [user.to_string().into(), room.to_string().into(), message.to_string().into()]
}

fn refs(rows: &[QueryResult]) -> Result<Vec<SavedRef>, DbErr> {
    let saved = |row: &QueryResult| {
        Ok(SavedRef {
            room_id: id(&row.try_get::<String>("", "room_id")?)?,
            message_id: id(&row.try_get::<String>("", "message_id")?)?,
            saved_at: Millis(row.try_get("", "saved_at")?),
        })
    };
    rows.iter().map(saved).collect()
}
