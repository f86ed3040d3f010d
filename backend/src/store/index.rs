//! The index of words: written where messages are written, in the same transaction.
//!
//! Both databases hold the same words (`chat::search`). SQLite has them in an FTS5 table whose row number is
//! the message's place, so that it walks through what it finds from the newest on; PostgreSQL has a `tsvector`
//! beside each message.

use natter_protocol::file::Attachment;
use natter_protocol::{Message, Millis, Seq, Shard};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, FromQueryResult, Value};

use super::{Store, column, sql};
use crate::chat::search::Document;

/// Messages in one statement; three values each, and SQLite takes 32,766.
const CHUNK: usize = 1_000;
/// A place holds milliseconds above this many bits: 42 bits of them, enough until 2109.
const BELOW_TIME: i64 = 21;
const SHARDS: i64 = 64;
const SEQS: i64 = 1 << 15;

/// Where a message stands among all messages of all rooms, by the time at which it was said. Two have the same
/// place only if they were said in the same millisecond and their sequences in one shard are 32,768 apart.
pub(super) fn place(at: Millis, shard: Shard, seq: Seq) -> i64 {
    beginning(at) + (i64::from(shard) % SHARDS) * SEQS + column::seq(seq) % SEQS
}

/// The first place of a millisecond.
pub(super) fn beginning(at: Millis) -> i64 {
    at.0.clamp(0, (1 << (63 - BELOW_TIME)) - 1) << BELOW_TIME
}

/// Adds new messages, in one statement.
pub(super) async fn add(txn: &DatabaseTransaction, shard: Shard, said: &[&Message]) -> Result<(), DbErr> {
    let rows = said.iter().map(|message| Row {
        room_id: message.room.to_string(),
        seq: column::seq(message.seq),
        place: place(message.at, shard, message.seq),
        document: Document::of(message),
    });
    insert(txn, rows.collect()).await
}

struct Row {
    room_id: String,
    seq: i64,
    place: i64,
    document: Document,
}

async fn insert(txn: &DatabaseTransaction, rows: Vec<Row>) -> Result<(), DbErr> {
    for rows in rows.chunks(CHUNK) {
        let (mut text, mut values) = (String::new(), Vec::<Value>::new());
        for row in rows {
            let at = values.len();
            text.push_str(if at == 0 { "" } else { ", " });
            if txn.get_database_backend() == DbBackend::Sqlite {
                text.push_str(&format!("(${}, ${})", at + 1, at + 2));
                values.extend([row.place.into(), row.document.spaced().into()]);
            } else {
                text.push_str(&format!(
                    "(${}, ${}, ${}, CAST(${} AS tsvector))",
                    at + 1,
                    at + 2,
                    at + 3,
                    at + 4
                ));
                let vector = row.document.vector();
                values.extend([row.room_id.as_str().into(), row.seq.into(), row.place.into(), vector.into()]);
            }
        }
        let text = match txn.get_database_backend() {
            DbBackend::Sqlite => format!("INSERT OR REPLACE INTO message_words (rowid, words) VALUES {text}"),
            _ => format!(
                "INSERT INTO message_words (room_id, seq, place, words) VALUES {text} ON CONFLICT DO NOTHING"
            ),
        };
        txn.execute_raw(sql(txn, &text, values)).await?;
    }
    Ok(())
}

/// A message in the index.
#[derive(FromQueryResult)]
struct Indexed {
    seq: i64,
    place: i64,
    author_id: String,
    attachments: String,
}

/// Writes the words of a new text in place of the old ones; before the message itself is changed.
pub(super) async fn change(
    txn: &DatabaseTransaction,
    room: &str,
    message: &str,
    text: &str,
) -> Result<(), DbErr> {
    // What has no place yet gets it later, with the text that it has then.
    let select = "SELECT seq, place, author_id, attachments FROM messages \
                  WHERE room_id = $1 AND id = $2 AND deleted_at IS NULL AND place IS NOT NULL";
    let found = Indexed::find_by_statement(sql(txn, select, [room.into(), message.into()]));
    let Some(found) = found.one(txn).await? else { return Ok(()) };
    let files = files(&found.attachments)?;
    let document = Document::new(text, column::id(&found.author_id)?, column::id(room)?, &files);
    let statement = if txn.get_database_backend() == DbBackend::Sqlite {
        let replace = "INSERT OR REPLACE INTO message_words (rowid, words) VALUES ($1, $2)";
        sql(txn, replace, [found.place.into(), document.spaced().into()])
    } else {
        let update = "UPDATE message_words SET words = CAST($1 AS tsvector) WHERE room_id = $2 AND seq = $3";
        sql(txn, update, [document.vector().into(), room.into(), found.seq.into()])
    };
    txn.execute_raw(statement).await.map(|_| ())
}

fn files(json: &str) -> Result<Vec<Attachment>, DbErr> {
    serde_json::from_str(json).map_err(|error| DbErr::Json(format!("not a list of files: {error}")))
}

/// Takes the words of a deleted message out.
pub(super) async fn remove(txn: &DatabaseTransaction, room: &str, message: &str) -> Result<(), DbErr> {
    let delete = if txn.get_database_backend() == DbBackend::Sqlite {
        "DELETE FROM message_words WHERE rowid = \
         (SELECT place FROM messages WHERE room_id = $1 AND id = $2 AND place IS NOT NULL)"
    } else {
        "DELETE FROM message_words WHERE room_id = $1 \
         AND seq = (SELECT seq FROM messages WHERE room_id = $1 AND id = $2)"
    };
    txn.execute_raw(sql(txn, delete, [room.into(), message.into()])).await.map(|_| ())
}

/// A message that has just got its place.
#[derive(FromQueryResult)]
struct Placed {
    room_id: String,
    seq: i64,
    place: i64,
    author_id: String,
    text: String,
    attachments: String,
    deleted_at: Option<i64>,
}

impl Store {
    /// Whether there is a message that is not in the index.
    pub async fn lacks_index(&self) -> Result<bool, DbErr> {
        let select = "SELECT seq FROM messages WHERE place IS NULL LIMIT 1";
        Ok(self.read.query_one_raw(sql(&self.read, select, [])).await?.is_some())
    }

    /// Takes up to `limit` messages into the index that are not there yet; answers how many it were.
    pub async fn fill_index(&self, limit: u32) -> Result<usize, DbErr> {
        let txn = self.transaction().await?;
        // The same sum as in `place`.
        let update = format!(
            "UPDATE messages SET place = at * {} + COALESCE((SELECT shard FROM rooms WHERE id = room_id), 0) % \
             {SHARDS} * {SEQS} + seq % {SEQS} WHERE (room_id, seq) IN \
             (SELECT room_id, seq FROM messages WHERE place IS NULL LIMIT {limit}) AND place IS NULL \
             RETURNING room_id, seq, place, author_id, text, attachments, deleted_at",
            1_i64 << BELOW_TIME
        );
        let placed = Placed::find_by_statement(sql(&txn, &update, [])).all(&txn).await?;
        let mut rows = Vec::with_capacity(placed.len());
        for row in placed.iter().filter(|row| row.deleted_at.is_none()) {
            let (author, room) = (column::id(&row.author_id)?, column::id(&row.room_id)?);
            let document = Document::new(&row.text, author, room, &files(&row.attachments)?);
            rows.push(Row { room_id: row.room_id.clone(), seq: row.seq, place: row.place, document });
        }
        insert(&txn, rows).await?;
        txn.commit().await?;
        Ok(placed.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_ordered_by_time() {
        let now = Millis(1_764_000_000_000);
        let at = |ms, shard, seq| place(Millis(now.0 + ms), shard, seq);
        assert!(at(0, 3, 999_999) < at(1, 0, 1));
        assert!(at(0, 3, 7) >= beginning(now) && at(0, 63, 40_000) < beginning(Millis(now.0 + 1)));
        assert!(at(0, 0, 1) != at(0, 1, 1) && at(0, 0, 1) < at(0, 0, 2));
        assert!(place(Millis(i64::MAX), u16::MAX, u64::MAX) > 0 && place(Millis(-5), 0, 0) == 0);
    }
}
