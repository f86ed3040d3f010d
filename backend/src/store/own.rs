//! What belongs to one person. Changes of it are made one after the other, so that they are announced in
//! the order in which they were committed (see `outbox`).

use natter_protocol::{Body, Code, Event, Millis, Own, Problem, Shard, UserId};
use sea_orm::{ConnectionTrait as _, DbBackend, DbErr};

use super::column::count;
use super::outbox::Writing;
use super::{Error, Store, sql};
use crate::log::Audience;

/// A person, and the shard of their own events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    pub user: UserId,
    pub shard: Shard,
}

impl Store {
    /// All of it but the preferences, which stand with the rooms.
    pub async fn own(&self, user: UserId) -> Result<Own, DbErr> {
        Ok(Own {
            saved: self.all_saved(user).await?,
            drafts: self.drafts(user).await?,
            scheduled: self.scheduled(user).await?,
        })
    }

    /// A transaction that changes what belongs to a person.
    pub(super) async fn writing_own(&self, owner: Owner) -> Result<Writing, DbErr> {
        let w = self.writing().await?;
        lock(&w, owner.user).await?;
        Ok(w)
    }
}

impl Writing {
    /// Announces to a person's own devices.
    pub(super) async fn tell(&mut self, owner: Owner, body: Body) -> Result<(), DbErr> {
        let event = Event::unplaced(None, Millis::now(), body);
        self.announce(Audience::User(owner.user, owner.shard), event).await
    }
}

/// Lets one transaction at a time change what belongs to a person. On SQLite each is alone anyway.
pub(super) async fn lock(w: &Writing, user: UserId) -> Result<(), DbErr> {
    if w.txn.get_database_backend() == DbBackend::Postgres {
        let select = "SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE";
        w.txn.query_one_raw(sql(&w.txn, select, [user.to_string().into()])).await?;
    }
    Ok(())
}

/// Refuses when the person has more rows of a kind than allowed, the one just written included.
pub(super) async fn has_space(w: &Writing, owner: Owner, rows: &str, most: u32) -> Result<(), Error> {
    let counted = format!("SELECT COUNT(*) AS n FROM {rows}");
    let row = w.txn.query_one_raw(sql(&w.txn, &counted, [owner.user.to_string().into()])).await?;
    if row.map_or(Ok(0), |row| row.try_get::<i64>("", "n").map(count))? > most {
        return Err(Problem::new(Code::LimitReached).detail(format!("at most {most}")).into());
    }
    Ok(())
}
