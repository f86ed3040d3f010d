//! What was said too long ago is deleted for good, where an owner wants that.

use natter_protocol::{Body, MessageId, Millis, RoomId};
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, DbErr, FromQueryResult, Value};

use super::column::{id, shard};
use super::outbox::{Committed, Writing};
use super::own::Owner;
use super::{Store, index, sql};

/// What hangs on a message, and the column that names it.
const OF_MESSAGE: [(&str, &str); 5] = [
    ("reactions", "message_id"),
    ("edits", "message_id"),
    ("ballots", "message_id"),
    ("threads", "root_id"),
    ("follows", "thread_id"),
];

/// A message that is gone.
#[derive(FromQueryResult)]
struct Gone {
    room_id: String,
    seq: i64,
    id: String,
    place: i64,
}

impl Store {
    /// Deletes up to `limit` messages that were said before a moment, the oldest first, and all that hangs on
    /// them; answers how many it were. A thread goes as a whole, when its last reply is due.
    pub async fn delete_messages_before(
        &self,
        moment: Millis,
        limit: u32,
    ) -> Result<Committed<usize>, DbErr> {
        let mut w = self.writing().await?;
        let delete = format!(
            "DELETE FROM messages WHERE (room_id, seq) IN (SELECT m.room_id, m.seq FROM messages AS m \
             WHERE m.place < $1 AND NOT EXISTS (SELECT 1 FROM threads AS t WHERE t.room_id = m.room_id \
             AND t.root_id = COALESCE(m.thread_id, m.id) AND t.last_at >= $2) ORDER BY m.place LIMIT {limit}) \
             RETURNING room_id, seq, id, place"
        );
        let values = [index::beginning(moment).into(), moment.0.into()];
        let gone = Gone::find_by_statement(sql(&w.txn, &delete, values)).all(&w.txn).await?;
        if !gone.is_empty() {
            clear(&mut w, &gone).await?;
        }
        w.commit(gone.len()).await
    }
}

async fn clear(w: &mut Writing, gone: &[Gone]) -> Result<(), DbErr> {
    let (ids, by_id) = pairs(1, gone, |gone| gone.id.as_str().into());
    for (table, column) in OF_MESSAGE {
        let delete = format!("DELETE FROM {table} WHERE (room_id, {column}) IN (VALUES {ids})");
        w.txn.execute_raw(sql(&w.txn, &delete, by_id.clone())).await?;
    }
    let (seqs, by_seq) = pairs(1, gone, |gone| gone.seq.into());
    let delete = format!("DELETE FROM mentions WHERE (room_id, seq) IN (VALUES {seqs})");
    w.txn.execute_raw(sql(&w.txn, &delete, by_seq)).await?;
    let (ids_after, _) = pairs(2, gone, |gone| gone.id.as_str().into());
    let delete = format!(
        "UPDATE files SET deleted_at = $1 WHERE deleted_at IS NULL AND (room_id, message_id) IN (VALUES {ids_after})"
    );
    let values = std::iter::once(Millis::now().0.into()).chain(by_id.clone());
    w.txn.execute_raw(sql(&w.txn, &delete, values)).await?;
    forget_words(&w.txn, gone).await?;
    unsave(w, &ids, by_id).await
}

async fn forget_words(txn: &DatabaseTransaction, gone: &[Gone]) -> Result<(), DbErr> {
    let column = if txn.get_database_backend() == DbBackend::Sqlite { "rowid" } else { "place" };
    let placeholders = super::users::placeholders(1, gone.len());
    let delete = format!("DELETE FROM message_words WHERE {column} IN ({placeholders})");
    txn.execute_raw(sql(txn, &delete, gone.iter().map(|gone| gone.place.into()))).await.map(|_| ())
}

/// Whoever has put one of them aside is told that it no longer is.
async fn unsave(w: &mut Writing, ids: &str, values: Vec<Value>) -> Result<(), DbErr> {
    let delete = format!(
        "DELETE FROM saved WHERE (room_id, message_id) IN (VALUES {ids}) RETURNING user_id, room_id, message_id, \
         (SELECT shard FROM users WHERE users.id = saved.user_id) AS shard"
    );
    let rows = w.txn.query_all_raw(sql(&w.txn, &delete, values)).await?;
    for row in rows {
        let owner = Owner {
            user: id(&row.try_get::<String>("", "user_id")?)?,
            shard: shard(row.try_get::<i32>("", "shard")?)?,
        };
        let room_id: RoomId = id(&row.try_get::<String>("", "room_id")?)?;
        let message_id: MessageId = id(&row.try_get::<String>("", "message_id")?)?;
        w.tell(owner, Body::MessageUnsaved { room_id, message_id }).await?;
    }
    Ok(())
}

/// The rooms of these messages with something that names each in its room: placeholders from `$first` on, and
/// their values.
fn pairs(first: usize, gone: &[Gone], named: impl Fn(&Gone) -> Value) -> (String, Vec<Value>) {
    let places = (0..gone.len()).map(|n| format!("(${}, ${})", first + 2 * n, first + 2 * n + 1));
    let values = gone.iter().flat_map(|gone| [gone.room_id.as_str().into(), named(gone)]);
    (places.collect::<Vec<_>>().join(", "), values.collect())
}
