//! What messages said before they were changed.

use natter_protocol::message::Version;
use natter_protocol::{MessageId, Millis, RoomId, Seq};
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbErr};

use super::{Store, column, sql};

impl Store {
    /// The texts that were replaced, the oldest first.
    pub async fn former_texts(&self, room: RoomId, message: MessageId) -> Result<Vec<Version>, DbErr> {
        let select = "SELECT text, at FROM edits WHERE room_id = $1 AND message_id = $2 ORDER BY seq";
        let values = [room.to_string().into(), message.to_string().into()];
        let rows = self.read.query_all_raw(sql(&self.read, select, values)).await?;
        let version = |row: &sea_orm::QueryResult| {
            Ok(Version { text: row.try_get("", "text")?, at: Millis(row.try_get("", "at")?) })
        };
        rows.iter().map(version).collect()
    }
}

/// Keeps what a message says; the event at `seq` is about to replace it.
pub(super) async fn keep(
    txn: &DatabaseTransaction,
    room: RoomId,
    message: MessageId,
    seq: Seq,
) -> Result<(), DbErr> {
    let insert = "INSERT INTO edits (room_id, message_id, seq, text, at) \
        SELECT room_id, id, $1, text, COALESCE(edited_at, at) FROM messages \
        WHERE room_id = $2 AND id = $3 AND deleted_at IS NULL ON CONFLICT DO NOTHING";
    let values = [column::seq(seq).into(), room.to_string().into(), message.to_string().into()];
    txn.execute_raw(sql(txn, insert, values)).await.map(|_| ())
}

/// A message was deleted: what it said before goes too.
pub(super) async fn forget(txn: &DatabaseTransaction, room: RoomId, message: MessageId) -> Result<(), DbErr> {
    let delete = "DELETE FROM edits WHERE room_id = $1 AND message_id = $2";
    let values = [room.to_string().into(), message.to_string().into()];
    txn.execute_raw(sql(txn, delete, values)).await.map(|_| ())
}
