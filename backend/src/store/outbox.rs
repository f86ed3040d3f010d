//! Events that SQL has decided, on their way to the log.
//!
//! They are written in the transaction of the rows they speak of, so neither can exist without the other.
//! A relay publishes them in the order of their ids and deletes what the log has acknowledged.
//!
//! Order. On SQLite there is one writer, so ids ascend in the order of commits. On PostgreSQL ids are given
//! before the commit, and two transactions may commit the other way round. Order is only owed within a
//! room (and within one person's profile), and there it holds: every transaction that announces something
//! about a room first locks the room's row, and takes its ids after that. So of two on the same room the
//! later sees the earlier's committed and has the higher ids. A page may still lack an id lower than its
//! highest (another room's, not yet committed): the relay deletes the ids it published, never a range.

use natter_protocol::{Event, Millis};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::Store;
use super::entities::outbox;
use crate::log::Audience;

/// An event that waits for the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// Never given twice: it can name the message in the log.
    pub id: i64,
    pub subject: String,
    /// A [`natter_protocol::Event`] as JSON.
    pub payload: String,
}

/// Writes an event into the outbox within the transaction that it announces; gives the row's id.
pub async fn put(txn: &impl ConnectionTrait, audience: Audience, event: &Event) -> Result<i64, DbErr> {
    let payload = serde_json::to_string(event).map_err(|e| DbErr::Json(e.to_string()))?;
    let row = outbox::ActiveModel {
        id: NotSet,
        subject: Set(audience.subject()),
        payload: Set(payload),
        created_at: Set(Millis::now().0),
    };
    Ok(outbox::Entity::insert(row).exec(txn).await?.last_insert_id)
}

/// What was committed, and what it announced: the caller forgets what it had cached of that, wakes the
/// relay and waits for it (`http::settle`).
#[derive(Debug)]
#[must_use = "caches still hold what this changed, and the relay sleeps"]
pub struct Committed<T> {
    pub value: T,
    pub announced: Vec<(Audience, Event)>,
    /// The last of its rows: once that is gone, the log has all of them.
    pub last_row: Option<i64>,
}

/// A transaction that changes what others want to hear of. Dropped without a commit, it never was.
pub struct Writing {
    pub(super) txn: DatabaseTransaction,
    announced: Vec<(Audience, Event)>,
    last_row: Option<i64>,
}

impl Writing {
    pub(super) async fn announce(&mut self, audience: Audience, event: Event) -> Result<(), DbErr> {
        self.last_row = Some(put(&self.txn, audience, &event).await?);
        self.announced.push((audience, event));
        Ok(())
    }

    pub(super) async fn commit<T>(self, value: T) -> Result<Committed<T>, DbErr> {
        self.txn.commit().await?;
        Ok(Committed { value, announced: self.announced, last_row: self.last_row })
    }
}

impl Store {
    pub(super) async fn writing(&self) -> Result<Writing, DbErr> {
        Ok(Writing { txn: self.transaction().await?, announced: Vec::new(), last_row: None })
    }

    /// The oldest events that the log does not have yet, in the order in which to publish them.
    pub async fn outbox_page(&self, limit: u64) -> Result<Vec<OutboxRow>, DbErr> {
        let rows =
            outbox::Entity::find().order_by_asc(outbox::Column::Id).limit(limit).all(&self.read).await?;
        let row = |r: outbox::Model| OutboxRow { id: r.id, subject: r.subject, payload: r.payload };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Whether an event still waits for the log.
    pub async fn outbox_holds(&self, id: i64) -> Result<bool, DbErr> {
        Ok(outbox::Entity::find_by_id(id).one(&self.read).await?.is_some())
    }

    /// Forgets events that the log has acknowledged.
    pub async fn outbox_done(&self, ids: &[i64]) -> Result<(), DbErr> {
        if !ids.is_empty() {
            let done = outbox::Column::Id.is_in(ids.iter().copied());
            outbox::Entity::delete_many().filter(done).exec(&self.write).await?;
        }
        Ok(())
    }
}
