//! Reading who takes part in which thread, and what is new there.

use std::collections::HashMap;
use std::fmt;
use std::fmt::Write as _;
use std::str::FromStr;

use natter_protocol::{MessageId, Position, Replies, RoomId, ThreadMark, UserId, limits};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DbErr, EntityTrait as _, QueryFilter as _, QueryResult,
};

use super::entities::threads;
use super::users::{placeholders, texts};
use super::{Store, column, sql};

/// A place in the list of threads, which goes by the time of the newest reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    last_at: i64,
    root: MessageId,
}

impl fmt::Display for Before {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.last_at, self.root)
    }
}

impl FromStr for Before {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (last_at, root) = text.split_once('-').ok_or(())?;
        Ok(Self { last_at: last_at.parse().map_err(|_| ())?, root: root.parse().map_err(|_| ())? })
    }
}

/// A thread that someone takes part in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followed {
    pub mark: ThreadMark,
    pub place: Before,
}

impl Store {
    /// Who takes part in a thread, as far as SQL knows.
    pub async fn taking_part(&self, room: RoomId, thread: MessageId) -> Result<Vec<UserId>, DbErr> {
        let select = format!(
            "SELECT user_id FROM follows WHERE room_id = $1 AND thread_id = $2 AND takes_part ORDER BY user_id \
             LIMIT {}",
            limits::THREAD_FOLLOWERS
        );
        let values = [room.to_string().into(), thread.to_string().into()];
        let rows = self.read.query_all_raw(sql(&self.read, &select, values)).await?;
        rows.iter().map(|row| column::id(&row.try_get::<String>("", "user_id")?)).collect()
    }

    /// Those of some people who are in a room, in the order given.
    pub async fn those_in_room(&self, room: RoomId, people: &[UserId]) -> Result<Vec<UserId>, DbErr> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let select = format!(
            "SELECT user_id FROM members WHERE room_id = $1 AND user_id IN ({})",
            placeholders(2, people.len())
        );
        let values = texts([room]).chain(texts(people));
        let rows = self.read.query_all_raw(sql(&self.read, &select, values)).await?;
        let there = rows
            .iter()
            .map(|row| column::id(&row.try_get::<String>("", "user_id")?))
            .collect::<Result<Vec<UserId>, DbErr>>()?;
        Ok(people.iter().copied().filter(|user| there.contains(user)).collect())
    }

    /// The threads in which a person has something to read, the newest first, and those that were read
    /// beyond where the projection stood at `positions`: its events would make them unread again.
    pub async fn thread_marks(&self, user: UserId, positions: &[Position]) -> Result<Vec<ThreadMark>, DbErr> {
        let mut ahead = String::new();
        for (shard, position) in positions.iter().enumerate() {
            let _ = write!(ahead, " WHEN {shard} THEN {}", column::seq(position.seq));
        }
        let ahead = if ahead.is_empty() { "0".to_owned() } else { format!("CASE r.shard{ahead} ELSE 0 END") };
        let select = format!(
            "SELECT f.room_id, f.thread_id, f.last_seq, f.read_seq FROM follows AS f \
             JOIN members AS m ON m.room_id = f.room_id AND m.user_id = f.user_id \
             JOIN rooms AS r ON r.id = f.room_id \
             WHERE f.user_id = $1 AND ((f.takes_part AND f.last_seq > f.read_seq) OR f.read_seq > {ahead}) \
             ORDER BY f.last_seq DESC LIMIT {}",
            limits::UNREAD_THREADS
        );
        let rows = self.read.query_all_raw(sql(&self.read, &select, [user.to_string().into()])).await?;
        rows.iter().map(mark).collect()
    }

    /// A page of the threads that a person takes part in.
    pub async fn threads_of(
        &self,
        user: UserId,
        before: Option<Before>,
        limit: u64,
    ) -> Result<Vec<Followed>, DbErr> {
        let from =
            if before.is_some() { "AND (t.last_at < $2 OR (t.last_at = $2 AND t.root_id < $3))" } else { "" };
        let select = format!(
            "SELECT f.room_id, f.thread_id, f.last_seq, f.read_seq, t.last_at FROM follows AS f \
             JOIN members AS m ON m.room_id = f.room_id AND m.user_id = f.user_id \
             JOIN threads AS t ON t.room_id = f.room_id AND t.root_id = f.thread_id \
             WHERE f.user_id = $1 AND f.takes_part AND t.count > 0 {from} \
             ORDER BY t.last_at DESC, t.root_id DESC LIMIT {limit}"
        );
        let mut values: Vec<sea_orm::Value> = vec![user.to_string().into()];
        if let Some(before) = before {
            values.extend([before.last_at.into(), before.root.to_string().into()]);
        }
        let rows = self.read.query_all_raw(sql(&self.read, &select, values)).await?;
        let followed = |row: &QueryResult| {
            let mark = mark(row)?;
            Ok(Followed { mark, place: Before { last_at: row.try_get("", "last_at")?, root: mark.thread } })
        };
        rows.iter().map(followed).collect()
    }

    /// What was answered to these messages; nothing stands for those that nobody answered.
    pub(super) async fn replies_to(
        &self,
        room: RoomId,
        messages: &[String],
    ) -> Result<HashMap<String, Replies>, DbErr> {
        let query = threads::Entity::find()
            .filter(threads::Column::RoomId.eq(room.to_string()))
            .filter(threads::Column::RootId.is_in(messages));
        let rows = query.all(&self.read).await?;
        rows.into_iter().map(|row| Ok((row.root_id.clone(), Replies::try_from(row)?))).collect()
    }
}

fn mark(row: &QueryResult) -> Result<ThreadMark, DbErr> {
    Ok(ThreadMark {
        room_id: column::id(&row.try_get::<String>("", "room_id")?)?,
        thread: column::id(&row.try_get::<String>("", "thread_id")?)?,
        last_seq: row.try_get::<i64>("", "last_seq")?.unsigned_abs(),
        read_seq: row.try_get::<i64>("", "read_seq")?.unsigned_abs(),
    })
}
