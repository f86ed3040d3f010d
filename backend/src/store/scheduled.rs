//! Messages to be said later, and reminders.

use natter_protocol::own::{ScheduledKind, ScheduledState};
use natter_protocol::{Body, Code, MessageId, Millis, Problem, Scheduled, UserId, limits};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Value};

use super::column::{Word, id, shard};
use super::outbox::{Committed, Writing};
use super::own::{Owner, has_space};
use super::{Error, Store, files, sql};

const COLUMNS: &str = "s.id, s.kind, s.room_id, s.thread_id, s.about_id, s.text, s.at, s.state, s.problem, \
    s.attachments";

impl Word for ScheduledKind {
    const ALL: &[(Self, &'static str)] = &[(Self::Message, "message"), (Self::Reminder, "reminder")];
}

impl Word for ScheduledState {
    const ALL: &[(Self, &'static str)] =
        &[(Self::Waiting, "waiting"), (Self::Due, "due"), (Self::Failed, "failed")];
}

impl Store {
    /// Writes something new down. What stands under its id already is answered with false instead.
    pub async fn schedule(
        &self,
        owner: Owner,
        item: Scheduled,
    ) -> Result<Committed<(Scheduled, bool)>, Error> {
        let mut w = self.writing_own(owner).await?;
        if let Some(known) = one(&w.txn, owner.user, item.id).await? {
            return Ok(w.commit((known, false)).await?);
        }
        put(&mut w, owner, &item).await?;
        let files: Vec<_> = item.attachments.iter().map(|file| file.id).collect();
        files::promise(&w.txn, &files, owner.user, item.id).await?;
        has_space(&w, owner, "scheduled WHERE user_id = $1", limits::SCHEDULED).await?;
        Ok(w.commit((item, true)).await?)
    }

    /// Changes something as `decide` finds right, knowing how it stands.
    pub async fn reschedule(
        &self,
        owner: Owner,
        id: MessageId,
        decide: impl FnOnce(Scheduled) -> Result<Scheduled, Problem>,
    ) -> Result<Committed<Scheduled>, Error> {
        let mut w = self.writing_own(owner).await?;
        let known = one(&w.txn, owner.user, id).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
        let item = decide(known)?;
        put(&mut w, owner, &item).await?;
        Ok(w.commit(item).await?)
    }

    /// It was said, or is not wanted any more.
    pub async fn unschedule(&self, owner: Owner, id: MessageId) -> Result<Committed<()>, DbErr> {
        let mut w = self.writing_own(owner).await?;
        let delete = "DELETE FROM scheduled WHERE user_id = $1 AND id = $2";
        let values = [owner.user.to_string().into(), id.to_string().into()];
        if w.txn.execute_raw(sql(&w.txn, delete, values)).await?.rows_affected() > 0 {
            files::unpromise(&w.txn, owner.user, id).await?;
            w.tell(owner, Body::ScheduledEnded { id }).await?;
        }
        w.commit(()).await
    }

    /// By time.
    pub async fn scheduled(&self, user: UserId) -> Result<Vec<Scheduled>, DbErr> {
        let select = format!("SELECT {COLUMNS} FROM scheduled AS s WHERE s.user_id = $1 ORDER BY s.at, s.id");
        let rows = self.read.query_all_raw(sql(&self.read, &select, [user.to_string().into()])).await?;
        rows.iter().map(scheduled).collect()
    }

    pub async fn scheduled_item(&self, user: UserId, id: MessageId) -> Result<Option<Scheduled>, DbErr> {
        one(&self.read, user, id).await
    }

    /// Whose time has come, the longest due first.
    pub async fn due(&self, now: Millis, limit: u16) -> Result<Vec<(Owner, Scheduled)>, DbErr> {
        let select = format!(
            "SELECT {COLUMNS}, s.user_id, u.shard FROM scheduled AS s JOIN users AS u ON u.id = s.user_id \
             WHERE s.state = 'waiting' AND s.at <= $1 ORDER BY s.at, s.id LIMIT $2"
        );
        let values = [now.0.into(), i64::from(limit).into()];
        let rows = self.read.query_all_raw(sql(&self.read, &select, values)).await?;
        let due = |row: &QueryResult| {
            let user = id(&row.try_get::<String>("", "user_id")?)?;
            Ok((Owner { user, shard: shard(row.try_get("", "shard")?)? }, scheduled(row)?))
        };
        rows.iter().map(due).collect()
    }
}

async fn one(on: &impl ConnectionTrait, user: UserId, id: MessageId) -> Result<Option<Scheduled>, DbErr> {
    let select = format!("SELECT {COLUMNS} FROM scheduled AS s WHERE s.user_id = $1 AND s.id = $2");
    let values = [user.to_string().into(), id.to_string().into()];
    on.query_one_raw(sql(on, &select, values)).await?.as_ref().map(scheduled).transpose()
}

async fn put(w: &mut Writing, owner: Owner, item: &Scheduled) -> Result<(), DbErr> {
    let upsert = "INSERT INTO scheduled \
         (user_id, id, kind, room_id, thread_id, about_id, text, at, state, problem, attachments) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (user_id, id) DO UPDATE SET \
         text = excluded.text, at = excluded.at, state = excluded.state, problem = excluded.problem";
    let files = serde_json::to_string(&item.attachments).map_err(|e| DbErr::Json(e.to_string()))?;
    let values: [Value; 11] = [
        owner.user.to_string().into(),
        item.id.to_string().into(),
        item.kind.text().into(),
        item.room_id.map(|room| room.to_string()).into(),
        item.thread.map(|thread| thread.to_string()).into(),
        item.about.map(|about| about.to_string()).into(),
        item.text.as_str().into(),
        item.at.0.into(),
        item.state.text().into(),
        item.problem.map(|code| code.as_str().to_owned()).into(),
        (!item.attachments.is_empty()).then_some(files).into(),
    ];
    w.txn.execute_raw(sql(&w.txn, upsert, values)).await?;
    w.tell(owner, Body::ScheduledUpdated { item: item.clone() }).await
}

fn scheduled(row: &QueryResult) -> Result<Scheduled, DbErr> {
    let text = |column: &str| row.try_get::<Option<String>>("", column);
    let problem = text("problem")?;
    Ok(Scheduled {
        id: id(&row.try_get::<String>("", "id")?)?,
        kind: ScheduledKind::read(&row.try_get::<String>("", "kind")?)?,
        room_id: text("room_id")?.as_deref().map(id).transpose()?,
        thread: text("thread_id")?.as_deref().map(id).transpose()?,
        about: text("about_id")?.as_deref().map(id).transpose()?,
        text: row.try_get("", "text")?,
        attachments: match text("attachments")? {
            Some(files) => serde_json::from_str(&files).map_err(|e| DbErr::Json(e.to_string()))?,
            None => Vec::new(),
        },
        at: Millis(row.try_get("", "at")?),
        state: ScheduledState::read(&row.try_get::<String>("", "state")?)?,
        problem: problem.map(|word| {
            Code::ALL.iter().copied().find(|code| code.as_str() == word).unwrap_or(Code::Unknown)
        }),
    })
}
