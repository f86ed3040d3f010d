//! How people keep their rooms.

use std::collections::HashMap;

use natter_protocol::{Body, Millis, NotifyLevel, RoomId, RoomPrefs, UserId};
use sea_orm::{ConnectionTrait as _, DbErr, QueryResult};

use super::column::{Word, id, shard};
use super::outbox::{Committed, Writing};
use super::own::{Owner, lock};
use super::{Store, sql};

impl Word for NotifyLevel {
    const ALL: &[(Self, &'static str)] =
        &[(Self::All, "all"), (Self::Mentions, "mentions"), (Self::Nothing, "nothing")];
}

impl Store {
    pub async fn set_room_prefs(
        &self,
        owner: Owner,
        room: RoomId,
        prefs: RoomPrefs,
    ) -> Result<Committed<()>, DbErr> {
        let upsert = "INSERT INTO room_prefs (user_id, room_id, starred, muted, muted_until, level) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (user_id, room_id) DO UPDATE SET \
             starred = excluded.starred, muted = excluded.muted, muted_until = excluded.muted_until, \
             level = excluded.level";
        let mut w = self.writing_own(owner).await?;
        let values = [
            owner.user.to_string().into(),
            room.to_string().into(),
            prefs.starred.into(),
            prefs.muted.into(),
            prefs.muted_until.map(|until| until.0).into(),
            prefs.level.map(|level| level.text().to_owned()).into(),
        ];
        w.txn.execute_raw(sql(&w.txn, upsert, values)).await?;
        w.tell(owner, Body::PreferencesUpdated { room_id: room, prefs }).await?;
        w.commit(()).await
    }

    /// A person's preferences, of rooms they have left as well.
    pub async fn room_prefs(&self, user: UserId) -> Result<HashMap<RoomId, RoomPrefs>, DbErr> {
        let select = "SELECT room_id, starred, muted, muted_until, level FROM room_prefs WHERE user_id = $1";
        let rows = self.read.query_all_raw(sql(&self.read, select, [user.to_string().into()])).await?;
        rows.iter().map(|row| Ok((id(&row.try_get::<String>("", "room_id")?)?, prefs(row)?))).collect()
    }
}

/// Someone comes (back) into a room: devices that never heard how the person kept it hear it now.
pub(super) async fn say_again(w: &mut Writing, room: RoomId, user: UserId) -> Result<(), DbErr> {
    lock(w, user).await?;
    let select = "SELECT u.shard, p.starred, p.muted, p.muted_until, p.level FROM room_prefs AS p \
         JOIN users AS u ON u.id = p.user_id WHERE p.user_id = $1 AND p.room_id = $2";
    let values = [user.to_string().into(), room.to_string().into()];
    if let Some(row) = w.txn.query_one_raw(sql(&w.txn, select, values)).await? {
        let owner = Owner { user, shard: shard(row.try_get("", "shard")?)? };
        w.tell(owner, Body::PreferencesUpdated { room_id: room, prefs: prefs(&row)? }).await?;
    }
    Ok(())
}

fn prefs(row: &QueryResult) -> Result<RoomPrefs, DbErr> {
    let level: Option<String> = row.try_get("", "level")?;
    Ok(RoomPrefs {
        starred: row.try_get("", "starred")?,
        muted: row.try_get("", "muted")?,
        muted_until: row.try_get::<Option<i64>>("", "muted_until")?.map(Millis),
        level: level.as_deref().map(NotifyLevel::read).transpose()?,
    })
}
