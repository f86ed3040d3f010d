//! What people began and have not sent.

use natter_protocol::{Body, Draft, Millis, UserId, limits};
use sea_orm::{ConnectionTrait as _, DbErr, QueryResult};

use super::column::id;
use super::outbox::Committed;
use super::own::{Owner, has_space};
use super::{Error, Store, sql};

/// Days that it is remembered that there is no draft any more.
const GONE_DAYS: i64 = 30;

impl Store {
    /// Writes a draft down unless a later one stands there.
    pub async fn put_draft(&self, owner: Owner, draft: Draft) -> Result<Committed<()>, Error> {
        let mut w = self.writing_own(owner).await?;
        let upsert = "INSERT INTO drafts (user_id, room_id, thread_id, text, at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (user_id, room_id, thread_id) DO UPDATE SET text = excluded.text, at = excluded.at \
             WHERE drafts.at <= excluded.at";
        // A draft that never was need not be remembered as gone.
        let clear = "UPDATE drafts SET text = $4, at = $5 \
             WHERE user_id = $1 AND room_id = $2 AND thread_id = $3 AND at < $5";
        let statement = if draft.text.is_empty() { clear } else { upsert };
        let values = [
            owner.user.to_string().into(),
            draft.room_id.to_string().into(),
            draft.thread.map(|thread| thread.to_string()).unwrap_or_default().into(),
            draft.text.as_str().into(),
            draft.at.0.into(),
        ];
        if w.txn.execute_raw(sql(&w.txn, statement, values)).await?.rows_affected() > 0 {
            has_space(&w, owner, "drafts WHERE user_id = $1 AND text <> ''", limits::DRAFTS).await?;
            w.tell(owner, Body::DraftUpdated { draft }).await?;
        }
        Ok(w.commit(()).await?)
    }

    pub(super) async fn drafts(&self, user: UserId) -> Result<Vec<Draft>, DbErr> {
        let select = "SELECT room_id, thread_id, text, at FROM drafts WHERE user_id = $1 AND text <> '' \
             ORDER BY room_id, thread_id";
        let rows = self.read.query_all_raw(sql(&self.read, select, [user.to_string().into()])).await?;
        rows.iter().map(draft).collect()
    }

    pub(super) async fn purge_drafts(&self, now: Millis) -> Result<(), DbErr> {
        let before = now.plus_seconds(-GONE_DAYS * 24 * 60 * 60).0;
        let delete = "DELETE FROM drafts WHERE text = '' AND at < $1";
        self.write.execute_raw(sql(&self.write, delete, [before.into()])).await.map(|_| ())
    }
}

fn draft(row: &QueryResult) -> Result<Draft, DbErr> {
    let thread: String = row.try_get("", "thread_id")?;
    Ok(Draft {
        room_id: id(&row.try_get::<String>("", "room_id")?)?,
        thread: (!thread.is_empty()).then(|| id(&thread)).transpose()?,
        text: row.try_get("", "text")?,
        at: Millis(row.try_get("", "at")?),
    })
}
