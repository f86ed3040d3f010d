//! How far the projection has come, and the fenced lease of whoever writes it.

use natter_protocol::{Millis, Position, Seq, Shard};
use sea_orm::{ConnectionTrait, DbErr};

use super::{Store, column, sql};

/// The right to write a shard's projection. A holder that lost it finds out at its next write, whatever
/// the clocks say: the fence has moved on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    pub shard: Shard,
    pub fence: i64,
    pub position: Position,
}

/// How long a lease holds without being renewed.
pub const LEASE_SECONDS: i64 = 5;

impl Store {
    /// Where the projection of a shard stands; a new shard begins at epoch 1.
    pub async fn shard_position(&self, shard: Shard) -> Result<Position, DbErr> {
        let insert = "INSERT INTO shards (shard, epoch, last_seq, fence, lease_until) VALUES ($1, 1, 0, 0, 0) \
                      ON CONFLICT DO NOTHING";
        self.write.execute_raw(sql(&self.write, insert, [i32::from(shard).into()])).await?;
        let select = "SELECT epoch, last_seq FROM shards WHERE shard = $1";
        let row = self.write.query_one_raw(sql(&self.write, select, [i32::from(shard).into()])).await?;
        position(&row.ok_or_else(|| DbErr::RecordNotFound(format!("shard {shard}")))?)
    }

    /// Where the projection stands in each shard; the index is the shard.
    pub async fn positions(&self) -> Result<Vec<Position>, DbErr> {
        let select = "SELECT epoch, last_seq FROM shards ORDER BY shard";
        let rows = self.read.query_all_raw(sql(&self.read, select, [])).await?;
        rows.iter().map(position).collect()
    }

    /// Notes that the log of a shard was begun anew.
    pub async fn begin_epoch(&self, shard: Shard, position: Position) -> Result<(), DbErr> {
        let update =
            "UPDATE shards SET epoch = $1, last_seq = $2, fence = fence + 1 WHERE shard = $3 AND epoch < $1";
        let values = [epoch(position), place(position.seq), i32::from(shard).into()];
        self.write.execute_raw(sql(&self.write, update, values)).await.map(|_| ())
    }

    /// Takes the lease of a shard if nobody holds it, or in any case when nobody else can be there.
    pub async fn take_lease(&self, shard: Shard, node: &str, alone: bool) -> Result<Option<Lease>, DbErr> {
        let now = Millis::now();
        let update = "UPDATE shards SET holder = $1, fence = fence + 1, lease_until = $2 \
                      WHERE shard = $3 AND (holder IS NULL OR lease_until < $4 OR $5 = 1) \
                      RETURNING fence, epoch, last_seq";
        let values = [
            node.into(),
            now.plus_seconds(LEASE_SECONDS).0.into(),
            i32::from(shard).into(),
            now.0.into(),
            i32::from(alone).into(),
        ];
        let row = self.write.query_one_raw(sql(&self.write, update, values)).await?;
        row.map(|row| Ok(Lease { shard, fence: row.try_get("", "fence")?, position: position(&row)? }))
            .transpose()
    }

    /// Keeps a lease; false when another has taken it.
    pub async fn renew_lease(&self, lease: &Lease) -> Result<bool, DbErr> {
        let update = "UPDATE shards SET lease_until = $1 WHERE shard = $2 AND fence = $3";
        let until = Millis::now().plus_seconds(LEASE_SECONDS).0;
        let values = [until.into(), i32::from(lease.shard).into(), lease.fence.into()];
        Ok(self.write.execute_raw(sql(&self.write, update, values)).await?.rows_affected() == 1)
    }

    /// Gives a lease back, so that the next holder need not wait it out.
    pub async fn release_lease(&self, lease: &Lease) -> Result<(), DbErr> {
        let update = "UPDATE shards SET holder = NULL, lease_until = 0 WHERE shard = $1 AND fence = $2";
        let values = [i32::from(lease.shard).into(), lease.fence.into()];
        self.write.execute_raw(sql(&self.write, update, values)).await.map(|_| ())
    }

    /// Takes or keeps a lease by name, for work that only one gateway should do at a time but that does
    /// no harm when two do it for a moment.
    pub async fn hold(&self, name: &str, node: &str, alone: bool) -> Result<bool, DbErr> {
        let now = Millis::now();
        let upsert = "INSERT INTO leases (name, holder, until) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE \
                      SET holder = excluded.holder, until = excluded.until \
                      WHERE leases.holder = excluded.holder OR leases.until < $4 OR $5 = 1";
        let until = now.plus_seconds(LEASE_SECONDS).0;
        let values = [name.into(), node.into(), until.into(), now.0.into(), i32::from(alone).into()];
        Ok(self.write.execute_raw(sql(&self.write, upsert, values)).await?.rows_affected() == 1)
    }
}

/// Moves the offset within the transaction of the rows; false when the lease is lost.
pub(super) async fn advance(txn: &impl ConnectionTrait, lease: &Lease, to: Seq) -> Result<bool, DbErr> {
    let update = "UPDATE shards SET last_seq = $1, lease_until = $2 \
                  WHERE shard = $3 AND epoch = $4 AND fence = $5 AND last_seq = $6";
    let values = [
        place(to),
        Millis::now().plus_seconds(LEASE_SECONDS).0.into(),
        i32::from(lease.shard).into(),
        epoch(lease.position),
        lease.fence.into(),
        place(lease.position.seq),
    ];
    Ok(txn.execute_raw(sql(txn, update, values)).await?.rows_affected() == 1)
}

fn epoch(position: Position) -> sea_orm::Value {
    i32::try_from(position.epoch).unwrap_or(i32::MAX).into()
}

fn place(seq: Seq) -> sea_orm::Value {
    column::seq(seq).into()
}

fn position(row: &sea_orm::QueryResult) -> Result<Position, DbErr> {
    let epoch: i32 = row.try_get("", "epoch")?;
    let seq: i64 = row.try_get("", "last_seq")?;
    Ok(Position { epoch: epoch.unsigned_abs(), seq: seq.unsigned_abs() })
}
