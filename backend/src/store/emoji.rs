//! Emoji of the server's own.

use natter_protocol::administration::AuditAction;
use natter_protocol::{Body, Code, CustomEmoji, Event, Millis, Problem, UserId, limits};
use sea_orm::{ConnectionTrait as _, DbErr, FromQueryResult};

use super::audit::{self, Deed};
use super::outbox::Committed;
use super::{Error, Store, column, is_taken, lock, sql};
use crate::log::Audience;

/// The advisory lock under which they are added and removed: the announcements come in the same order.
const EMOJI_LOCK: i64 = 0x6e61_7474_6572_0005;

#[derive(FromQueryResult)]
struct Row {
    name: String,
    picture: String,
    added_by: String,
    added_at: i64,
}

impl TryFrom<Row> for CustomEmoji {
    type Error = DbErr;

    fn try_from(row: Row) -> Result<Self, DbErr> {
        Ok(Self {
            name: row.name,
            picture: column::id(&row.picture)?,
            by: column::id(&row.added_by)?,
            at: Millis(row.added_at),
        })
    }
}

impl Store {
    pub async fn custom_emoji(&self) -> Result<Vec<CustomEmoji>, DbErr> {
        const SQL: &str = "SELECT name, picture, added_by, added_at FROM emoji";
        let rows = Row::find_by_statement(sql(&self.read, SQL, [])).all(&self.read).await?;
        let mut all: Vec<CustomEmoji> = column::collect(rows)?;
        // The database's collation may order otherwise than everyone else does.
        all.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(all)
    }

    pub async fn has_emoji(&self, name: &str) -> Result<bool, DbErr> {
        let select = "SELECT 1 FROM emoji WHERE name = $1";
        Ok(self.read.query_one_raw(sql(&self.read, select, [name.into()])).await?.is_some())
    }

    /// Adds one, unless there is one of that name or there are too many.
    pub async fn add_emoji(&self, emoji: &CustomEmoji) -> Result<Committed<()>, Error> {
        let mut w = self.writing().await?;
        lock(&w.txn, EMOJI_LOCK).await?;
        let counted = w.txn.query_one_raw(sql(&w.txn, "SELECT COUNT(*) AS number FROM emoji", [])).await?;
        let number: i64 = counted.map_or(Ok(0), |row| row.try_get("", "number"))?;
        if number.unsigned_abs() >= limits::CUSTOM_EMOJI as u64 {
            return Err(Problem::new(Code::LimitReached).detail("this server has too many emoji").into());
        }
        let insert = "INSERT INTO emoji (name, picture, added_by, added_at) VALUES ($1, $2, $3, $4)";
        let values = [
            emoji.name.as_str().into(),
            emoji.picture.to_string().into(),
            emoji.by.to_string().into(),
            emoji.at.0.into(),
        ];
        w.txn.execute_raw(sql(&w.txn, insert, values)).await.map_err(|error| {
            let taken = || Error::from(Problem::new(Code::EmojiTaken).field("name"));
            if is_taken(&error) { taken() } else { error.into() }
        })?;
        let body = Body::EmojiAdded { emoji: emoji.clone() };
        w.announce(Audience::Server, Event::unplaced(None, emoji.at, body)).await?;
        let deed = Deed { detail: Some(&emoji.name), ..Deed::of(emoji.by, AuditAction::EmojiAdded) };
        audit::put(&w, deed).await?;
        Ok(w.commit(()).await?)
    }

    /// Removes one; gives it, if it was there.
    pub async fn remove_emoji(
        &self,
        by: UserId,
        name: &str,
    ) -> Result<Committed<Option<CustomEmoji>>, DbErr> {
        const SQL: &str = "DELETE FROM emoji WHERE name = $1 RETURNING name, picture, added_by, added_at";
        let mut w = self.writing().await?;
        lock(&w.txn, EMOJI_LOCK).await?;
        let row = Row::find_by_statement(sql(&w.txn, SQL, [name.into()])).one(&w.txn).await?;
        let gone = row.map(CustomEmoji::try_from).transpose()?;
        if gone.is_some() {
            let body = Body::EmojiRemoved { name: name.to_owned() };
            w.announce(Audience::Server, Event::unplaced(None, Millis::now(), body)).await?;
            audit::put(&w, Deed { detail: Some(name), ..Deed::of(by, AuditAction::EmojiRemoved) }).await?;
        }
        w.commit(gone).await
    }
}
