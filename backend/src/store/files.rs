//! Files: the rows that say how far an upload is, what a file is and what it is attached to. The bytes are
//! elsewhere (`crate::files`).

use natter_protocol::file::RoomFile;
use natter_protocol::{Attachment, Code, FileId, MessageId, Millis, Problem, RoomId, Seq, UserId, limits};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait as _, DatabaseTransaction, DbErr, EntityTrait as _,
    FromQueryResult, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::entities::{file_parts, files};
use super::users::{placeholders, texts};
use super::{Error, Store, column, sql};
use crate::chat::files::Usage;

/// A file as SQL knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    pub id: FileId,
    pub uploader: UserId,
    pub name: String,
    /// Bytes announced; none for an upload that tells its length by ending.
    pub size: Option<u64>,
    pub received: u64,
    /// SHA-256 of what was received, as `crate::files::Hasher` writes it down.
    pub hasher: String,
    /// Once it is whole.
    pub attachment: Option<Attachment>,
    /// Once it is whole; hexadecimal.
    pub sha256: Option<String>,
    /// The message that it belongs to.
    pub attached_to: Option<(RoomId, MessageId)>,
}

impl StoredFile {
    /// All bytes are there, though perhaps nobody has looked at them yet.
    #[must_use]
    pub fn is_received(&self) -> bool {
        self.size == Some(self.received)
    }
}

/// A piece of a file, an object in the storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub start: u64,
    pub size: u64,
    pub object: String,
}

impl Store {
    /// Begins a file; nothing of it is there yet.
    pub async fn add_file(&self, file: &StoredFile) -> Result<(), DbErr> {
        let now = Millis::now().0;
        let row = files::ActiveModel {
            id: Set(file.id.to_string()),
            uploader_id: Set(file.uploader.to_string()),
            name: Set(file.name.clone()),
            size: Set(file.size.map(column::seq)),
            received: Set(0),
            hasher: Set(file.hasher.clone()),
            created_at: Set(now),
            touched_at: Set(now),
            attachment: Set(None),
            sha256: Set(None),
            room_id: Set(None),
            message_id: Set(None),
            seq: Set(None),
            deleted_at: Set(None),
        };
        files::Entity::insert(row).exec_without_returning(&self.write).await.map(|_| ())
    }

    /// A file that is not deleted.
    pub async fn file(&self, id: FileId) -> Result<Option<StoredFile>, DbErr> {
        Ok(self.files(&[id]).await?.pop())
    }

    /// Those of these files that exist and are not deleted.
    pub async fn files(&self, ids: &[FileId]) -> Result<Vec<StoredFile>, DbErr> {
        let rows = files::Entity::find()
            .filter(files::Column::Id.is_in(ids.iter().map(ToString::to_string)))
            .filter(files::Column::DeletedAt.is_null());
        rows.all(&self.read).await?.into_iter().map(StoredFile::try_from).collect()
    }

    /// The parts of a file in order.
    pub async fn file_parts(&self, id: FileId) -> Result<Vec<Part>, DbErr> {
        let rows = file_parts::Entity::find()
            .filter(file_parts::Column::FileId.eq(id.to_string()))
            .order_by_asc(file_parts::Column::Start);
        let part = |row: file_parts::Model| Part {
            start: row.start.unsigned_abs(),
            size: row.size.unsigned_abs(),
            object: row.object,
        };
        Ok(rows.all(&self.read).await?.into_iter().map(part).collect())
    }

    /// Notes that the next part is in the storage. False when the file does not end where the part begins:
    /// another request was quicker, or the file is gone.
    pub async fn add_part(&self, id: FileId, part: &Part, hasher: &str) -> Result<bool, DbErr> {
        let txn = self.transaction().await?;
        let advance = "UPDATE files SET received = $1, hasher = $2, touched_at = $3 \
            WHERE id = $4 AND received = $5 AND attachment IS NULL AND deleted_at IS NULL";
        let values = [
            column::seq(part.start + part.size).into(),
            hasher.into(),
            Millis::now().0.into(),
            id.to_string().into(),
            column::seq(part.start).into(),
        ];
        if txn.execute_raw(sql(&txn, advance, values)).await?.rows_affected() == 0 {
            return Ok(false);
        }
        let row = file_parts::ActiveModel {
            file_id: Set(id.to_string()),
            start: Set(column::seq(part.start)),
            size: Set(column::seq(part.size)),
            object: Set(part.object.clone()),
        };
        file_parts::Entity::insert(row).exec_without_returning(&txn).await?;
        txn.commit().await?;
        Ok(true)
    }

    /// Notes that a file is whole, and what it is. Whoever finds that out again finds the same.
    pub async fn complete_file(&self, file: &Attachment, sha256: &str) -> Result<(), DbErr> {
        let text = serde_json::to_string(file).map_err(|e| DbErr::Json(e.to_string()))?;
        let complete = "UPDATE files SET size = received, attachment = $1, sha256 = $2, touched_at = $3 \
            WHERE id = $4 AND attachment IS NULL AND deleted_at IS NULL";
        let values = [text.into(), sha256.into(), Millis::now().0.into(), file.id.to_string().into()];
        self.write.execute_raw(sql(&self.write, complete, values)).await.map(|_| ())
    }

    /// How much of the server one account takes up.
    pub async fn file_usage(&self, uploader: UserId) -> Result<Usage, DbErr> {
        #[derive(FromQueryResult)]
        struct Row {
            bytes: i64,
            loose: i64,
        }
        const SQL: &str = "SELECT CAST(COALESCE(SUM(COALESCE(size, received)), 0) AS BIGINT) AS bytes, \
            COUNT(CASE WHEN message_id IS NULL THEN 1 END) AS loose \
            FROM files WHERE uploader_id = $1 AND deleted_at IS NULL";
        let row = Row::find_by_statement(sql(&self.read, SQL, [uploader.to_string().into()]));
        let row = row.one(&self.read).await?.unwrap_or(Row { bytes: 0, loose: 0 });
        Ok(Usage { bytes: row.bytes.unsigned_abs(), loose: column::count(row.loose) })
    }

    /// Ties whole files to the message that is about to be said; for the same message again is no error.
    ///
    /// # Errors
    /// `file_taken` when one of them is tied to another message, or gone.
    pub async fn claim_files(&self, ids: &[FileId], room: RoomId, message: MessageId) -> Result<(), Error> {
        let txn = self.transaction().await?;
        let claim = format!(
            "UPDATE files SET room_id = $1, message_id = $2, touched_at = $3 \
             WHERE attachment IS NOT NULL AND deleted_at IS NULL \
             AND (message_id IS NULL OR (message_id = $2 AND (room_id IS NULL OR room_id = $1))) AND id IN ({})",
            placeholders(4, ids.len())
        );
        let values = [room.to_string().into(), message.to_string().into(), Millis::now().0.into()];
        let claimed = txn.execute_raw(sql(&txn, &claim, values.into_iter().chain(texts(ids)))).await?;
        if claimed.rows_affected() != ids.len() as u64 {
            return Err(Problem::new(Code::FileTaken).field("attachments").into());
        }
        txn.commit().await?;
        Ok(())
    }

    /// Puts files out of reach; what is left of them is [`Store::deleted_files`].
    pub async fn delete_files(&self, ids: &[FileId]) -> Result<(), DbErr> {
        let delete = format!(
            "UPDATE files SET deleted_at = $1 WHERE deleted_at IS NULL AND id IN ({})",
            placeholders(2, ids.len())
        );
        let values = [Millis::now().0.into()].into_iter().chain(texts(ids));
        self.write.execute_raw(sql(&self.write, &delete, values)).await.map(|_| ())
    }

    /// Puts files out of reach that nobody finished or attached, or whose message never came to be. What waits for
    /// a message that is put off stays.
    pub async fn delete_loose_files(&self, now: Millis) -> Result<(), DbErr> {
        let delete = "UPDATE files SET deleted_at = $1 \
            WHERE deleted_at IS NULL AND seq IS NULL AND touched_at < $2 AND NOT EXISTS (SELECT 1 FROM scheduled \
            AS s WHERE s.user_id = files.uploader_id AND s.id = files.message_id)";
        let before = now.plus_seconds(-limits::LOOSE_FILE_HOURS * 60 * 60);
        let values = [now.0.into(), before.0.into()];
        self.write.execute_raw(sql(&self.write, delete, values)).await.map(|_| ())
    }

    /// Files whose bytes may go.
    pub async fn deleted_files(&self) -> Result<Vec<FileId>, DbErr> {
        let ids = files::Entity::find()
            .select_only()
            .column(files::Column::Id)
            .filter(files::Column::DeletedAt.is_not_null())
            .limit(1000)
            .into_tuple::<String>();
        ids.all(&self.read).await?.iter().map(|text| column::id(text)).collect()
    }

    /// Forgets a file whose bytes are gone.
    pub async fn forget_file(&self, id: FileId) -> Result<(), DbErr> {
        let txn = self.transaction().await?;
        for forget in ["DELETE FROM file_parts WHERE file_id = $1", "DELETE FROM files WHERE id = $1"] {
            txn.execute_raw(sql(&txn, forget, [id.to_string().into()])).await?;
        }
        txn.commit().await
    }

    /// Files of a room's messages, the newest first.
    pub async fn room_files(&self, room: RoomId, before: Seq, limit: u64) -> Result<Vec<RoomFile>, DbErr> {
        #[derive(FromQueryResult)]
        struct Row {
            attachment: String,
            message_id: String,
            seq: i64,
            author_id: String,
            at: i64,
        }
        const SQL: &str = "SELECT f.attachment, f.message_id, f.seq, m.author_id, m.at FROM files AS f \
            JOIN messages AS m ON m.room_id = f.room_id AND m.seq = f.seq \
            WHERE f.room_id = $1 AND f.seq < $2 AND f.deleted_at IS NULL AND f.attachment IS NOT NULL \
            ORDER BY f.seq DESC, f.id LIMIT $3";
        let values = [room.to_string().into(), column::seq(before).into(), column::seq(limit).into()];
        let rows = Row::find_by_statement(sql(&self.read, SQL, values)).all(&self.read).await?;
        let file = |row: Row| {
            Ok(RoomFile {
                file: attachment(&row.attachment)?,
                message: column::id(&row.message_id)?,
                seq: row.seq.unsigned_abs(),
                by: column::id(&row.author_id)?,
                at: Millis(row.at),
            })
        };
        rows.into_iter().map(file).collect()
    }
}

/// Keeps whole files for a message that is put off: no other message can have them, and no room sees them yet.
///
/// # Errors
/// `file_taken` when one of them is tied to another message, or gone.
pub(super) async fn promise(
    txn: &DatabaseTransaction,
    ids: &[FileId],
    uploader: UserId,
    message: MessageId,
) -> Result<(), Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let promise = format!(
        "UPDATE files SET message_id = $1, touched_at = $2 \
         WHERE attachment IS NOT NULL AND deleted_at IS NULL AND uploader_id = $3 AND room_id IS NULL \
         AND (message_id IS NULL OR message_id = $1) AND id IN ({})",
        placeholders(4, ids.len())
    );
    let values = [message.to_string().into(), Millis::now().0.into(), uploader.to_string().into()];
    let promised = txn.execute_raw(sql(txn, &promise, values.into_iter().chain(texts(ids)))).await?;
    if promised.rows_affected() != ids.len() as u64 {
        return Err(Problem::new(Code::FileTaken).field("attachments").into());
    }
    Ok(())
}

/// The message was given up, or is said: what it did not bring can be attached to another.
pub(super) async fn unpromise(
    txn: &DatabaseTransaction,
    uploader: UserId,
    message: MessageId,
) -> Result<(), DbErr> {
    let free = "UPDATE files SET message_id = NULL, touched_at = $1 \
        WHERE message_id = $2 AND uploader_id = $3 AND room_id IS NULL";
    let values = [Millis::now().0.into(), message.to_string().into(), uploader.to_string().into()];
    txn.execute_raw(sql(txn, free, values)).await.map(|_| ())
}

/// The log has said the message that brings these files.
pub(super) async fn said(txn: &DatabaseTransaction, ids: &[FileId], seq: Seq) -> Result<(), DbErr> {
    let said = format!("UPDATE files SET seq = $1 WHERE id IN ({})", placeholders(2, ids.len()));
    let values = [column::seq(seq).into()].into_iter().chain(texts(ids));
    txn.execute_raw(sql(txn, &said, values)).await.map(|_| ())
}

/// The log has taken a message back: its files are out of reach.
pub(super) async fn unsaid(
    txn: &DatabaseTransaction,
    room: RoomId,
    message: MessageId,
    at: Millis,
) -> Result<(), DbErr> {
    let unsaid = "UPDATE files SET deleted_at = $1 \
        WHERE room_id = $2 AND message_id = $3 AND deleted_at IS NULL";
    let values = [at.0.into(), room.to_string().into(), message.to_string().into()];
    txn.execute_raw(sql(txn, unsaid, values)).await.map(|_| ())
}

fn attachment(text: &str) -> Result<Attachment, DbErr> {
    serde_json::from_str(text).map_err(|_| DbErr::Json(format!("not a file: {text:?}")))
}

impl TryFrom<files::Model> for StoredFile {
    type Error = DbErr;

    fn try_from(row: files::Model) -> Result<Self, DbErr> {
        let attached_to = match (&row.room_id, &row.message_id) {
            (Some(room), Some(message)) => Some((column::id(room)?, column::id(message)?)),
            _ => None,
        };
        Ok(Self {
            id: column::id(&row.id)?,
            uploader: column::id(&row.uploader_id)?,
            name: row.name,
            size: row.size.map(i64::unsigned_abs),
            received: row.received.unsigned_abs(),
            hasher: row.hasher,
            attachment: row.attachment.as_deref().map(attachment).transpose()?,
            sha256: row.sha256,
            attached_to,
        })
    }
}
