//! Votes on polls.

use std::collections::HashMap;

use natter_protocol::ballot::Ballot;
use natter_protocol::{RoomId, Seq};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseTransaction, DbErr, EntityTrait, QueryFilter as _,
};

use super::entities::ballots;
use super::{Store, column, sql};

impl Store {
    /// What was chosen on polls, by message.
    pub(super) async fn ballots_on(
        &self,
        room: RoomId,
        polls: &[&str],
    ) -> Result<HashMap<String, Vec<Ballot>>, DbErr> {
        let mut found: HashMap<String, Vec<Ballot>> = HashMap::new();
        if polls.is_empty() {
            return Ok(found);
        }
        let query = ballots::Entity::find()
            .filter(ballots::Column::RoomId.eq(room.to_string()))
            .filter(ballots::Column::MessageId.is_in(polls.iter().copied()));
        for row in query.all(&self.read).await? {
            let choices: Vec<u8> = serde_json::from_str(&row.choices)
                .map_err(|_| DbErr::Json(format!("no choices: {:?}", row.choices)))?;
            if !choices.is_empty() {
                found.entry(row.message_id).or_default().push(Ballot { voter: row.voter, choices });
            }
        }
        // The database's collation may order otherwise than everyone else does.
        found.values_mut().for_each(|all| all.sort_unstable_by(|a, b| a.voter.cmp(&b.voter)));
        Ok(found)
    }
}

/// The same rule as [`Poll::vote`](natter_protocol::ballot::Poll::vote), in SQL.
pub(super) async fn vote(
    txn: &DatabaseTransaction,
    (room, message): (&str, &str),
    seq: Seq,
    voter: &str,
    choices: &[u8],
) -> Result<(), DbErr> {
    let upsert = "INSERT INTO ballots (room_id, message_id, voter, choices, seq) \
        SELECT room_id, id, $1, $2, $3 FROM messages \
        WHERE room_id = $4 AND id = $5 AND poll IS NOT NULL AND poll_closed_at IS NULL \
        ON CONFLICT (room_id, message_id, voter) \
        DO UPDATE SET choices = excluded.choices, seq = excluded.seq";
    let choices = serde_json::to_string(choices).map_err(|e| DbErr::Json(e.to_string()))?;
    let values = [voter.into(), choices.into(), column::seq(seq).into(), room.into(), message.into()];
    txn.execute_raw(sql(txn, upsert, values)).await.map(|_| ())
}

/// A message was deleted: what was chosen goes too.
pub(super) async fn forget(txn: &DatabaseTransaction, (room, message): (&str, &str)) -> Result<(), DbErr> {
    let delete = "DELETE FROM ballots WHERE room_id = $1 AND message_id = $2";
    txn.execute_raw(sql(txn, delete, [room.into(), message.into()])).await.map(|_| ())
}
