//! What events do to threads and to those who follow them. Places only rise here, so that the order in
//! which shards are written does not matter.

use natter_protocol::{Change, MessageId, Millis, Replies, RoomId, Seq, UserId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait as _, DatabaseTransaction, DbErr, EntityTrait as _};

use super::entities::threads::{self, Column};
use super::{column, sql};

impl TryFrom<threads::Model> for Replies {
    type Error = DbErr;

    fn try_from(row: threads::Model) -> Result<Self, DbErr> {
        let users = serde_json::from_str(&row.users).map_err(|_| DbErr::Json(row.users.clone()))?;
        let count = column::count(row.count.into());
        Ok(Self { count, last_at: Millis(row.last_at), users, seq: row.seq.unsigned_abs() })
    }
}

/// Something was answered to a message, or an answer was deleted: the one rule of the protocol decides.
pub(super) async fn sum_up(
    txn: &DatabaseTransaction,
    room: RoomId,
    root: MessageId,
    change: &Change,
) -> Result<(), DbErr> {
    let key = (room.to_string(), root.to_string());
    let before = threads::Entity::find_by_id(key.clone()).one(txn).await?;
    let mut replies = before.map(Replies::try_from).transpose()?.unwrap_or_default();
    match change {
        Change::Replied { seq, author, at } => replies.said(*seq, *author, *at),
        Change::ReplyDeleted { seq } => replies.deleted(*seq),
        _ => return Ok(()),
    }
    let row = threads::ActiveModel {
        room_id: Set(key.0),
        root_id: Set(key.1),
        count: Set(i32::try_from(replies.count).unwrap_or(i32::MAX)),
        last_at: Set(replies.last_at.0),
        users: Set(serde_json::to_string(&replies.users).unwrap_or_default()),
        seq: Set(column::seq(replies.seq)),
    };
    threads::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([Column::RoomId, Column::RootId])
                .update_columns([Column::Count, Column::LastAt, Column::Users, Column::Seq])
                .to_owned(),
        )
        .exec_without_returning(txn)
        .await
        .map(|_| ())
}

/// Where someone stands in a thread.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// Someone else said something.
    Told(Seq),
    /// The person said something, and so has read it up to there.
    Said(Seq),
    Read(Seq),
}

pub(super) async fn step(
    txn: &DatabaseTransaction,
    room: RoomId,
    thread: MessageId,
    user: UserId,
    step: Step,
) -> Result<(), DbErr> {
    let (last, read, takes_part) = match step {
        Step::Told(seq) => (seq, 0, true),
        Step::Said(seq) => (0, seq, true),
        Step::Read(seq) => (0, seq, false),
    };
    let upsert = "INSERT INTO follows (user_id, room_id, thread_id, last_seq, read_seq, takes_part) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (user_id, room_id, thread_id) DO UPDATE SET \
        last_seq = CASE WHEN excluded.last_seq > follows.last_seq THEN excluded.last_seq \
            ELSE follows.last_seq END, \
        read_seq = CASE WHEN excluded.read_seq > follows.read_seq THEN excluded.read_seq \
            ELSE follows.read_seq END, \
        takes_part = (follows.takes_part OR excluded.takes_part)";
    let values = [
        user.to_string().into(),
        room.to_string().into(),
        thread.to_string().into(),
        column::seq(last).into(),
        column::seq(read).into(),
        takes_part.into(),
    ];
    txn.execute_raw(sql(txn, upsert, values)).await.map(|_| ())
}

/// Someone joined a room: what was said in its threads before is read.
pub(super) async fn joined(
    txn: &DatabaseTransaction,
    room: RoomId,
    user: UserId,
    seq: Seq,
) -> Result<(), DbErr> {
    let update = "UPDATE follows SET read_seq = $1 WHERE user_id = $2 AND room_id = $3 AND read_seq < $1";
    let values = [column::seq(seq).into(), user.to_string().into(), room.to_string().into()];
    txn.execute_raw(sql(txn, update, values)).await.map(|_| ())
}
